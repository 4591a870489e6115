"""Pounds read exactly to pence, or refused with the reason; never rounded, never guessed."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.money import millions, parse_pence, pounds

LARGEST = 10**15


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("£1,000.50", 100050),
        ("£ 1,000.50", 100050),
        ("1,697,956.30", 169795630),
        ("49,521.52 ", 4952152),  # as two trusts publish it
        ("0", 0),
        ("-0.00", 0),
        ("0.10", 10),
        (".50", 50),
        ("12.500", 1250),
        ("£3m", 300000000),
        ("£1.5M", 150000000),
        ("£250k", 25000000),
        ("£2bn", 200000000000),
        ("10000000000000", LARGEST),
    ],
)
def test_an_amount_is_read_exactly(text, pence):
    found, reason = parse_pence(pd.Series([text]), negative=False)
    assert list(found) == [pence]
    assert found.dtype == "Int64"
    assert reason.isna().all()


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("(2,076.25)", -207625),
        ("(1000)", -100000),
        ("-5.90", -590),
        ("-£5.90", -590),
        ("£-5.90", -590),
        ("(£5.90)", -590),
    ],
)
def test_an_amount_below_zero_is_read_only_where_the_source_has_them(text, pence):
    found, _ = parse_pence(pd.Series([text]), negative=True)
    assert list(found) == [pence]
    found, reason = parse_pence(pd.Series([text]), negative=False)
    assert found.isna().all()
    assert list(reason) == ["negative_amount"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3m", "currency_missing"),  # "a 3m scheme": set aside, not guessed
        ("250k", "currency_missing"),
        ("inf", "not_an_amount"),
        ("-inf", "not_an_amount"),
        ("nan", "not_an_amount"),
        ("NA", "not_an_amount"),
        ("#N/A", "not_an_amount"),
        ("-", "not_an_amount"),
        ("£", "not_an_amount"),
        (".", "not_an_amount"),
        ("1e9", "not_an_amount"),
        ("1E400", "not_an_amount"),
        ("1.000,50", "not_an_amount"),
        ("1,00", "not_an_amount"),
        ("1,2345", "not_an_amount"),
        ("12 345", "not_an_amount"),
        ("(5", "not_an_amount"),
        ("5)", "not_an_amount"),
        ("-(5)", "not_an_amount"),
        ("--5", "not_an_amount"),
        ("34.9%", "not_an_amount"),
        ("１２", "not_an_amount"),
        ("1_000", "not_an_amount"),
        ("9" * 5000, "not_an_amount"),
        ("$5", "other_currency"),
        ("€1,000.50", "other_currency"),
        ("5 EUR", "other_currency"),
        ("0.005", "fraction_of_a_penny"),
        ("35.036999999999999", "fraction_of_a_penny"),
        ("1.000000000000000000000000000001", "fraction_of_a_penny"),
        ("10000000000000.01", "too_large"),
        ("92233720368547758.08", "too_large"),  # one more than 64 bits hold
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(text, reason):
    found, why = parse_pence(pd.Series([text]), negative=True)
    assert found.isna().all()
    assert list(why) == [reason]


def test_a_source_that_must_write_the_currency_is_held_to_it():
    found, reason = parse_pence(pd.Series(["5.00", "£5.00"]), negative=False, currency="required")
    assert list(reason.fillna("")) == ["currency_missing", ""]
    assert found[1] == 500


def test_an_empty_cell_is_a_missing_amount_without_a_reason():
    found, reason = parse_pence(pd.Series(["", "  ", None], dtype="str"), negative=False)
    assert found.isna().all()
    assert reason.isna().all()


def test_each_row_keeps_its_own_amount_and_label():
    text = pd.Series(["5", "", "7", "5"], index=[9, 8, 2, 1])
    found, _ = parse_pence(text, negative=False)
    assert list(found.index) == [9, 8, 2, 1]
    assert list(found.fillna(-1)) == [500, -1, 700, 500]


@given(st.integers(min_value=-LARGEST, max_value=LARGEST))
def test_an_amount_written_in_pounds_is_read_back_to_the_penny(pence):
    written = [pounds(pence), str(Decimal(pence).scaleb(-2).quantize(Decimal("0.01")))]
    found, reason = parse_pence(pd.Series(written), negative=True)
    assert list(found) == [pence, pence]
    assert reason.isna().all()


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (123450, "£1,234.50"),
        (-590, "-£5.90"),
        (0, "£0.00"),
        (5, "£0.05"),
        (100000000, "£1,000,000.00"),
    ],
)
def test_pounds_are_written_with_two_decimals(pence, text):
    assert pounds(pence) == text


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (1_590_000_000, "15.9m"),
        (1_585_000_000, "15.9m"),  # a half goes up
        (1_584_999_999, "15.8m"),
        (1_750_000_000, "17.5m"),
        (-1_585_000_000, "-15.9m"),
        (0, "0.0m"),
        (-1, "0.0m"),
        (123_456_000_000, "1,234.6m"),
    ],
)
def test_millions_are_written_with_one_decimal(pence, text):
    assert millions(pence) == text
