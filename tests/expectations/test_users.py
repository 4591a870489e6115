"""A table of people served, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "starts_on": "2026-04-01",
    "ends_on": "2026-06-30",
    "area_code": "E08000006",
    "group": "65 and over",
    "users": 240,
}
BREAKS = [
    ({"starts_on": "1900-01-01"}, "start_implausible"),
    ({"ends_on": "2026-03-31"}, "ends_before_it_starts"),
    ({"area_code": "E0800006"}, "area_code_malformed"),  # a digit lost
    ({"area_code": "M30 9PS"}, "area_code_malformed"),
    ({"area_code": "E08000999"}, "area_code_unknown"),
    ({"users": -9}, "users_below_zero"),
    ({"users": 2_000_001}, "users_too_many"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("users"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"users": 0},
        {"users": None},  # left empty because it is small
        {"users": 2_000_000},
        {"area_code": None, "group": None, "ends_on": None},
    ]
    assert broken_by(SUITES.promised_in("users"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("users").row_expectations
    }
