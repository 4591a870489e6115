"""A column map as TOML: what it says, and each way in which it can be wrong, in a sentence."""

import tomllib

import pandas as pd
import pytest

from commissioning.errors import BadFile
from commissioning.mapping.amounts import usual_amounts
from commissioning.mapping.column_map import map_of, read_map
from commissioning.mapping.periods import financial_years_of
from commissioning.mapping.source import mapped_source

MAP = """
feed = "payments"
made_for = ["Payee", "When", "Net", "VAT", "Ref"]
other_money = ["VAT"]

[constants]
basis = "outturn"

[columns.paid_on]
published = "When"
day_formats = ["%d/%m/%Y"]

[columns.amount_gbp]
published = "Net"

[columns.provider_name]
published = "Payee"

[columns.payment_id]
published = "Ref"
"""


def column_map(text=MAP):
    return map_of(tomllib.loads(text), "anytown.toml")


def refusal(text):
    """Return the sentence with which a map is refused."""
    with pytest.raises(BadFile) as refused:
        column_map(text)
    sentence = str(refused.value)
    assert sentence.startswith("anytown.toml")
    assert "\n" not in sentence
    return sentence


def parsed(*rows, text=MAP):
    """Return what the map makes of rows of Payee, When, Net, VAT, Ref."""
    published = pd.DataFrame(rows, columns=["Payee", "When", "Net", "VAT", "Ref"], dtype="str")
    published.index = pd.RangeIndex(1, len(rows) + 1, name="row_no")
    return mapped_source(column_map(text)).parse(published.assign(_line=published.index + 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'published = "Net"',
            'publishd = "Net"',
            "columns.amount_gbp.publishd is not known; the nearest is published",
        ),
        ('feed = "payments"', 'feed = "payment"', "key feed is not a feed; use payments"),
        (
            "[columns.amount_gbp]",
            "[columns.amount]",
            "gives amount, not a column of payments; use amount_gbp",
        ),
        ("%d/%m/%Y", "%d/%m", "has '%d/%m', which does not name one day"),
        ('["%d/%m/%Y"]', "[]", "columns.paid_on.day_formats is empty; fill it in"),
        ('["%d/%m/%Y"]', '["%d/%m/%Y"]\nperiod = "month"', "only financial_year is read from one"),
        ('basis = "outturn"', 'basis = "paid"', "gives basis the constant 'paid'; use outturn"),
        ('basis = "outturn"', "", "leaves out basis, needed for payments"),
        ("[columns.paid_on]", "[columns.purpose]", "leaves out paid_on, needed for payments"),
        (
            "[constants]",
            "[constants]\nprovider_name = 'x'",
            "provider_name as a column and as a constant",
        ),
        (
            "[constants]",
            "[layout]\nencodings = ['utf8000']\n[constants]",
            "there is no encoding 'utf8000'",
        ),
        ("[constants]", "[layout]\npage_marks = ['']\n[constants]", "has an empty mark"),
        ("[constants]", "[layout]\ntitle_rows = 1000\n[constants]", "at most 100 rows"),
        (
            'published = "Ref"',
            'published = "Ref"\nscheme = "GB-COH"',
            "only provider_org_id is a registered number",
        ),
    ],
)
def test_a_wrong_key_is_named_with_what_to_write_instead(old, new, told):
    assert old in MAP
    assert told in refusal(MAP.replace(old, new, 1))


def test_the_same_meaning_has_the_same_name_whoever_confirmed_it():
    confirmed = 'confirmed = true\nconfirmed_by = "A. Person"\n' + MAP.lstrip()
    assert column_map(confirmed).name == column_map().name
    assert column_map(MAP.replace('"Ref"\n', '"VAT"\n')).name != column_map().name


def test_a_file_given_as_its_own_map_is_refused(tmp_path):
    path = tmp_path / "payments.csv"
    path.write_text("Payee,Net\nA,1\n")
    with pytest.raises(BadFile, match="is not TOML"):
        read_map(path)


# --- what a map makes of rows -----------------------------------------------------------------------


def test_a_payment_is_read_net_with_its_year_and_repeats_are_kept():
    payments = parsed(
        ("A Ltd", "01/04/2020", "1,000.50", "200.10", "7"),
        ("A Ltd", "01/04/2020", "1,000.50", "200.10", "7"),
    ).frames["payments"]
    assert list(payments["amount_pence"]) == [1_000_50, 1_000_50]
    assert list(payments["financial_year"]) == ["2020/21", "2020/21"]
    assert mapped_source(column_map()).repeats_kept


def test_a_row_of_nothing_but_money_is_a_total():
    found = parsed(("A", "01/04/2020", "1.00", "0.20", "7"), ("", "", "1.00", "0.20", ""))
    assert list(found.not_data["row_no"]) == [2]
    assert len(found.frames["payments"]) == 1


def test_an_amount_that_says_nothing_sets_its_row_aside():
    problems = parsed(
        ("A", "01/04/2020", "", "", "7"), ("B", "31/02/2020", "1.00", "", "8")
    ).problems
    assert [
        tuple(row) for row in problems[["row_no", "column", "expectation", "severity"]].to_numpy()
    ] == [
        (1, "Net", "is_recorded", "critical"),
        (2, "When", "is_a_day", "critical"),
    ]


def test_a_period_that_cannot_be_read_is_told_of():
    text = MAP.replace("[columns.paid_on]", "[columns.financial_year]").replace(
        'day_formats = ["%d/%m/%Y"]', 'period = "month"'
    )
    found = parsed(("A", "Jun-20", "1.00", "", "7"), ("B", "Summer", "1.00", "", "8"), text=text)
    assert found.frames["payments"]["financial_year"].tolist()[0] == "2020/21"
    assert found.frames["payments"]["financial_year"].isna().tolist() == [False, True]
    assert list(found.problems["expectation"]) == ["is_a_period"]


# --- periods and amounts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "year"),
    [
        ("month", "Jun-20", "2020/21"),
        ("month", "March 2020", "2019/20"),
        ("month", "Sept-20", "2020/21"),
        ("month", "Smarch 2020", None),
        ("months", "July 2010-September 2010", "2010/11"),
        ("months", "March 2010-April 2010", None),  # across two years
        ("months", "September 2010-July 2010", None),
        ("calendar_month", "201009", "2010/11"),
        ("calendar_month", "2010-03", "2009/10"),
        ("calendar_month", "201013", None),
        ("calendar_month", "000001", None),
        ("financial_period", "202205", "2022/23"),
        ("financial_period", "2013-P01", "2013/14"),
        ("financial_period", "202013", "2020/21"),  # the year's adjustments
        ("financial_period", "202014", None),
        ("year", "2010-11", "2010/11"),
        ("year", "2010/2011", "2010/11"),
        ("year", "2010/12", None),
    ],
)
def test_a_period_falls_in_its_financial_year(form, text, year):
    years, unread = financial_years_of(pd.Series([text, ""], dtype="str"), form, (4, 1))
    assert [None if pd.isna(each) else each for each in years] == [year, None]
    assert list(unread) == [year is None, False]


@pytest.mark.parametrize(
    ("text", "usual", "had"),
    [
        ("47773.200000000004", "47773.20", True),  # Barts, April 2020
        ("73423.70999999999", "73423.71", True),  # Devon, July 2017
        ("1234.5599999999999", "1234.56", True),
        ("-0.30000000000000004", "-0.30", True),
        ("1.2345", "1.2345", False),  # a rate is no amount
        ("1.23456789012345678", "1.23456789012345678", False),
        ("500.00-", "-500.00", False),
        ("500.00 CR", "-500.00", False),  # a credit
        ("1,234.50 -", "-1,234.50", False),
        ("-", "-", False),
        ("12.50", "12.50", False),
        ("1E400", "1E400", False),
    ],
)
def test_an_amount_loses_a_spreadsheet_s_remainder_and_nothing_else(text, usual, had):
    amounts, remainders = usual_amounts(pd.Series([text], dtype="str"))
    assert (amounts[0], bool(remainders[0])) == (usual, had)
