"""The three questions about equality impact assessments, on the days that their clocks turn."""

import pytest

from tests.rules.builders import LOADED, answer, ask, register_with


@pytest.mark.parametrize(("on", "status"), [("2011-10-21", "clear"), ("2011-10-22", "flagged")])
def test_thirteen_completed_on_the_day_of_the_answer_are_due_three_months_later(on, status):  # K9
    register = register_with(
        ends_on=["2011-06-01", *["2011-09-30"] * 12, *["2012-03-31"] * 160],
        status=["ended"] * 13 + ["active"] * 160,
        equality=[
            {"reference": f"A{n}", "status": "completed_unpublished", "completed_on": "2011-07-21"}
            for n in range(1, 14)
        ],
    )
    found = ask("eqia_unpublished", register, on)
    assert (found["status"] == status).sum() == (13 if status == "flagged" else 173)
    assert len(found) == 173


def test_one_published_after_the_day_was_not_published_yet():
    register = register_with(
        equality=[
            {"status": "published", "completed_on": "2025-01-01", "published_on": "2025-09-01"}
        ]
    )
    assert answer("eqia_unpublished", register, "2025-06-01")["status"] == "flagged"
    assert answer("eqia_unpublished", register, "2025-09-01")["status"] == "clear"


def test_only_the_latest_decision_is_asked_about():
    register = register_with(
        decisions=[
            {"outcome": "extend", "decided_on": "2024-01-31"},
            {"outcome": "decommission", "decided_on": "2026-01-31"},
        ],
        equality=[{"status": "published", "completed_on": "2025-01-31"}],
    )
    assert answer("eqia_missing", register, "2026-04-01")["status"] == "clear"
    assert answer("eqia_missing", register, "2025-04-01")["status"] == "flagged"


@pytest.mark.parametrize(
    ("first", "then", "status"),
    [
        ("2026-01-31", "2026-03-01", "clear"),  # one of the two was there on the day
        ("2026-02-01", "2026-03-01", "flagged"),
        (None, "2026-03-01", "unknown"),  # the undated one may have been
        ("2026-01-31", None, "clear"),
    ],
)
def test_of_two_assessments_one_completed_in_time_is_enough(first, then, status):
    register = register_with(
        decisions=[{"outcome": "extend", "decided_on": "2026-01-31"}],
        equality=[{"status": "published", "completed_on": day} for day in (first, then)],
    )
    assert answer("eqia_missing", register, "2026-04-01")["status"] == status


def test_a_list_of_assessments_that_was_never_loaded_records_none():
    register = register_with(
        decisions=[{"outcome": "extend", "decided_on": "2024-01-31"}],
        loaded_feeds=LOADED - {"equality"},
    )
    assert answer("eqia_missing", register, "2026-04-01")["status"] == "flagged"
    assert answer("eqia_stale", register, "2026-04-01")["status"] == "unknown"


def test_a_decision_recorded_by_hand_counts_where_no_list_was_loaded():
    unloaded = {"loaded_feeds": LOADED - {"decisions"}}
    by_hand = register_with(
        decisions=[{"outcome": "extend", "decided_on": "2024-01-31"}], **unloaded
    )
    assert answer("eqia_missing", by_hand, "2026-04-01")["status"] == "flagged"
    assert answer("eqia_missing", register_with(**unloaded), "2026-04-01")["status"] == "unknown"


def test_before_anything_is_awarded_nobody_is_asked():
    register = register_with(awarded_on="2026-04-02", ends_on=["2027-03-31", "2028-03-31"])
    assert ask("eqia_unpublished", register, "2026-04-01").empty
    assert len(ask("eqia_unpublished", register, "2026-04-02")) == 2
