"""A list of modifications, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "A1",
    "decided_on": "2026-01-14",
    "value_change_pence": 120_000_00,
    "term_change_days": 365,
    "authority_reference": "DL/2026/004",
}
BREAKS = [
    ({"decided_on": "1900-01-01"}, "decision_day_implausible"),
    ({"decided_on": "2206-01-14"}, "decision_day_implausible"),
    ({"value_change_pence": 0, "term_change_days": 0}, "changes_neither_value_nor_term"),
    ({"value_change_pence": None, "term_change_days": None}, "changes_neither_value_nor_term"),
    ({"value_change_pence": 100_000_000_000}, "value_change_too_large"),  # £1bn
    ({"value_change_pence": -100_000_000_000}, "value_change_too_large"),
    ({"term_change_days": 46112}, "term_change_too_long"),  # 31 March 2026 as a spreadsheet counts
    ({"term_change_days": -46112}, "term_change_too_long"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("modifications"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"authority_reference": None},  # whether it was authorised is a rule's question
        {"value_change_pence": -120_000_00},  # less is bought
        {"value_change_pence": None},  # the term alone
        {"term_change_days": None},
        {"term_change_days": 7305, "value_change_pence": 99_999_999_999},  # twenty years
    ]
    assert broken_by(SUITES.promised_in("modifications"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("modifications").row_expectations
    }
