"""A department sees what it has to replace, and which of it has to be started first."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.errors import RequestError
from commissioning.timetable.department import department_plan, to_replace
from tests.rules.builders import register_with

ON = date(2026, 7, 19)


def test_the_soonest_start_comes_first_with_the_stage_that_is_due():
    register = register_with(
        ends_on=["2027-03-31", "2027-08-29", "2027-08-30", "2026-07-19", None],
        department="Adults",
        title="Advice",
    )
    plan = department_plan(register, on=ON, department="Adults").astype(
        {"latest_start_on": "str", "mobilise_starts_on": "str"}
    )
    columns = ["reference", "latest_start_on", "slack_days", "stage_due"]
    rows = plan[columns].astype(object).where(plan[columns].notna(), None).values.tolist()
    # 406 days before each end (rules.md); consultation of the second runs from 18 June 2026.
    assert rows == [
        ["A4", "2025-06-08", -406, None],  # it ends today: nothing is left to be under way
        ["A1", "2026-02-18", -151, "consult"],
        ["A2", "2026-07-19", 0, "needs_review"],
        ["A3", "2026-07-20", 1, None],
        ["A5", None, None, None],
    ]
    assert plan["mobilise_starts_on"].tolist()[1] == "2026-12-31"


@pytest.mark.parametrize(
    ("outcome", "is_planned"),
    [
        ("recommission", True),
        ("extend", True),
        ("vary", True),
        ("decommission", False),
        ("let_lapse", False),
        ("insource", False),
    ],
)
def test_a_decision_after_which_nothing_is_procured_takes_it_out(outcome, is_planned):
    decision = {"outcome": outcome, "decided_on": "2026-01-31"}
    register = register_with(ends_on="2027-03-31", decisions=[decision])
    assert bool(len(to_replace(register, on=ON))) is is_planned
    assert len(to_replace(register, on=date(2026, 1, 30))) == 1  # not decided yet


def test_a_successor_takes_it_out_whoever_names_it():
    register = register_with(
        ends_on="2027-03-31",
        successor_reference=["N1", None, None],
        decisions=[
            {
                "reference": "A2",
                "outcome": "recommission",
                "decided_on": "2026-01-31",
                "successor_reference": "N2",
            }
        ],
    )
    assert list(to_replace(register, on=ON)["reference"]) == ["A3"]


def test_a_department_has_what_it_took_over():
    register = register_with(
        ends_on="2027-03-31", department=["People", "Adults", "Place", None], status="active"
    )
    register = replace(register, department_names={"Adults": "People", "People": "People"})
    plan = department_plan(register, on=ON, department="People")
    assert list(plan["reference"]) == ["A1", "A2"]
    assert set(plan["department"]) == {"People"}
    assert len(department_plan(register, on=ON)) == 4


@pytest.mark.parametrize("asked_for", ["People", " PEOPLE ", "Adults", "adults"])
def test_a_department_is_known_however_it_is_written(asked_for):
    register = register_with(
        ends_on="2027-03-31", department=["people", "Adults ", "ADULTS", "Place"], status="active"
    )
    register = replace(register, department_names={"Adults": "People", "People": "People"})
    assert list(to_replace(register, on=ON, department=asked_for)["reference"]) == [
        "A1",
        "A2",
        "A3",
    ]
    assert set(to_replace(register, on=ON, department=asked_for)["department"]) == {"People"}


def test_one_spelling_finds_the_others_without_a_profile_of_departments():
    register = register_with(ends_on="2027-03-31", department=["Adult  Care", "adult care", None])
    found = to_replace(register, on=ON, department="Adult Care")
    assert list(found["reference"]) == ["A1", "A2"]


@pytest.mark.parametrize(
    ("departments", "message"),
    [
        (["Adults", "Place"], "No agreement has the department 'Adlts'; the nearest is Adults."),
        (["Zoo", "Place"], "No agreement has the department 'Adlts'; use one of Place, Zoo."),
        (
            [None, None],
            "No agreement has the department 'Adlts'; none has one recorded, so leave the "
            "department out.",
        ),
    ],
)
def test_a_department_that_nobody_has_is_refused(departments, message):
    register = register_with(ends_on="2027-03-31", department=departments)
    with pytest.raises(RequestError) as refusal:
        department_plan(register, on=ON, department="Adlts")
    assert str(refusal.value) == message


def test_a_department_of_the_profile_may_have_nothing_to_replace():
    register = register_with(ends_on="2027-03-31", department="Place")
    register = replace(register, department_names={"Adults": "Adults"})
    assert department_plan(register, on=ON, department="Adults").empty
    nothing = register_with(ends_on="2027-03-31")
    nothing = replace(nothing, agreements=nothing.agreements.iloc[:0])
    assert department_plan(nothing, on=ON, department="Adults").empty


def test_an_ended_agreement_is_not_replaced():
    register = register_with(ends_on="2027-03-31", status=["ended", "active"])
    assert list(to_replace(register, on=ON)["reference"]) == ["A2"]
