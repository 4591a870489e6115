"""Definitions of indicators, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "indicator": "fingertips_108",
    "title": "Mortality rate under 75",
    "definition": "Deaths from all causes",
    "polarity": "low_is_good",
}
BREAKS = [
    ({"indicator": "Mortality rate under 75"}, "indicator_name_malformed"),
    ({"definition": None}, "definition_missing"),
    ({"polarity": None}, "polarity_missing"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("indicators"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("indicators").row_expectations
    }
