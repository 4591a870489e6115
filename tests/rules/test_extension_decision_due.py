"""Days are counted by hand: three months' notice and six to decide are nine in one step."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import answer, ask, register_with

RULE = "extension_decision_due"


@pytest.mark.parametrize(
    ("ends_on", "latest_end_on", "notice_months", "status"),
    [
        ("2027-01-01", "2028-01-01", 3, "flagged"),  # nine months before is today
        ("2027-01-02", "2028-01-02", 3, "clear"),  # opens tomorrow
        ("2027-01-01", "2028-01-01", 1, "flagged"),  # three months' notice at the least
        ("2027-01-02", "2028-01-02", 4, "flagged"),  # ten months before is 2026-03-02
        ("2027-01-01", "2027-01-02", 3, "flagged"),  # a day's extension is one
        ("2027-01-01", "2027-01-01", 3, "clear"),  # none left
        ("2027-01-01", "2026-12-31", 3, "clear"),
        ("2026-03-31", "2027-03-31", 3, "flagged"),  # ended yesterday
        ("2027-01-01", None, 3, "unknown"),
        ("2028-01-01", None, 3, "clear"),  # too early to be due, whatever the last day is
        (None, "2028-01-01", 3, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_asks_for_the_decision_six_months_before_the_last_day_of_notice(
    ends_on, latest_end_on, notice_months, status
):
    register = register_with(
        ends_on=ends_on, latest_end_on=latest_end_on, notice_months=notice_months
    )
    found = answer(RULE, register, "2026-04-01")
    assert found["status"] == status
    assert found["severity"] == ("medium" if status == "flagged" else "")


def test_counts_back_from_the_end_in_one_step():
    # nine months before 30 November is 28 February, as 2026 is not a leap year
    register = register_with(ends_on="2026-11-30", latest_end_on="2027-11-30", notice_months=3)
    assert answer(RULE, register, "2026-02-27")["status"] == "clear"
    found = answer(RULE, register, "2026-02-28")
    assert found["status"] == "flagged"
    assert str(found["act_by"].date()) == "2026-08-30"  # the last day of notice


@pytest.mark.parametrize(
    ("decided_on", "status"),
    [
        ("2026-04-01", "clear"),
        (None, "clear"),  # a decision without a day counts
        ("2026-04-02", "flagged"),  # tomorrow's does not, yet
    ],
)
def test_a_decision_recorded_by_the_day_settles_it(decided_on, status):
    register = register_with(
        ends_on="2026-12-31",
        latest_end_on="2027-12-31",
        decisions=[{"outcome": "extend", "decided_on": decided_on}],
    )
    assert answer(RULE, register, "2026-04-01")["status"] == status


def test_a_decision_settles_it_even_where_the_last_possible_end_is_not_known():
    register = register_with(
        ends_on="2026-12-31", decisions=[{"outcome": "recommission", "decided_on": "2026-01-05"}]
    )
    assert answer(RULE, register, "2026-04-01")["status"] == "clear"


def test_a_decision_about_another_agreement_settles_nothing():
    register = register_with(
        ends_on=["2026-12-31", "2026-12-31"],
        latest_end_on="2027-12-31",
        decisions=[{"reference": "A2", "outcome": "extend", "decided_on": "2026-01-05"}],
    )
    found = ask(RULE, register, "2026-04-01")
    assert found["status"].to_dict() == {"A1": "flagged", "A2": "clear"}


def test_the_sentence_gives_both_ends_and_the_last_day_of_notice():
    register = register_with(ends_on="2026-12-31", latest_end_on="2027-12-31", notice_months=4)
    assert answer(RULE, register, "2026-04-01")["sentence"] == (
        "Can be extended from 31 December 2026 to 31 December 2027, and no decision is recorded: "
        "it is due 6 months before the last day for 4 months' notice, 31 August 2026."
    )


def test_the_sentence_says_that_the_notice_period_was_assumed():
    register = register_with(ends_on="2026-12-31", latest_end_on="2027-12-31", notice_months=None)
    found = answer(RULE, register, "2026-04-01")
    assert "30 September 2026 (3 months, as no notice period is recorded)" in found["sentence"]


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


def test_an_authority_may_want_the_decision_earlier():
    register = register_with(ends_on="2027-04-01", latest_end_on="2028-04-01")
    earlier = Thresholds(extension_decision_months=9)
    assert answer(RULE, register, "2026-04-01")["status"] == "clear"
    assert answer(RULE, register, "2026-04-01", earlier)["status"] == "flagged"
