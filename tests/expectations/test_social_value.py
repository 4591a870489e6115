"""A list of social value commitments, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "commitment": "Apprenticeships for people of Salford",
    "unit": "people",
    "committed": 6.0,
    "delivered": 4.0,
}
BREAKS = [
    ({"committed": -1.0}, "committed_below_zero"),
    ({"delivered": -1.0}, "delivered_below_zero"),
    ({"delivered": 61.0}, "delivered_far_above_committed"),
    ({"committed": None}, "delivered_without_commitment"),
    ({"unit": None}, "unit_missing"),
    ({"commitment": "Apprenticeship for J.S., born 4/5/2007"}, "commitment_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("social_value"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"delivered": 60.0},  # ten times, and no more
        {"delivered": 0.0},
        {"delivered": None},  # nothing heard yet, which is not nothing delivered
        {"committed": 0.0},
        {"committed": None, "delivered": None, "unit": None},  # promised in words
    ]
    assert broken_by(SUITES.promised_in("social_value"), CLEAN, *edges) == [[]] * len(edges)


def test_a_text_about_a_person_is_withheld():
    assert SUITES.promised_in("social_value").withheld == {"commitment_about_a_person"}


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("social_value").row_expectations
    }
