"""A list of monitoring returns, and what is wrong with a row that breaks each promise."""

import pytest

from expectations import SUITES
from expectations.suite import name_of
from tasks.check import hold_to
from tests.expectations.frames import broken_by, frame_of

pytestmark = pytest.mark.thorough

CLEAN = {
    "reference": "A1",
    "measure": "Visits on time",
    "starts_on": "2026-04-01",
    "ends_on": "2026-06-30",
    "value": 92.5,
    "numerator": 370.0,
    "denominator": 400.0,
    "due_on": "2026-07-14",
    "received_on": "2026-07-10",
}
BREAKS = [
    ({"starts_on": None}, "period_missing"),
    ({"starts_on": "1900-01-01"}, "start_implausible"),
    ({"ends_on": "2026-03-31"}, "ends_before_it_starts"),
    ({"due_on": "2026-06-29"}, "due_before_period_ended"),
    ({"received_on": "2026-04-10"}, "received_before_period_ended"),
    ({"received_on": "2100-01-01"}, "received_day_implausible"),
    ({"received_on": None}, "value_without_day_received"),
    ({"value": None, "numerator": None}, "received_without_value"),
    ({"numerator": -9.0, "value": None}, "numerator_below_zero"),
    ({"denominator": -1.0, "numerator": None}, "denominator_below_zero"),
    ({"numerator": 401.0, "value": None}, "numerator_above_denominator"),
    ({"value": 91.0}, "value_disagrees_with_its_parts"),  # 370 of 400 is 92.5%
    ({"numerator": 0.0}, "value_disagrees_with_its_parts"),
    ({"value": 92.9}, "value_disagrees_with_its_parts"),  # to one decimal, it is not 92.5
    ({"value": 0.0, "numerator": 1.0}, "value_disagrees_with_its_parts"),  # one in 400 is not none
    ({"value": 1.0, "numerator": 240.0}, "value_disagrees_with_its_parts"),  # all, where it is 60%
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("returns"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"value": 0.925},  # the same share as a fraction
        {"value": 92.0},  # rounded to a whole per cent
        {"value": 0.93},
        {"value": 925.0},  # per 1,000
        {"value": None},  # its parts say it
        {"value": 0.0, "numerator": 0.0, "denominator": 0.0},  # nobody was referred
        {"denominator": None},
        {"received_on": None, "value": None},  # still to come
        {"received_on": "2026-06-30", "due_on": "2026-06-30"},  # the last day of the period
        {"ends_on": "2026-04-01"},
        {"ends_on": None},
    ]
    assert broken_by(SUITES.promised_in("returns"), CLEAN, *edges) == [[]] * len(edges)


def test_an_average_agrees_with_its_parts_as_it_was_rounded():
    average = {"numerator": 4972.0, "denominator": 400.0}  # 12.43 days a person
    both = ["numerator_above_denominator", "value_disagrees_with_its_parts"]
    told = {12.43: [], 12.4: [], 12.0: [], 12.5: both, 14.0: both}
    changes = ({**average, "value": value} for value in told)
    assert broken_by(SUITES.promised_in("returns"), CLEAN, *changes) == list(told.values())


@pytest.mark.parametrize("without", ["received_on", "value", "numerator", "denominator", "due_on"])
def test_of_a_column_that_the_file_left_out_nothing_is_asked(without):
    frame = frame_of("returns", CLEAN, without=[without])
    assert hold_to(frame, SUITES.promised_in("returns")).failures.empty


def test_without_counts_a_value_is_still_asked_for_its_day():
    late = CLEAN | {"received_on": None}
    frame = frame_of("returns", late, without=["numerator", "denominator"])
    failures = hold_to(frame, SUITES.promised_in("returns")).failures
    assert list(failures["expectation"]) == ["value_without_day_received"]


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("returns").row_expectations
    }
