"""A list of engagement, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "held_on": "2026-01-14",
    "kind": "market day",
    "vcse_attended": True,
    "outcome": "Two lots rather than one",
}
BREAKS = [
    ({"held_on": "1900-01-01"}, "held_day_implausible"),
    ({"kind": None}, "kind_missing"),
    ({"outcome": "Mr A (DOB 04/05/1941) told of his care"}, "outcome_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("engagement"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [{"outcome": None}, {"vcse_attended": None}, {"outcome": "Born of the 2025 review"}]
    assert broken_by(SUITES.promised_in("engagement"), CLEAN, *edges) == [[]] * len(edges)


def test_a_text_about_a_person_is_withheld():
    assert SUITES.promised_in("engagement").withheld == {"outcome_about_a_person"}


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("engagement").row_expectations
    }
