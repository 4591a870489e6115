"""A list of extensions, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "S1196",
    "decided_on": "2022-01-14",
    "previous_ends_on": "2022-03-31",
    "new_ends_on": "2022-09-30",
}
BREAKS = [
    ({"reference": None}, "reference_missing"),
    ({"new_ends_on": None}, "new_end_missing"),
    ({"new_ends_on": "2100-01-01"}, "new_end_implausible"),
    ({"new_ends_on": "2022-03-31"}, "new_end_not_later"),  # the day it ended anyway
    ({"decided_on": "1900-01-01"}, "decision_day_implausible"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("extensions"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_what_salfords_register_does_not_record_is_no_broken_promise():
    edges = [{"decided_on": None}, {"previous_ends_on": None}]
    assert broken_by(SUITES.promised_in("extensions"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("extensions").row_expectations
    }
