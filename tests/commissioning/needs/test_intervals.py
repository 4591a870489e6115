"""Intervals, proportions and rates: published figures, what is missing, and what is refused."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.intervals import byar, exact_poisson, wilson
from commissioning.needs.proportions import proportions
from commissioning.needs.rates import rates


def numbers(*values, index=None):
    return pd.Series(values, dtype="float64", index=index)


# Newcombe, 1998, Statistics in Medicine 17, 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("part", "whole", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_that_of_wilson(part, whole, lower, upper):
    low, high = wilson(numbers(part), numbers(whole))
    assert (round(low[0], 4), round(high[0], 4)) == (lower, upper)


# Ulm, 1990, American Journal of Epidemiology 131, 373-375: 0 to 3.69, 0.03 to 5.57, 4.80 to 18.39.
@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(0, 0.0, 3.69), (1, 0.03, 5.57), (10, 4.80, 18.39)]
)
def test_the_exact_interval_of_a_count_is_that_of_the_published_tables(count, lower, upper):
    low, high = exact_poisson(numbers(count))
    assert (round(low[0], 2), round(high[0], 2)) == (lower, upper)


def test_byar_has_no_lower_limit_where_there_were_no_events():
    lower, upper = byar(numbers(0, 1, None), 0.998)
    assert lower.isna().tolist() == [True, True, True]  # of one event it falls below nought
    assert upper.isna().tolist() == [False, False, True]


def test_a_missing_number_gives_a_missing_figure_and_not_nought():
    share = proportions(numbers(None, 3, 0), numbers(10, None, 10))
    rate = rates(numbers(None, 3, 0), numbers(10, None, 10))
    for found in (share, rate):
        assert found[["value", "lower", "upper"]].isna().all(axis=1).tolist() == [True, True, False]
        assert found["value"][2] == 0
    assert rate["method"].tolist()[1:] == ["Exact", "Exact"]
    assert rate["method"].isna().tolist() == [True, False, False]


def test_a_rate_may_be_more_than_its_multiplier():
    assert rates(numbers(30), numbers(20), multiplier=100)["value"][0] == pytest.approx(150)


def test_the_method_changes_at_ten_events():
    found = rates(numbers(9, 9.5, 10), numbers(1000, 1000, 1000))
    assert found["method"].tolist() == ["Exact", "Exact", "Byars"]


@pytest.mark.parametrize(
    ("method", "numerator", "denominator", "said"),
    [
        (proportions, 5, 3, "proportions: the numerator is more than the denominator in row E08000009 (numerator 5, denominator 3)"),
        (proportions, -1, 3, "proportions: numerator below nought in row E08000009"),
        (proportions, 1, 0, "proportions: the denominator is not above nought in row E08000009"),
        (rates, -1, 3, "rates: events below nought in row E08000009 (events -1"),
        (rates, 1, 0, "rates: the population is not above nought in row E08000009"),
        (rates, float("inf"), 10, "rates: what is given is not a number in row E08000009"),
    ],
)  # fmt: skip
def test_what_no_figure_could_come_of_is_refused_by_its_row(method, numerator, denominator, said):
    areas = ["E08000001", "E08000009"]
    with pytest.raises(RequestError) as refused:
        method(numbers(1, numerator, index=areas), numbers(10, denominator, index=areas))
    assert said in str(refused.value)
    assert str(refused.value).count(".") == 1


def test_text_that_is_no_number_is_refused_and_not_missing():
    with pytest.raises(
        RequestError, match=r"wilson: what is given is not a number in row 0 \(part '<5'"
    ):
        wilson(pd.Series(["<5"]), numbers(10))


def test_many_wrong_rows_are_counted_and_the_first_named():
    with pytest.raises(RequestError, match="in rows 0, 1, 2 and 97 more"):
        rates(numbers(*range(100)), numbers(*[0] * 100))


def test_a_confidence_in_per_cent_is_refused():
    with pytest.raises(RequestError, match="A confidence of 95 is not between 0 and 1"):
        wilson(numbers(1), numbers(10), confidence=95)
