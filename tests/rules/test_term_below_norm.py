"""Terms are counted as the rules' own example does: 2024-01-01 to 2026-12-31 is 36 months."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, register_with

RULE = "term_below_norm"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        ("2024-01-01", "2026-12-31", "clear"),  # both days inside: 36 months
        ("2024-01-02", "2026-12-31", "flagged"),
        ("2024-01-01", "2026-12-30", "flagged"),
        ("2024-02-29", "2027-02-27", "clear"),  # 36 months after is 28 February, clamped
        ("2024-02-29", "2027-02-26", "flagged"),
        ("2023-08-31", "2026-08-30", "clear"),
        ("2020-04-01", "2030-03-31", "clear"),
        (None, "2026-12-31", "unknown"),
        ("2024-01-01", None, "unknown"),
    ],
)
def test_flags_a_third_sector_term_of_under_three_years(starts_on, ends_on, status):
    register = register_with(provider_type="third_sector", starts_on=starts_on, ends_on=ends_on)
    found = answer(RULE, register, "2026-04-01")
    assert found["status"] == status
    assert found["severity"] == ("low" if status == "flagged" else "")


@pytest.mark.parametrize(
    ("provider_type", "status"),
    [("private", "not_applicable"), ("other_public", "not_applicable"), (None, "unknown")],
)
def test_is_asked_of_third_sector_providers_only(provider_type, status):
    register = register_with(
        provider_type=provider_type, starts_on="2024-01-01", ends_on="2024-12-31"
    )
    assert answer(RULE, register, "2026-04-01")["status"] == status


@pytest.mark.parametrize(
    ("previous_ends_on", "decided_on", "status"),
    [
        ("2025-12-31", "2025-10-01", "flagged"),  # two years, though extended to three
        ("2026-12-31", "2025-10-01", "clear"),
        ("2025-12-31", None, "flagged"),  # an extension without a day of decision counts
        ("2025-12-31", "2026-04-02", "clear"),  # decided tomorrow: the end in force stands
        (None, "2025-10-01", "unknown"),
    ],
)
def test_extensions_do_not_lengthen_the_initial_term(previous_ends_on, decided_on, status):
    register = register_with(
        provider_type="third_sector",
        starts_on="2024-01-01",
        ends_on="2026-12-31",
        extensions=[{"previous_ends_on": previous_ends_on, "decided_on": decided_on}],
    )
    assert answer(RULE, register, "2026-04-01")["status"] == status


def test_the_initial_term_ends_before_the_earliest_of_several_extensions():
    register = register_with(
        provider_type="third_sector",
        starts_on="2024-01-01",
        ends_on="2028-12-31",
        extensions=[
            {"previous_ends_on": "2026-12-31", "decided_on": "2026-10-01"},
            {"previous_ends_on": "2024-12-31", "decided_on": "2024-10-01"},
        ],
    )
    found = answer(RULE, register, "2026-12-01")
    assert found["sentence"] == (
        "The initial term, 1 January 2024 to 31 December 2024, is shorter than 36 months, "
        "the norm for a third-sector provider."
    )
    assert found["row_ids"] == ["agreements:1", "extensions:2"]
    assert str(found["act_by"].date()) == "2028-09-30"  # three months' notice


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"provider_type": None}, "provider_type"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"extensions": [{"decided_on": "2025-10-01"}]}, "previous_ends_on"),
        ({"provider_type": None, "starts_on": None}, "provider_type, starts_on"),
    ],
)
def test_says_what_is_missing(columns, missing):
    known = {"provider_type": "third_sector", "starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    found = answer(RULE, register_with(**known | columns), "2026-04-01")
    assert (found["status"], found["facts"]) == ("unknown", {"missing": missing})


def test_an_authority_may_hold_two_years_to_be_normal():
    register = register_with(
        provider_type="third_sector", starts_on="2024-01-01", ends_on="2025-12-31"
    )
    assert answer(RULE, register, "2026-04-01")["status"] == "flagged"
    assert answer(RULE, register, "2026-04-01", Thresholds(norm_months=24))["status"] == "clear"
