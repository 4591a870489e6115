"""A list of measures, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "measure": "Visits on time",
    "kind": "how_well",
    "unit": "%",
    "direction": "higher",
    "baseline": 81.0,
    "target": 95.0,
    "tolerance": 0.1,
    "frequency": "quarterly",
}
BREAKS = [
    ({"tolerance": 10.0}, "tolerance_not_a_fraction"),
    ({"tolerance": 1.0}, "tolerance_not_a_fraction"),  # 1% typed as 1
    ({"tolerance": -0.1}, "tolerance_not_a_fraction"),
    ({"direction": None}, "target_without_direction"),
    ({"target": 80.9}, "target_worse_than_baseline"),
    ({"direction": "lower"}, "target_worse_than_baseline"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("measures"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"tolerance": 0.0},
        {"tolerance": None},  # 10% is then meant
        {"target": 81.0},  # to hold what there is
        {"direction": "lower", "target": 60.0},
        {"target": None, "direction": None},  # counted, not aimed at
        {"baseline": None},
    ]
    assert broken_by(SUITES.promised_in("measures"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("measures").row_expectations
    }
