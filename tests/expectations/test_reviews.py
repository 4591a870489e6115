"""A list of reviews, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "reviewed_on": "2026-01-14",
    "users_asked": True,
    "communities_asked": False,
    "providers_asked": True,
}
NOBODY = {"users_asked": None, "communities_asked": None, "providers_asked": None}
BREAKS = [
    ({"reviewed_on": "2126-01-14"}, "review_day_implausible"),
    (NOBODY, "who_was_asked_missing"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("reviews"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        NOBODY | {"users_asked": False},  # that they were not asked is an answer
        NOBODY | {"providers_asked": True},
    ]
    assert broken_by(SUITES.promised_in("reviews"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("reviews").row_expectations
    }
