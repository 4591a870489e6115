"""Spend against profile and value, to the penny and the day."""

import pytest

from tests.rules.builders import LOADED, answer, ask, register_with

TERM = {"starts_on": "2025-04-01", "ends_on": "2027-03-31", "value_pence": 12_000_000}


def paid(pence, on="2025-12-31", basis="outturn"):
    return {"paid_on": on, "amount_pence": pence, "basis": basis}


@pytest.mark.parametrize(
    ("payments", "on", "status", "severity"),
    [
        ([paid(6_600_000)], "2026-03-31", "clear", ""),  # exactly 1.10 after 365 of 730 days
        ([paid(6_600_001)], "2026-03-31", "flagged", "medium"),
        ([paid(7_500_000)], "2026-03-31", "flagged", "medium"),  # exactly 1.25
        ([paid(7_500_001)], "2026-03-31", "flagged", "high"),
        ([paid(6_600_001, on="2026-04-01")], "2026-03-31", "unknown", ""),  # not yet paid
        ([paid(6_600_001, on=None)], "2026-03-31", "flagged", "medium"),
        ([paid(9_000_000, basis="budget")], "2026-03-31", "unknown", ""),
        ([paid(13_200_000)], "2030-01-01", "clear", ""),  # no more days than the term has
        ([paid(13_200_001)], "2030-01-01", "flagged", "medium"),
        ([], "2025-03-31", "clear", ""),  # not started
    ],
)
def test_spend_is_held_to_the_share_of_the_term_that_has_gone(payments, on, status, severity):
    found = answer("spend_over_profile", register_with(**TERM, payments=payments), on)
    assert (found["status"], found["severity"]) == (status, severity)


def test_the_sentence_says_the_ratio_and_what_it_comes_to():
    found = answer(
        "spend_over_profile", register_with(**TERM, payments=[paid(7_500_000)]), "2026-03-31"
    )
    assert "1.25 times the share of its term that has gone" in found["sentence"]
    assert "at this rate it comes to £150,000.00 by 31 March 2027" in found["sentence"]


def test_modifications_are_part_of_the_value():
    more = {"decided_on": "2025-12-01", "value_change_pence": 12_000_000}
    later = {**more, "decided_on": "2026-04-01"}
    given = {**TERM, "payments": [paid(12_000_001)]}
    for changes, status in ([more], "clear"), ([later], "flagged"), ([], "flagged"):
        register = register_with(**given, modifications=changes)
        assert answer("value_exceeded", register, "2026-03-31")["status"] == status
    nothing_said = register_with(**given, modifications=[{"decided_on": "2025-12-01"}])
    assert answer("value_exceeded", nothing_said, "2026-03-31")["status"] == "unknown"


@pytest.mark.parametrize("missing", ["starts_on", "ends_on", "value_pence"])
def test_without_a_day_or_a_value_it_cannot_be_told(missing):
    register = register_with(**{**TERM, missing: None}, payments=[paid(7_500_001)])
    assert answer("spend_over_profile", register, "2026-03-31")["status"] == "unknown"


def test_a_term_that_ends_before_it_starts_cannot_be_told():
    days = {"starts_on": "2025-04-01", "ends_on": "2024-03-31"}
    register = register_with(**{**TERM, **days}, payments=[paid(1)])
    found = answer("spend_over_profile", register, "2026-03-31")
    assert found["sentence"].endswith("its last day is before its first.")


@pytest.mark.parametrize("rule", ["spend_over_profile", "value_exceeded", "unit_cost_outlier"])
def test_payments_never_loaded_are_not_nothing_spent(rule):
    register = register_with(**TERM, loaded_feeds=LOADED - {"payments"})
    assert "no list of payments has been loaded" in answer(rule, register, "2026-03-31")["sentence"]


def test_payments_never_loaded_cannot_be_told_before_the_start_either():
    register = register_with(**TERM, loaded_feeds=LOADED - {"payments"})
    found = answer("spend_over_profile", register, "2025-03-31")
    assert found["facts"] == {"missing": "payments"}


@pytest.mark.parametrize(
    ("paid_on", "financial_year", "status"),
    [
        ("2025-04-01", None, "flagged"),  # the year's first day
        ("2025-03-31", None, "unknown"),
        ("2025-03-31", "2025/26", "flagged"),  # the year it states goes before its day
        (None, "2024/25", "unknown"),
        (None, None, "flagged"),  # a payment without a day counts
    ],
)
def test_a_unit_cost_counts_the_payments_of_the_last_complete_year(paid_on, financial_year, status):
    references = [f"A{n}" for n in range(1, 9)]
    register = register_with(
        reference=references,
        service_category="Care",
        measures=[{"reference": r, "measure": "hours", "kind": "how_much", "unit": "hour"} for r in references],
        returns=[
            {"reference": r, "measure": "hours", "starts_on": "2025-04-01", "ends_on": "2026-03-31", "value": 1}
            for r in references
        ],
        payments=[
            # Seven hours at £10.00: both quartiles are £10.00, and so is the fence.
            *({"reference": r, **paid(1_000, on="2025-09-30")} for r in references[:7]),
            {"reference": "A8", "financial_year": financial_year, **paid(1_001, on=paid_on)},
        ],
    )  # fmt: skip
    found = ask("unit_cost_outlier", register, "2026-04-30")
    assert found["status"]["A8"] == status


@pytest.mark.parametrize(("pence", "status"), [(1_500, "clear"), (1_501, "flagged")])
def test_a_unit_cost_that_is_the_fence_itself_does_not_stand_out(pence, status):
    # £4/3, £20/9, £10/3, £5.70, £59/9, £43/6, £59/6 and £15: the quartiles are £55/18 and £47/6, and
    # £47/6 and one and a half times £43/9 are £15.
    spent = [400, 2_000, 2_000, 5_700, 5_900, 4_300, 5_900, pence]
    hours = [3, 9, 6, 10, 9, 6, 6, 1]
    references = [f"A{n}" for n in range(1, 9)]
    register = register_with(
        reference=references,
        service_category="Care",
        measures=[{"reference": r, "measure": "hours", "kind": "how_much", "unit": "hour"} for r in references],
        returns=[
            {"reference": r, "measure": "hours", "starts_on": "2025-04-01", "ends_on": "2026-03-31", "value": number}
            for r, number in zip(references, hours, strict=True)
        ],
        payments=[{"reference": r, **paid(cost)} for r, cost in zip(references, spent, strict=True)],
    )  # fmt: skip
    assert ask("unit_cost_outlier", register, "2026-04-30")["status"]["A8"] == status
