"""A table of observations, and what is wrong with a row that breaks each promise."""

import pytest

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

pytestmark = pytest.mark.thorough

CLEAN = {
    "indicator": "smoking_prevalence",
    "area_code": "E08000009",
    "starts_on": "2023-01-01",
    "ends_on": "2023-12-31",
    "sex": "Persons",
    "value": 11.6,
    "lower": 10.1,
    "upper": 13.2,
    "count": 232.0,
    "denominator": 2000.0,
}
BREAKS = [
    ({"indicator": None}, "indicator_missing"),
    ({"area_code": None}, "area_code_missing"),
    ({"area_code": "E0800009"}, "area_code_malformed"),  # as in Trafford's care homes
    ({"area_code": "A81002"}, "area_code_malformed"),  # a general practice
    ({"area_code": "E08000999"}, "area_code_unknown"),  # well formed, and nobody's
    ({"starts_on": None}, "period_missing"),
    ({"ends_on": "2022-12-31"}, "ends_before_it_starts"),
    ({"sex": "Female"}, "sex_not_known"),
    ({"value": float("inf"), "upper": float("inf")}, "value_implausible"),
    ({"lower": 11.7}, "lower_limit_above_value"),
    ({"upper": 11.5}, "upper_limit_below_value"),
    ({"count": -9.0}, "count_below_zero"),
    ({"denominator": -1.0}, "denominator_below_zero"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("observations"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"value": None},  # suppressed by the publisher
        {"lower": None, "upper": None},
        {"lower": 11.6, "upper": 11.6},
        {"value": -3.5, "lower": None},  # a change may be negative
        {"denominator": 0.0, "count": 0.0},
        {"area_code": "L93000001"},  # the Channel Islands
        {"area_code": "E07000048"},  # Christchurch, until 2019
        {"area_code": "E05099999"},  # a ward: only some are listed
    ]
    assert broken_by(SUITES.promised_in("observations"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("observations").row_expectations
    }
