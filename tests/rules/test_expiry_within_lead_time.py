"""Expected days are those of the rules' own table of months, or counted by hand beside the case."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, ask, register_with

RULE = "expiry_within_lead_time"
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31)).map(date.isoformat)
TIERS = st.sampled_from(["gold", "silver", "bronze", None])


@pytest.mark.parametrize(
    ("ends_on", "status"),
    [
        ("2027-10-01", "flagged"),  # the window opened today
        ("2027-10-02", "clear"),
        ("2028-02-29", "clear"),
        ("2026-04-01", "flagged"),  # ends today
        ("2026-03-31", "flagged"),  # ended yesterday and is still on the register
        (None, "unknown"),  # never "clear"
    ],
)
def test_flags_agreements_that_end_within_eighteen_months(ends_on, status):
    found = answer(RULE, register_with(ends_on=ends_on, tier="silver"), "2026-04-01")
    assert found["status"] == status


@pytest.mark.parametrize(
    ("ends_on", "tier", "opens_on", "day_before"),
    [
        ("2026-08-31", "silver", "2025-02-28", "2025-02-27"),  # February has no 31st
        ("2028-02-29", "silver", "2026-08-29", "2026-08-28"),
        ("2028-03-31", "silver", "2026-09-30", "2026-09-29"),
        ("2026-05-31", "bronze", "2025-08-31", "2025-08-30"),  # never by way of a shorter month
        ("2028-02-29", "gold", "2026-02-28", "2026-02-27"),  # 24 months, not a leap year
    ],
)
def test_opens_on_the_same_day_of_the_month_or_its_last(ends_on, tier, opens_on, day_before):
    register = register_with(ends_on=ends_on, tier=tier)
    assert answer(RULE, register, day_before)["status"] == "clear"
    found = answer(RULE, register, opens_on)
    assert (found["status"], str(found["act_by"].date())) == ("flagged", opens_on)


@pytest.mark.parametrize(
    ("ends_on", "severity"),
    [
        ("2027-04-02", "medium"),  # 12 months and a day
        ("2027-04-01", "high"),
        ("2026-10-02", "high"),  # six months and a day
        ("2026-10-01", "critical"),
        ("2020-03-31", "critical"),
        ("2027-10-02", ""),  # clear
        (None, ""),
    ],
)
def test_grows_more_severe_as_the_end_comes_nearer(ends_on, severity):
    found = answer(RULE, register_with(ends_on=ends_on, tier="silver"), "2026-04-01")
    assert found["severity"] == severity


def test_a_bronze_window_opens_when_the_end_is_already_near_enough_to_be_high():
    # nine months before 2027-01-01 is 2026-04-01, and twelve months before has passed
    found = answer(RULE, register_with(ends_on="2027-01-01", tier="bronze"), "2026-04-01")
    assert (found["status"], found["severity"]) == ("flagged", "high")


def test_the_window_of_the_kent_agreements_opened_on_30_september_2010():
    register = register_with(ends_on="2012-03-31", tier="silver")  # case K13
    found = answer(RULE, register, "2011-07-21")
    assert str(found["act_by"].date()) == "2010-09-30"
    assert found["sentence"] == (
        "The end is 31 March 2012, and a replacement needs 18 months (silver tier): "
        "work on it was to begin by 30 September 2010."
    )


@pytest.mark.parametrize(("on", "status"), [("2026-04-01", "flagged"), ("2026-03-31", "clear")])
def test_holds_an_agreement_without_a_tier_to_silvers_months_and_says_so(on, status):
    found = answer(RULE, register_with(ends_on="2027-10-01", tier=None), on)
    assert found["status"] == status
    assert "silver" in found["sentence"]
    assert "no tier is recorded" in found["sentence"]


def test_says_which_input_is_missing_and_where_it_was_looked_for():
    found = answer(RULE, register_with(ends_on=None), "2026-04-01")
    assert found["facts"] == {"missing": "ends_on"}
    assert found["sentence"] == "How soon it ends cannot be told: no end date is recorded."
    assert found["row_ids"] == ["agreements:1"]
    assert str(found["act_by"].date()) == "2026-04-01"  # no end: today


def test_an_authority_may_want_longer():
    longer = Thresholds(lead_months={"silver": 30})
    register = register_with(ends_on="2028-10-01", tier="silver")
    assert answer(RULE, register, "2026-04-01")["status"] == "clear"
    assert answer(RULE, register, "2026-04-01", longer)["status"] == "flagged"


def test_is_asked_of_live_agreements_only():
    register = register_with(
        ends_on="2027-10-01",
        status=["active", "planned", None, "active", "active", "ended", "terminated", "cancelled"],
        awarded_on=[None, None, None, "2026-04-01", "2026-04-02", None, None, None],
        starts_on=[None, "2026-09-01", None, None, None, None, None, None],
    )
    # A5 is awarded tomorrow; A6 to A8 are closed
    assert list(ask(RULE, register, "2026-04-01").index) == ["A1", "A2", "A3", "A4"]


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(ends_on=DAYS, tier=TIERS, days=st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_an_agreement_never_comes_out_of_its_window_as_days_pass(ends_on, tier, days):
    register = register_with(ends_on=ends_on, tier=tier)
    earlier, later = (answer(RULE, register, day) for day in days)
    assert earlier["status"] == "clear" or later["status"] == "flagged"
    severities = ["", "medium", "high", "critical"]
    assert severities.index(earlier["severity"]) <= severities.index(later["severity"])


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(ends_on=DAYS, tier=TIERS, on=DAYS)
def test_the_day_to_act_by_is_never_after_the_end(ends_on, tier, on):
    found = answer(RULE, register_with(ends_on=ends_on, tier=tier), on)
    assert str(found["act_by"].date()) <= ends_on
