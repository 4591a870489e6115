"""Shares compared in whole numbers, whatever their size."""

import pandas as pd
import pytest

from commissioning.rules.exact import exceeds, reaches, times

WIDE = 10**19  # more than 64 bits hold
KINDS = ["Int64", "object"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("part", "whole", "limit", "is_more", "is_as_much"),
    [
        (11, 100, 0.1, True, True),
        (10, 100, 0.1, False, True),  # exactly a tenth, which 0.1 as a float is not
        (9, 100, 0.1, False, False),
        (110, 100, 1.10, False, True),
        (-11, -100, 0.1, False, False),
        (0, 0, 0.25, False, True),
        (None, 100, 0.1, False, False),
        (11, None, 0.1, False, False),
        # 64 bits end at 9,223,372,036,854,775,807: these do not fit once they are multiplied.
        (922_337_203_685_477_581, 9_223_372_036_854_775_807, 0.1, True, True),
        (922_337_203_685_477_580, 9_223_372_036_854_775_807, 0.1, False, False),
        (922_337_203_685_477_580, 9_223_372_036_854_775_800, 0.1, False, True),
    ],
)
def test_exactly_the_limit_is_not_more_than_it(kind, part, whole, limit, is_more, is_as_much):
    part, whole = (pd.Series([each, 1], dtype=kind) for each in (part, whole))
    assert list(exceeds(part, whole, limit)) == [is_more, limit < 1]
    assert list(reaches(part, whole, limit)) == [is_as_much, limit <= 1]


def test_numbers_wider_than_64_bits_are_compared_to_the_last_digit():
    part = pd.Series([WIDE, WIDE + 1, 1, None], dtype="object")
    whole = pd.Series([WIDE * 10, WIDE * 10, 10, 10], dtype="object")
    assert list(exceeds(part, whole, 0.1)) == [False, True, False, False]


@pytest.mark.parametrize("kind", KINDS)
def test_products_are_exact_and_missing_where_a_factor_is(kind):
    one = pd.Series([3, 4_000_000_007, None, 5, 0], list("abcde"), dtype=kind)
    other = pd.Series([7, 4_000_000_009, 1, None, 8], list("abcde"), dtype=kind)
    made = times(one, other)
    assert list(made.index) == list("abcde")
    assert list(made.isna()) == [False, False, True, True, False]
    # 4,000,000,007 x 4,000,000,009 = 16,000,000,064,000,000,063: wider than 64 bits.
    assert list(made.dropna()) == [21, 16_000_000_064_000_000_063, 0]


def test_of_nothing_there_is_nothing_to_compare():
    nothing = pd.Series([], dtype="Int64")
    assert exceeds(nothing, nothing, 0.1).empty
    assert times(nothing, nothing).empty
