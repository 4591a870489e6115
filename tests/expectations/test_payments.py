"""A list of payments, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "payment_id": "5100505736",
    "paid_on": "2026-03-31",
    "provider_name": "Cherish UK Limited",
    "purpose": "EXT DOM CARE SPOT CO",
    "basis": "outturn",
    "financial_year": "2025/26",
    "amount_pence": 158_48,
}
BREAKS = [
    ({"paid_on": None, "financial_year": None}, "period_missing"),
    ({"paid_on": None}, "paid_day_missing"),
    ({"paid_on": "1900-01-01"}, "paid_day_implausible"),
    ({"financial_year": "2025-26"}, "financial_year_malformed"),
    ({"provider_name": None}, "payee_missing"),
    ({"basis": None}, "basis_missing"),
    ({"amount_pence": None}, "amount_missing"),
    ({"amount_pence": 0}, "amount_is_zero"),
    ({"amount_pence": 50_000_000_000}, "amount_too_large"),  # £500m
    ({"amount_pence": -50_000_000_000}, "amount_too_large"),
    ({"purpose": "TRANSPORT NI number AB 12 34 56 C"}, "purpose_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("payments"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"amount_pence": -5_90},  # a credit
        {"basis": "budget", "paid_on": None},  # allowed for a year, never paid on a day
        {"financial_year": "2024"},  # Jersey's is the calendar year
        {"financial_year": None},
        {"provider_name": "Redacted Personal Data"},
        {"provider_name": "NA"},
        {"purpose": "NHS NORTH OF ENGLAND CSU"},  # a payee of Gateshead's
        {"purpose": None},
    ]
    assert broken_by(SUITES.promised_in("payments"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("payments").row_expectations
    }
