"""Money as exports write it: read to the penny or set aside with the reason, in our layout and by a map alike."""

import pytest

from tests.battery.files import OURS, comma_line
from tests.battery.sentences import must_balance, must_set_aside, place

READ = {
    "1000000000": 1_000_000_000_00,
    "1e9": None,
    "1E400": None,
    "inf": None,
    "nan": None,
    "£1,000.50": 1_000_50,
    "(1000)": -1_000_00,
    "1.000,50": None,
    "-5": -5_00,
    "0.005": None,
    "12.3": 12_30,
    "1,23": None,
    "£3m": 3_000_000_00,
    "3m": None,
    "$5": None,
    "#REF!": None,
}
NOT_IN_A_REGISTER = {text for text, pence in READ.items() if pence is not None and pence < 0}
# What a ledger or a spreadsheet writes, which a column map reads and our own layout refuses.
BY_A_MAP = {"500.00-": -500_00, "47773.200000000004": 47_773_20}

MAP = """
feed = "payments"
confirmed = true
[constants]
basis = "outturn"
[columns.paid_on]
published = "Date"
[columns.provider_name]
published = "Payee"
[columns.amount_gbp]
published = "Amount"
"""


def total(read):
    return sum(pence for pence in read.values() if pence is not None)


def must_tell_of_each(ran, file, cells):
    """Each row set aside has its sentence, with the text that was found, and no other has one."""
    assert ran.status == 0, ran
    told = ran.err.splitlines()
    assert len(told) == len(cells), ran.err
    for sentence, cell in zip(told, cells, strict=True):
        assert sentence.startswith(place(file, *cell) + ": set aside"), sentence


def test_a_contract_s_value_is_read_or_its_row_set_aside(terminal, tmp_path):
    row = OURS.rows[0]
    rows = [row | {OURS.identifier: f"M{n}", OURS.money: text} for n, text in enumerate(READ)]
    path = tmp_path / "register.csv"
    path.write_text(OURS.having(*rows).text(), encoding="utf-8")
    ran = terminal.load("agreements", path)
    refused = [
        (line, OURS.money, text)
        for line, (text, pence) in enumerate(READ.items(), 2)
        if pence is None or text in NOT_IN_A_REGISTER
    ]
    must_tell_of_each(ran, "register.csv", refused)
    read = {text: pence for text, pence in READ.items() if text not in NOT_IN_A_REGISTER}
    must_balance(ran, rows_in=len(READ), rows_set_aside=len(refused), pence_in=total(read))


def test_a_payment_read_by_a_map_is_read_to_the_penny_or_set_aside(terminal, tmp_path):
    read = READ | BY_A_MAP
    path, column_map = tmp_path / "spend.csv", tmp_path / "anytown.toml"
    lines = [comma_line(("2026-03-31", f"P{n} Ltd", text)) for n, text in enumerate(read)]
    path.write_text("\n".join(["Date,Payee,Amount", *lines, ""]), encoding="utf-8")
    column_map.write_text(MAP, encoding="utf-8")
    ran = terminal.load("payments", path, "--map", column_map)
    refused = [
        (line, "Amount", text)
        for line, (text, pence) in enumerate(read.items(), 2)
        if pence is None
    ]
    must_tell_of_each(ran, "spend.csv", refused)
    must_balance(ran, rows_in=len(read), rows_set_aside=len(refused), pence_in=total(read))


@pytest.mark.parametrize("unit", ["k", "m"])
def test_a_unit_without_its_pound_sign_is_never_guessed(terminal, tmp_path, unit):
    path = tmp_path / "register.csv"
    path.write_text(OURS.having(OURS.rows[0] | {OURS.money: f"25{unit}"}).text(), encoding="utf-8")
    ran = terminal.load("agreements", path)
    must_set_aside(
        ran, "register.csv", (2, OURS.money, f"25{unit}"), expectation="currency_missing"
    )
