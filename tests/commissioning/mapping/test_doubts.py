"""Amounts that may be no plain pounds, and days that a spreadsheet may have turned round, are asked about."""

import tomllib
from datetime import date

import pytest

from commissioning.errors import BadFile
from commissioning.mapping.column_map import map_of
from commissioning.mapping.suggestion import suggest
from commissioning.mapping.toml import map_text
from tests.workbooks import xlsx

HEAD = "Payment Date,Supplier Name,{amount},Transaction Number{more}\n"
LINES = (
    ("13/04/2020", "Acme Ltd", "100.00", "1"),
    ("14/04/2020", "Beta Ltd", "250.50", "2"),
    ("15/04/2020", "Beta Ltd", "7.25", "3"),
)


def asked(tmp_path, amount="Net Amount", more="", beside=(), title="", lines=LINES):
    """Return what is asked of a file of payments; its map as written loads only if nothing is."""
    cells = [",".join((*line, *also)) for line, also in zip(lines, beside or [()] * 3, strict=True)]
    path = tmp_path / "spend.csv"
    head = f"{title}\n" if title else ""
    path.write_text(head + HEAD.format(amount=amount, more=more) + "\n".join(cells) + "\n", "utf-8")
    suggestion = suggest(path, "spend.csv")
    assert suggestion.is_complete == (not suggestion.questions)
    if suggestion.questions:
        with pytest.raises(BadFile, match="published"):
            map_of(tomllib.loads(map_text(suggestion)), "map.toml")
    return " ".join(suggestion.questions)


@pytest.mark.parametrize(
    "amount", ["Net Amount (£000)", "Amount £'000s", "Net Amount £k", "Amount (£m)"]
)
def test_thousands_are_asked_about(tmp_path, amount):
    assert "speaks of thousands or millions" in asked(tmp_path, amount)


def test_a_title_may_say_that_amounts_are_in_thousands(tmp_path):
    assert "thousands" in asked(tmp_path, title="Spend April 2020 in £000,,,")


@pytest.mark.parametrize("title", ["Spend over £25,000 in April 2020,,,", "Payments over £500,,,"])
def test_a_threshold_in_a_title_is_no_unit(tmp_path, title):
    assert asked(tmp_path, title=title) == ""


@pytest.mark.parametrize("amount", ["Amount (USD)", "Amount €"])
def test_another_currency_in_the_heading_is_asked_about(tmp_path, amount):
    assert "is in pounds, because its heading says" in asked(tmp_path, amount)


def test_rows_in_another_currency_are_asked_about(tmp_path):
    beside = (("GBP",), ("EUR",), ("GBP",))
    assert "Currency has EUR" in asked(tmp_path, more=",Currency", beside=beside)
    assert asked(tmp_path, more=",Currency", beside=(("GBP",),) * 3) == ""


@pytest.mark.parametrize("heading", ["DR/CR", "Type"])
def test_a_column_that_tells_credits_is_asked_about(tmp_path, heading):
    beside = (("DR",), ("CR",), ("DR",))
    assert "which rows are credits" in asked(tmp_path, more=f",{heading}", beside=beside)
    signed = (LINES[0], ("14/04/2020", "Beta Ltd", "-250.50", "2"), LINES[2])
    assert asked(tmp_path, more=f",{heading}", beside=beside, lines=signed) == ""


def test_two_columns_of_money_with_one_heading_are_asked_about(tmp_path):
    beside = (("90.00",), ("200.00",), ("6.00",))
    assert "their headings are equal" in asked(tmp_path, "Amount", more=",Amount", beside=beside)


def test_credits_in_a_column_of_their_own_are_asked_about(tmp_path):
    beside = (("",), ("12.00",), ("",))
    assert "what Credit Amount takes off" in asked(
        tmp_path, "Debit Amount", more=",Credit Amount", beside=beside
    )


def test_days_that_a_spreadsheet_turned_round_are_asked_about(tmp_path):
    days = [date(2020, 3, 4), date(2020, 1, 4), date(2020, 12, 4), "13/04/2020", "30/04/2020"]
    rows = [("Date", "Supplier", "Amount", "Ref")]
    rows += [(day, f"Firm {n} Ltd", 100.25 + n, f"R{n}") for n, day in enumerate(days)]
    path = tmp_path / "swap.xlsx"
    path.write_bytes(xlsx(rows))
    suggestion = suggest(path, "swap.xlsx")
    [question] = suggestion.questions
    assert "took the day for the month in Date" in question
    assert not any(
        "the other way round" in why for each in suggestion.placed for why in each.reasons
    )
    with pytest.raises(BadFile, match="day_formats"):
        map_of(tomllib.loads(map_text(suggestion)), "map.toml")
