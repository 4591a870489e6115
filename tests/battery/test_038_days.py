"""A day is read in the one format its source declares, or not at all; a system's day for no day is no day."""

import pytest

from tests.battery.files import GRANTS, OURS, SALFORD, TRAFFORD, agreement
from tests.battery.sentences import must_balance, must_set_aside

PLACEHOLDERS = ("0001-01-01", "1900-01-01", "1904-01-01", "9999-12-31")
UNREADABLE = (
    "31/02/2026",
    "2026-02-29",  # 2026 is no leap year
    "2025-13-01",  # guessed, it would be 13 January
    "01/03/2025",  # 1 March or 3 January
    "20250301",
    "45678",  # a spreadsheet's serial number: as seconds, 1970
    "2026-03-31 00:00:00",
    "2026-03",
    "31 March 2026",
    "22/04/222",
    "0222-04-22",
    "1899-12-31",
    "2201-01-01",
    "N/A",
    "٢٠٢٦-٠٣-٣١",
)


@pytest.fixture
def load(terminal, tmp_path):
    def _load(published, *words):
        path = tmp_path / "register.csv"
        path.write_text(published.text(), encoding="utf-8")
        return terminal(
            "load", published.feed, path, *words, "--json", authority=published.authority
        )

    return _load


def test_in_our_own_layout_a_row_with_an_unreadable_day_is_set_aside_and_told(terminal, load):
    rows = [agreement(f"A{n}", ends_on=text) for n, text in enumerate(UNREADABLE)]
    ran = load(OURS.having(*rows, agreement("B1", ends_on="2026-3-1")))
    cells = [(n, "ends_on", text) for n, text in enumerate(UNREADABLE, start=2)]
    must_set_aside(ran, "register.csv", *cells, expectation="(is_a_day)")
    must_balance(ran, rows_loaded=1, rows_set_aside=15, pence_set_aside=15 * 1000_50)
    assert terminal.ask("SELECT ends_on FROM agreement_version") == [("2026-03-01",)]


def test_a_system_s_day_for_no_day_is_no_end_date_and_no_alert_waits_for_it(terminal, load):
    rows = [agreement(f"A{n}", ends_on=text) for n, text in enumerate(PLACEHOLDERS)]
    must_balance(load(OURS.having(*rows, agreement("A9", ends_on=""))), rows_loaded=5)
    assert set(terminal.ask("SELECT ends_on FROM agreement_version")) == {(None,)}
    assert terminal.ask(
        "SELECT line_no, value, expectation FROM finding WHERE \"column\" = 'ends_on' ORDER BY 1"
    ) == [(n, text, "placeholder_day") for n, text in enumerate(PLACEHOLDERS, start=2)]

    flags = terminal("flag-contracts", "--on", "2026-04-01", "--json").document
    expiry = [r for r in flags["results"] if r["rule"] == "expiry_within_lead_time"]
    assert [result["status"] for result in expiry] == ["unknown"] * 5


def test_salford_keeps_the_agreement_and_records_what_its_cell_said(terminal, load):
    rows = [
        SALFORD.rows[0] | {SALFORD.identifier: f"T{n}", SALFORD.day: text}
        for n, text in enumerate(UNREADABLE)
    ]
    must_balance(load(SALFORD.having(*rows)), rows_loaded=len(rows), rows_set_aside=0)
    assert set(terminal.ask("SELECT ends_on FROM agreement_version")) == {(None,)}
    found = dict(
        terminal.ask(
            "SELECT value, expectation FROM finding WHERE \"column\" = 'Current Expiry Date'"
        )
    )
    assert found == dict.fromkeys(UNREADABLE, "is_a_day") | {"N/A": "is_recorded"}


def test_a_payment_on_no_readable_day_is_set_aside_with_its_money(terminal, load):
    ran = load(TRAFFORD.changed(1, day="01/03/2026").changed(3, day="").changed(4, day="46112"))
    must_set_aside(
        ran,
        "register.csv",
        (3, "PaymentDate", "01/03/2026"),
        (5, "PaymentDate", ""),
        (6, "PaymentDate", "46112"),
    )
    must_balance(ran, rows_loaded=3, rows_set_aside=3, pence_set_aside=664_17 + 1150_00 + 308_04)
    assert set(terminal.ask("SELECT paid_on FROM payment_version")) == {("2026-03-31",)}


def test_a_grant_may_give_an_instant_as_its_standard_allows_and_nothing_else(terminal, load):
    ran = load(
        GRANTS.changed(0, day="2013-01-18T23:59:59Z")
        .changed(1, day="2013-01-18T25:00:00Z")
        .changed(2, day="18/01/2013")
    )
    must_set_aside(
        ran,
        "register.csv",
        (3, "Award Date", "2013-01-18T25:00:00Z"),
        (4, "Award Date", "18/01/2013"),
        expectation="(is_a_day)",
    )
    assert set(terminal.ask("SELECT awarded_on FROM agreement_version")) == {("2013-01-18",)}
