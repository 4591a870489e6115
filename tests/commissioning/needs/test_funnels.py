"""Funnels: who is told apart from the average, and who cannot be."""

import pandas as pd
import pytest

from commissioning.errors import RequestError
from commissioning.needs.funnels import (
    proportion_limits,
    proportion_significance,
    rate_significance,
    ratio_significance,
)


def numbers(*values):
    return pd.Series(values, dtype="float64")


def test_an_area_without_a_number_is_not_between_the_lines():
    assert proportion_significance(numbers(5, None, 5), numbers(10, 10, None)).isna().to_list() == [
        False,
        True,
        True,
    ]
    assert ratio_significance(numbers(5, None), numbers(None, 5)).isna().all()


# The exact 95% interval of 10 events is 4.80 to 18.39 (Ulm, 1990).
@pytest.mark.parametrize(
    ("expected", "word"),
    [(4.79, "High (0.025)"), (4.80, "Not significant"), (18.38, "Not significant"), (18.4, "Low (0.025)")],
)  # fmt: skip
def test_a_ratio_is_told_by_the_exact_interval_of_its_events(expected, word):
    assert ratio_significance(numbers(10), numbers(expected)).to_list() == [word]


def test_a_standardised_rate_of_few_events_is_not_told():
    points = pd.DataFrame({"events": [9, 100], "rate": [9.0, 100.0]})
    words = rate_significance(points, multiplier=1000, is_standardised=True).to_list()
    assert words == ["Not applicable for events less than 10 for dsrs", "Not significant"]


def test_the_axis_starts_near_the_smallest_where_all_are_of_like_size():
    axis = proportion_limits(numbers(100, 150), numbers(1000, 1900))["axis"]
    assert (axis.iloc[0], axis.iloc[-1]) == (950, 2000)
    assert axis.is_monotonic_increasing
    assert len(axis) == 100


def test_numbers_that_are_no_share_are_refused():
    with pytest.raises(
        RequestError, match="proportion funnel: the numerator is more than the denominator"
    ):
        proportion_significance(numbers(5, 11), numbers(10, 10))


def test_an_area_without_a_count_does_not_pull_the_average_down():
    words = proportion_significance(numbers(500, 505, None), numbers(1000, 1000, 50_000))
    assert words.to_list()[:2] == ["Not significant"] * 2


def test_a_funnel_of_nothing_is_refused():
    with pytest.raises(RequestError, match="there is nothing to draw"):
        proportion_limits(numbers(None), numbers(10).where(lambda each: each > 10))
