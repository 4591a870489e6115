"""Expected days are counted by hand from the tiers' months: gold 24, silver 18, bronze 9."""

import pytest

from tests.rules.builders import answer, register_with

RULE = "extension_exhausted"


@pytest.mark.parametrize(
    ("ends_on", "latest_end_on", "status"),
    [
        ("2027-10-01", "2027-10-01", "flagged"),  # the last day, and the window opened today
        ("2027-10-01", "2027-09-30", "flagged"),  # extended past the last possible day
        ("2027-10-01", "2027-10-02", "clear"),  # a day is left
        ("2027-10-02", "2027-10-02", "clear"),  # the window opens tomorrow
        ("2026-03-31", "2026-03-31", "flagged"),  # ended yesterday
        ("2027-10-01", None, "unknown"),
        ("2027-10-02", None, "clear"),  # the window is not open, whatever the last day is
        (None, "2027-10-01", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_flags_the_last_possible_end_once_a_replacement_is_due(ends_on, latest_end_on, status):
    register = register_with(ends_on=ends_on, latest_end_on=latest_end_on, tier="silver")
    found = answer(RULE, register, "2026-04-01")
    assert found["status"] == status
    assert found["severity"] == ("high" if status == "flagged" else "")


@pytest.mark.parametrize(
    ("tier", "opens_on"),
    [("gold", "2026-03-31"), ("silver", "2026-09-30"), ("bronze", "2027-06-30")],
)
def test_opens_with_the_lead_time_of_the_tier(tier, opens_on):
    register = register_with(ends_on="2028-03-31", latest_end_on="2028-03-31", tier=tier)
    found = answer(RULE, register, opens_on)
    assert (found["status"], str(found["act_by"].date())) == ("flagged", opens_on)


def test_says_that_nothing_is_left_and_that_silver_was_assumed():
    register = register_with(ends_on="2027-03-31", latest_end_on="2027-03-31")
    assert answer(RULE, register, "2026-04-01")["sentence"] == (
        "The end, 31 March 2027, cannot be extended any further, and a replacement needs 18 months "
        "(silver tier, as no tier is recorded): work on it was to begin by 30 September 2025."
    )
    assert "silver" in answer(RULE, register, "2025-01-01")["sentence"]


@pytest.mark.parametrize(
    ("ends_on", "latest_end_on", "missing"),
    [
        (None, "2027-12-31", "ends_on"),
        ("2026-12-31", None, "latest_end_on"),
        (None, None, "ends_on, latest_end_on"),
    ],
)
def test_says_which_day_is_missing(ends_on, latest_end_on, missing):
    register = register_with(ends_on=ends_on, latest_end_on=latest_end_on)
    assert answer(RULE, register, "2026-04-01")["facts"] == {"missing": missing}
