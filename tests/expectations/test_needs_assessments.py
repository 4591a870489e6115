"""A list of needs assessments, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "service_category": "Home care",
    "completed_on": "2025-09-30",
    "title": "Care at home: joint strategic needs assessment",
}
BREAKS = [
    ({"completed_on": "1905-07-18"}, "completed_day_implausible"),  # 2026 read as a day's number
    ({"title": None}, "title_missing"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(
        SUITES.promised_in("needs_assessments"), CLEAN, *(cells for cells, _ in BREAKS)
    )
    assert told == [[broken] for _, broken in BREAKS]


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("needs_assessments").row_expectations
    }
