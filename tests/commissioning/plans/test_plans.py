"""A department reads what to start when: what is late, what is due this quarter, and why there is no plan."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from commissioning.plans import PlanInputs, line, plan_page
from commissioning.plans.all_starts import by_month
from commissioning.plans.starts import starts
from commissioning.plans.told import lines, shape
from commissioning.profile_tables import Suppression
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.supply import Supply
from commissioning.timetable import lowest_peak
from tests.rules.builders import register_with

pytestmark = pytest.mark.thorough

ON = date(2026, 7, 19)  # in 2026/27 Q2
SOURCES = ["source", "title", "publisher", "licence", "attribution", "edition_on", "digest"]
# A replacement takes 406 days (docs/explanation/timetable.md): these ends are that long after the day named.
LATE, TODAY, QUARTER_END, NEXT_QUARTER = "2027-03-31", "2027-08-29", "2027-11-10", "2027-11-11"


def supply_of(register, thresholds=None, **told):
    """Return what is asked of a register's need and supply, with no spend but what is given."""
    given = {
        "spent": pd.DataFrame(
            columns=["financial_year", "department", "purpose", "amount_pence"], dtype="str"
        ).astype({"amount_pence": "int64"}),
        **{"years": (), "terms": (), "organisations": (), "areas": ()},
    }
    asked = {"on": ON, "thresholds": thresholds or Thresholds(), "own": {}}
    return Supply(register=register, **asked, **{**given, **told})


def inputs(of=None, capacity=None, **columns):
    return PlanInputs(
        title="Anytown Council",
        department=of,
        on=ON,
        capacity=capacity,
        supply=supply_of(register_with(**columns)),
        sources=pd.DataFrame(columns=SOURCES),
        version="1",
    )


def references(rows):
    return rows["reference"].tolist()


def test_each_agreement_is_late_due_this_quarter_later_or_without_an_end():
    plan = inputs(ends_on=[LATE, TODAY, QUARTER_END, NEXT_QUARTER, None])
    assert references(plan.late) == ["A1"]
    assert references(plan.this_quarter) == ["A2", "A3"]  # the first day and the last
    assert references(plan.later) == ["A4"]
    assert references(plan.without_end) == ["A5"]
    assert line(plan) == (
        "5 agreements to replace. 1 late already, 2 to be started in 2026/27 Q2; of 1 no end is recorded."
    )


@pytest.mark.parametrize(
    ("rows", "begun"),
    [
        ({}, None),  # nothing recorded is not "no"
        (
            {"decisions": [{"outcome": "recommission", "decided_on": "2026-01-31"}]},
            "Decided to recommission, 31 January 2026",
        ),
        (
            {"notices": [{"notice_type": "UK4", "published_on": "2026-06-30"}]},
            "Tender notice, 30 June 2026",
        ),
        ({"notices": [{"notice_type": "UK4", "published_on": "2024-06-30"}]}, None),  # its own
        ({"notices": [{"notice_type": "UK7", "published_on": "2026-06-30"}]}, None),
        ({"notices": [{"notice_type": "UK4", "published_on": "2026-07-20"}]}, None),  # tomorrow
    ],
)
def test_what_tells_that_work_has_begun(rows, begun):
    plan = inputs(ends_on=TODAY, starts_on="2025-04-01", **rows).plan
    assert plan["begun"].astype(object).where(plan["begun"].notna(), None).tolist() == [begun]


def test_a_cliff_edge_says_how_many_of_it_can_still_be_replaced_in_time():
    plan = inputs(
        ends_on=["2028-03-31"] * 11 + ["2026-08-31"] * 12, department="Adults", title="Advice"
    )
    edges = shape(plan)["cliff_edges"]
    assert [(edge["last_on"], edge["to_replace"], edge["in_time"]) for edge in edges] == [
        ("2026-08-31", 12, 0),
        ("2028-03-31", 11, 11),
    ]


def test_without_a_capacity_the_plan_is_for_the_least_that_would_do():
    found = shape(inputs(ends_on=["2028-03-31"] * 4, latest_end_on="2028-03-31"))["smoothing"]
    # All four would start in 2026/27 Q4, and may in any of the three quarters from this one to that:
    # two a quarter is the least, and none starts earlier than that asks for.
    assert (found["capacity"], found["lowest_peak"], found["exists"]) == (None, 2, True)
    assert found["sentences"][-1] == ("No capacity was given; this plan needs one of 2 a quarter.")
    assert [one["starts_after"] for one in found["quarters"]] == [0, 2, 2]


def test_too_small_a_capacity_has_no_plan_and_says_what_would_do():
    found = shape(inputs(ends_on=["2028-03-31"] * 4, latest_end_on="2028-03-31", capacity=1))[
        "smoothing"
    ]
    assert (found["exists"], found["procurements"]) == (False, [])
    assert "The least capacity with such a plan is 2 a quarter." in found["sentences"]


def test_what_is_too_late_is_named_and_the_others_are_planned():
    plan = inputs(ends_on=[LATE, "2028-03-31"], latest_end_on=[LATE, "2028-03-31"], capacity=5)
    found = shape(plan)["smoothing"]
    assert found["too_late"] == ["A1"]
    assert [one["reference"] for one in found["procurements"]] == ["A2"]
    assert found["sentences"] == [
        "1 can no longer be replaced in time, and there is no option to use. "
        "Work had to begin on A1 by 18 February 2026, 151 days ago.",
        "The plan is for the others; those that are late have to be started besides.",
        "As things are the fullest quarter has 1 to start; by this plan it has 1, with no extension option used.",
    ]


def test_where_the_optimiser_gives_up_that_is_said_and_the_rest_is_there(monkeypatch):
    monkeypatch.setattr(lowest_peak, "MOST_SECONDS", 0.0)
    plan = inputs(ends_on=["2028-03-31"] * 4)
    assert "so none is proposed; ask for one department at a time." in "\n".join(lines(plan))
    assert shape(plan)["agreements"] == 4


def test_four_hundred_agreements_are_counted_by_month_and_each_is_in_one_line():
    days = pd.date_range("2026-01-01", periods=400, freq="D").strftime("%Y-%m-%d").tolist()
    plan = inputs(ends_on=days)
    months = by_month(plan, plan.plan)
    assert int(months["starts"].sum()) == 400
    # All end before 5 February 2027, fewer than 406 days from now.
    assert months.loc[months["starts"] > 0, "label"].tolist() == ["Late already"]


@pytest.mark.thorough  # four drawings, twice
def test_the_page_shows_hostile_names_as_text_and_is_the_same_bytes_twice():
    hostile = "<script>alert(1)</script>"
    columns = {"ends_on": [TODAY, None], "title": hostile, "department": hostile}
    first, again = (plan_page(inputs(hostile, **columns)) for _ in range(2))
    assert first == again
    text = first.decode()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert (
        text.count('role="img"') == 4
    )  # the starts and the smoothing, each for desk and telephone


def test_with_nothing_to_replace_the_page_says_so():
    text = plan_page(inputs(ends_on=TODAY, status="ended")).decode()
    assert "Nothing is to be replaced" in text
    assert "There is nothing to plan." in text


def test_the_last_day_is_not_past_the_end():
    plan = inputs(ends_on=["2026-07-18", "2026-07-19"])
    [table] = starts(plan).tables
    at = [column.name for column in table.columns].index("stage")
    assert [row[at].text for row in table.rows()] == ["Past its end", "Ends today"]


@pytest.mark.parametrize(
    ("decided_on", "starts_on", "begun"),
    [
        ("2026-07-01", "2025-04-01", "Decided to recommission, 1 July 2026"),
        ("2026-06-01", "2025-04-01", "Tender notice, 30 June 2026"),  # the later of the two
        ("2026-06-01", None, "Tender notice, 30 June 2026, of this award or the next"),
    ],
)
def test_the_latest_of_a_decision_and_a_notice_tells_that_work_has_begun(
    decided_on, starts_on, begun
):
    plan = inputs(
        ends_on=TODAY,
        starts_on=starts_on,
        decisions=[{"outcome": "recommission", "decided_on": decided_on}],
        notices=[{"notice_type": "UK4", "published_on": "2026-06-30"}],
    )
    assert plan.plan["begun"].tolist() == [begun]


def test_an_extension_begins_no_replacement():
    decided = [{"outcome": "extend", "decided_on": "2026-07-01"}]
    assert inputs(ends_on=TODAY, decisions=decided).plan["begun"].isna().all()


def test_a_page_on_which_people_could_be_known_says_so():
    told = replace(
        inputs(), supply=supply_of(replace(register_with(), suppression=Suppression(apply=False)))
    )
    assert "Small numbers of people are NOT hidden" in plan_page(told).decode()
    assert "NOT hidden" not in plan_page(inputs()).decode()
