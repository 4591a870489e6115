"""A list of decisions, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "outcome": "recommission",
    "decided_on": "2026-01-14",
    "decided_by": "Director of Adult Services",
    "authority_reference": "DL/2026/004",
    "reason": "Need has grown",
    "successor_reference": "A2",
}
BREAKS = [
    ({"decided_on": None}, "decision_day_missing"),
    ({"decided_on": "1900-01-01"}, "decision_day_implausible"),
    ({"authority_reference": None}, "authority_missing"),
    (
        {"outcome": "extend", "authority_reference": None, "successor_reference": None},
        "authority_missing",
    ),
    ({"outcome": "extend"}, "successor_against_outcome"),
    ({"outcome": "let_lapse"}, "successor_against_outcome"),
    ({"successor_reference": "A1"}, "own_successor"),
    ({"reason": "NHS No 943 476 5919 moved to residential care"}, "reason_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("decisions"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"outcome": "let_lapse", "authority_reference": None, "successor_reference": None},
        {"outcome": "insource"},  # the service goes on under the authority's own agreement
        {"successor_reference": None},  # not let yet; a rule asks in time
        {"reason": None, "decided_by": None},
    ]
    assert broken_by(SUITES.promised_in("decisions"), CLEAN, *edges) == [[]] * len(edges)


def test_a_text_about_a_person_is_withheld():
    assert SUITES.promised_in("decisions").withheld == {"reason_about_a_person"}


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("decisions").row_expectations
    }
