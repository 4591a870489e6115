"""A list of equality impact assessments, and what is wrong with a row that breaks each promise."""

import pytest

from expectations import SUITES
from expectations.suite import name_of
from tasks.check import hold_to
from tests.expectations.frames import broken_by, frame_of

pytestmark = pytest.mark.thorough

CLEAN = {
    "reference": "A1",
    "status": "published",
    "risk": "medium",
    "completed_on": "2026-01-14",
    "published_on": "2026-02-02",
}
BREAKS = [
    ({"published_on": "2026-01-13"}, "published_before_completed"),
    ({"completed_on": None}, "completed_without_day"),
    (
        {"status": "completed_unpublished", "completed_on": None, "published_on": None},
        "completed_without_day",
    ),
    ({"status": "in_progress", "published_on": None}, "completed_day_against_status"),
    ({"published_on": None}, "published_without_day"),
    ({"status": "completed_unpublished"}, "published_day_against_status"),
    (
        {"status": "not_required", "completed_on": None, "published_on": None},
        "risk_without_assessment",
    ),
    (
        {"status": "not_recorded", "risk": "none", "completed_on": None, "published_on": None},
        "risk_without_assessment",  # "none" is a finding too
    ),
    ({"completed_on": "1900-01-01"}, "completed_day_implausible"),
    ({"published_on": "2100-01-01"}, "published_day_implausible"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("equality"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"published_on": "2026-01-14"},  # published the day it was completed
        {"status": "completed_unpublished", "published_on": None},
        {"status": "in_progress", "completed_on": None, "published_on": None},  # risk so far
        {"status": "not_required", "risk": "none"},  # the screening's own days
        {"status": "not_required", "risk": None, "completed_on": None, "published_on": None},
        {"risk": None},
    ]
    assert broken_by(SUITES.promised_in("equality"), CLEAN, *edges) == [[]] * len(edges)


def test_an_assessment_published_before_it_was_completed_is_kept_with_a_finding():
    row = CLEAN | {"published_on": "2026-01-13"}  # a draft, for consultation
    failures = hold_to(frame_of("equality", row), SUITES.promised_in("equality")).failures
    assert list(failures["severity"]) == ["warning"]


@pytest.mark.parametrize("without", ["completed_on", "published_on", "risk"])
def test_of_a_column_that_the_file_left_out_nothing_is_asked(without):
    frame = frame_of("equality", CLEAN, without=[without])
    assert hold_to(frame, SUITES.promised_in("equality")).failures.empty


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("equality").row_expectations
    }
