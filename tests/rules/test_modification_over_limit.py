"""Section 75 and regulation 13: what is over, when, and which notice saves it."""

import pytest

from commissioning.rules.thresholds import Thresholds
from tests.rules.builders import DEFAULTS, answer, register_with

RULE = "modification_over_limit"
ON = "2026-03-31"


def asked(*changes, notices=(), thresholds=DEFAULTS, **columns):
    usual = {"regime": "pa2023", "value_pence": 100_000_000, "ends_on": "2026-12-31"}
    register = register_with(
        **{**usual, "starts_on": "2024-01-01", **columns}, modifications=changes, notices=notices
    )
    return answer(RULE, register, ON, thresholds)


def change(pounds=None, days=None, on="2025-06-30"):
    pence = None if pounds is None else pounds * 100
    return {"decided_on": on, "value_change_pence": pence, "term_change_days": days}


def uk10(on):
    return {"notice_type": "UK10", "published_on": on}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ([change(100_000)], "clear"),
        ([change(100_001)], "flagged"),
        ([change(-100_001)], "flagged"),  # without its sign
        ([change(60_000), change(60_000)], "flagged"),  # added
        ([change(200_000), change(-150_000)], "clear"),
        ([change(100_001, on="2026-04-01")], "clear"),  # not yet
        ([change(100_001, on=None)], "flagged"),  # without a day it counts
        ([change(days=109)], "clear"),  # of 1,096 days
        ([change(days=110)], "flagged"),
        ([change()], "unknown"),  # neither is recorded
        ([], "clear"),
    ],
)
def test_changes_of_value_and_term_are_added(changes, status):
    assert asked(*changes)["status"] == status


@pytest.mark.parametrize(
    ("notices", "status"),
    [
        ([uk10("2025-06-30")], "clear"),  # on the day
        ([uk10("2025-07-01")], "flagged"),
        ([uk10(None)], "clear"),
        ([{"notice_type": "UK7", "published_on": "2025-01-01"}], "flagged"),
    ],
)
def test_a_change_notice_has_to_be_there_by_the_day_it_goes_over(notices, status):
    assert asked(change(100_001), notices=notices)["status"] == status


def test_the_notice_is_due_by_the_change_that_goes_over_and_not_by_a_later_one():
    changes = (change(100_001, on="2025-06-30"), change(1, on="2025-12-31"))
    assert asked(*changes, notices=[uk10("2025-12-01")])["status"] == "flagged"
    assert asked(change(100_001, on=None), notices=[uk10("2025-12-01")])["status"] == "unknown"


def test_works_may_change_by_more_in_value_and_no_more_in_term():
    works = Thresholds(works_categories=("Roads",))
    given = {"thresholds": works, "service_category": "Roads"}
    assert asked(change(150_000), **given)["status"] == "clear"
    assert "more than 15%" in asked(change(150_001), **given)["sentence"]
    assert asked(change(days=110), **given)["status"] == "flagged"


@pytest.mark.parametrize(
    ("value_pence", "pounds", "status"),
    [(None, 499_999, "clear"), (None, 500_000, "unknown"), (160_000_000, 600_000, "flagged")],
)
def test_under_the_provider_selection_regime_no_notice_saves_it(value_pence, pounds, status):
    found = asked(
        change(pounds), notices=[uk10("2025-01-01")], regime="psr", value_pence=value_pence
    )
    assert found["status"] == status


@pytest.mark.parametrize("missing", ["value_pence", "starts_on"])
def test_what_a_change_is_measured_by_has_to_be_recorded(missing):
    given = change(1) if missing == "value_pence" else change(days=1)
    assert asked(given, **{missing: None})["status"] == "unknown"


@pytest.mark.parametrize("regime", ["pa2023_light_touch", "jersey", "below_threshold", "grant"])
def test_other_regimes_are_never_clear(regime):
    assert asked(regime=regime)["status"] == "not_applicable"
    assert asked(change(900_000), regime=regime)["status"] == "not_applicable"
