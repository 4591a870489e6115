"""The assessments that recorded decisions rest on, among those that the register lists."""

from datetime import date

import pandas as pd
import pytest

from commissioning.rules.own_assessments import with_own_assessments
from models.store.facts import with_listed_assessments
from tests.rules.builders import answer, frame, register_with

ON, BEFORE = "2026-05-02", "2026-05-01"
NONE_NEEDED = {"equality_status": "not_required"}
OF_B1 = {
    **{"equality_status": "published", "equality_assessment": "B1"},
    **{"equality_completed_on": "2026-01-10", "equality_published_on": "2026-02-01"},
}


def decided(rests_on, *listed, **more):
    """Return a register whose A1 was decided on, with the assessments listed of it."""
    decision = {"outcome": "let_lapse", "decided_on": ON, **rests_on, **more}
    return register_with(decisions=[decision], equality=listed)


def asked(rule, register, on=ON):
    """Return how a rule answers of A1 on a day."""
    known = with_own_assessments(register, on=date.fromisoformat(on))
    return answer(rule, known, on)["status"]


@pytest.mark.parametrize("listed", [(), ({"status": "not_recorded"},)])
def test_that_none_is_needed_stands_where_nothing_is_listed(listed):
    assert asked("eqia_missing", decided(NONE_NEEDED, *listed)) == "clear"


def test_that_none_is_needed_stands_beside_no_assessment_begun():
    assert asked("eqia_missing", decided(NONE_NEEDED, {"status": "in_progress"})) == "flagged"


def test_what_the_register_says_of_the_agreement_stands():
    late = {"status": "published", "completed_on": "2026-05-03"}
    assert asked("eqia_missing", decided(OF_B1, late)) == "flagged"


@pytest.mark.parametrize("listed", [(), ({"status": "in_progress"},)])
def test_the_assessment_of_another_reference_counts_with_its_days(listed):
    register = decided(OF_B1, *listed)
    assert asked("eqia_missing", register) == "clear"
    # Published on 1 February: nothing is left to publish, however late it is asked.
    assert asked("eqia_unpublished", register, "2027-05-02") == "clear"


def test_a_decision_says_nothing_of_a_day_before_it():
    register = decided(NONE_NEEDED)
    assert with_own_assessments(register, on=date.fromisoformat(BEFORE)).equality.empty
    assert len(with_own_assessments(register, on=date.fromisoformat(ON)).equality) == 1


def test_the_latest_decided_counts_and_not_the_last_recorded():
    register = register_with(
        decisions=[
            {"outcome": "vary", "decided_on": "2026-04-02", **OF_B1},
            {"outcome": "vary", "decided_on": "2026-03-02", **NONE_NEEDED},
        ]
    )
    known = with_own_assessments(register, on=date.fromisoformat(ON)).equality
    assert known["status"].tolist() == ["published"]


def test_what_is_listed_by_now_stands_for_what_was_recorded():
    recorded = frame(
        "decisions", pd.DataFrame([{**OF_B1, "equality_status": "completed_unpublished"}])
    )
    listed = [{"reference": "B1", "status": "published", "completed_on": "2026-01-10"}]
    listed = frame("equality", pd.DataFrame([{**listed[0], "published_on": "2026-05-03"}]))
    [row] = with_listed_assessments(recorded, listed).to_dict("records")
    assert row["equality_status"] == "published"
    assert row["equality_published_on"].date() == date(2026, 5, 3)
    [row] = with_listed_assessments(recorded, listed.iloc[:0]).to_dict("records")
    assert row["equality_status"] == "completed_unpublished"
