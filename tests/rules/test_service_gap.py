"""The gap is the whole days between one agreement's last and the next one's first (cases.md, K11)."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import ask, register_with

RULE = "service_gap"
KENT = "2011-07-21"


def followed(starts_on, *, ends_on="2012-03-31", decisions=(), **columns):
    """Return a register of A1, and of A2, which A1 names as its successor unless a column says else."""
    given = {"successor_reference": ["A2", None], **columns}
    return register_with(
        starts_on=["2009-04-01", starts_on],
        ends_on=[ends_on, "2030-03-31"],
        decisions=decisions,
        **given,
    )


@pytest.mark.parametrize(
    ("ends_on", "starts_on", "gap_days", "status"),
    [
        ("2012-03-31", "2012-04-01", 0, "clear"),
        ("2012-03-31", "2012-04-02", 1, "flagged"),
        ("2012-03-31", "2011-10-01", -183, "clear"),  # they overlap
        ("2012-02-28", "2012-03-01", 1, "flagged"),  # 29 February lies between
        ("2011-02-28", "2011-03-01", 0, "clear"),
        ("2012-03-31", "2013-04-01", 365, "flagged"),
    ],
)
def test_flags_a_day_or_more_between_the_end_and_the_successors_start(
    ends_on, starts_on, gap_days, status
):
    found = ask(RULE, followed(starts_on, ends_on=ends_on), KENT).loc["A1"]
    assert found["status"] == status
    if status == "flagged":
        assert found["facts"]["gap_days"] == gap_days
        assert (found["severity"], str(found["act_by"].date())) == ("critical", ends_on)


def test_the_sentence_names_the_successor_and_both_days():
    found = ask(RULE, followed("2012-04-06"), KENT).loc["A1"]
    assert found["sentence"] == (
        "Ends on 31 March 2012 and its successor A2 starts on 6 April 2012: 5 days without the service "
        "(flagged from 1)."
    )
    assert found["row_ids"] == ["agreements:1", "agreements:2"]


def test_without_a_successor_there_is_nothing_to_ask():
    found = ask(RULE, followed("2012-04-02", successor_reference=None), KENT)
    assert list(found["status"]) == ["clear", "clear"]


@pytest.mark.parametrize(
    ("outcome", "decided_on", "status"),
    [
        ("decommission", "2011-06-30", "clear"),
        ("let_lapse", "2011-06-30", "clear"),
        ("let_lapse", None, "clear"),  # an undated decision counts
        ("let_lapse", "2011-07-22", "flagged"),  # decided tomorrow
        ("recommission", "2011-06-30", "flagged"),
        ("extend", "2011-06-30", "flagged"),
    ],
)
def test_no_gap_is_one_where_nothing_is_to_follow(outcome, decided_on, status):
    decisions = [{"outcome": outcome, "decided_on": decided_on}]
    assert ask(RULE, followed("2012-04-02", decisions=decisions), KENT)["status"]["A1"] == status


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({"outcome": "recommission", "decided_on": "2011-07-01"}, "flagged"),  # it was reversed
        ({"outcome": "recommission", "decided_on": "2011-05-01"}, "clear"),
        ({"outcome": "recommission", "decided_on": None}, "clear"),  # a dated one goes before
    ],
)
def test_the_latest_decision_is_the_one_that_stands(second, status):
    decisions = [{"outcome": "decommission", "decided_on": "2011-06-01"}, second]
    assert ask(RULE, followed("2012-04-02", decisions=decisions), KENT)["status"]["A1"] == status


def test_the_successor_may_be_named_by_the_latest_decision():
    decision = {
        "outcome": "recommission",
        "decided_on": "2011-06-30",
        "successor_reference": "A2",
    }
    register = followed("2012-04-02", successor_reference=None, decisions=[decision])
    found = ask(RULE, register, KENT).loc["A1"]
    assert found["status"] == "flagged"
    assert found["row_ids"] == ["agreements:1", "agreements:2", "decisions:1"]


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"successor_reference": ["A9", None]}, "successor"),
        ({"starts_on": None}, "successor_starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": None, "starts_on": None}, "ends_on, successor_starts_on"),
    ],
)
def test_says_what_is_missing_of_a_successor_that_is_named(columns, missing):
    register = followed(**{"starts_on": "2012-04-02", **columns})
    found = ask(RULE, register, KENT).loc["A1"]
    assert (found["status"], found["facts"]) == ("unknown", {"missing": missing})


def test_a_successor_that_has_ended_is_on_the_register_still():
    register = followed("2012-04-02", status=["active", "ended"])
    assert list(ask(RULE, register, KENT)["status"]) == ["flagged"]


def test_an_authority_may_bear_a_week():
    week = Thresholds(gap_days=7)
    assert ask(RULE, followed("2012-04-07"), KENT, week)["status"]["A1"] == "clear"
    assert ask(RULE, followed("2012-04-08"), KENT, week)["status"]["A1"] == "flagged"
