"""Which options to use and which procurement to start when; the plan is checked by trying them all."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from commissioning.dates import quarter_of
from commissioning.errors import RequestError
from commissioning.timetable.smoothing import smoothing
from tests.commissioning.timetable.frames import agreements, each, timetable

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "smoothing.md"
FENCE = r"^```csv \w+\n(.*?)^```$"
# Eight stages of ten days: work has to begin 80 days before the end.
DAYS, LENGTH = timetable(stage_days=each(10)), timedelta(days=80)
ON = date(2026, 5, 20)
# Work on each of these has to begin by 10 April 2027, in the first quarter of 2027/28.
END, HALF_YEAR_ON = "2027-06-29", "2027-12-29"


def frame(**columns):
    made = agreements(**columns)
    return made.assign(agreement_id=range(1, len(made) + 1))


def planned(given, *, capacity=8, on=ON, early=1):
    return smoothing(given, on=on, timetable=DAYS, capacity=capacity, early_quarters=early)


def quarters_after(plan):
    return {row.quarter: row.starts_after for row in plan.quarters.itertuples() if row.starts_after}


def test_what_ends_together_is_started_apart():
    plan = planned(frame(ends_on=[END] * 4, latest_end_on=[HALF_YEAR_ON, HALF_YEAR_ON, END, END]))
    assert plan.exists
    # Two can wait for a later quarter with their option, two cannot: one in each of four quarters.
    assert quarters_after(plan) == {
        "2026/27 Q4": 1,
        "2027/28 Q1": 1,
        "2027/28 Q2": 1,
        "2027/28 Q3": 1,
    }
    assert plan.quarters["starts_before"].max() == 4
    assert plan.sentences == [
        "As things are the fullest quarter has 4 to start; by this plan it has 1, with 2 extension "
        "options used."
    ]
    rows = plan.procurements.astype({"start_by_on": "str", "new_ends_on": "str"})
    assert rows[["reference", "start_by_on", "uses_option", "new_ends_on"]].values.tolist() == [
        ["A3", "2027-03-31", False, END],
        ["A4", "2027-04-10", False, END],  # not to the end of the quarter: the latest safe start
        ["A1", "2027-09-30", True, HALF_YEAR_ON],  # 80 days on is 19 December
        ["A2", "2027-10-10", True, HALF_YEAR_ON],
    ]


def test_an_option_is_not_used_where_the_peak_is_as_low_without():
    plan = planned(frame(ends_on=[END] * 2, latest_end_on=[HALF_YEAR_ON] * 2))
    assert not plan.procurements["uses_option"].any()
    assert quarters_after(plan) == {"2026/27 Q4": 1, "2027/28 Q1": 1}


def test_an_extension_is_no_longer_than_the_start_needs():
    # Three options of two years, one quarter early: one waits a quarter, to 30 September 2027.
    plan = planned(frame(ends_on=[END] * 3, latest_end_on=["2029-06-29"] * 3))
    extended = plan.procurements[plan.procurements["uses_option"]]
    # 30 September and 80 days is 19 December; in whole months from 29 June that is 29 December.
    assert extended["new_ends_on"].dt.strftime("%Y-%m-%d").tolist() == ["2027-12-29"]


def test_an_option_saves_what_is_late_without_it():
    # Work on the first had to begin on 12 April 2026; with its option there is until 11 July.
    plan = planned(frame(ends_on=["2026-07-01", END], latest_end_on=["2026-09-29", END]))
    assert plan.exists
    assert plan.sentences == [
        "As things are the fullest quarter has 1 to start; by this plan it has 1, with 1 extension "
        "option used. Without an option 1 would be late already."
    ]


def test_says_which_agreements_are_too_many_in_which_quarter_and_by_how_many():
    given = frame(ends_on=[END] * 5, latest_end_on=[END] * 3 + [HALF_YEAR_ON] * 2)
    plan = planned(given, capacity=1, early=0)
    assert not plan.exists
    assert plan.procurements.empty
    assert plan.quarters["starts_after"].sum() == 0
    assert plan.sentences == [
        "No plan keeps every agreement from lapsing.",
        "3 have to start in 2027/28 Q1, options used or not, and the team can start 1: 2 too many "
        "(A1, A2, A3).",
        "The least capacity with a plan is 3 a quarter.",
    ]
    assert plan.shortfall.short_by == 2
    assert planned(given, capacity=3, early=0).exists


def test_quarters_are_too_full_together_though_none_is_alone():
    # Seven in two quarters: either could hold what the other cannot, and both together not.
    plan = planned(frame(ends_on=[END] * 7, latest_end_on=[END] * 7), capacity=3)
    assert "7 have to start in 2026/27 Q4 to 2027/28 Q1" in plan.sentences[1]
    assert "the team can start 6: 1 too many" in plan.sentences[1]
    assert plan.lowest_peak == 4


def test_what_can_no_longer_be_replaced_in_time_is_no_plan():
    given = frame(
        ends_on=["2026-08-07", "2026-08-08", "2026-05-19", "2026-07-01"],
        latest_end_on=[None, None, "2028-05-19", "2026-08-07"],
    )
    plan = planned(given)
    assert not plan.exists
    assert plan.sentences == [
        "No plan keeps every agreement from lapsing.",
        # A3 ended yesterday, so its option went with it.
        "2 can no longer be replaced in time, and there is no option to use: A3, 81 days late; "
        "A1, 1 day late.",
        "1 can no longer be replaced in time, even with the option used: A4, 1 day late.",
        "Ask again without them to plan the others.",
        "Taken to have no option, as none is recorded: A1, A2.",
    ]
    others = planned(given[given["reference"] == "A2"])
    assert others.exists  # its last day is today
    assert others.procurements["start_by_on"].dt.date.tolist() == [ON]


def test_one_without_an_end_is_named_and_not_planned():
    plan = planned(frame(ends_on=[END, None], latest_end_on=[END, None]))
    assert plan.sentences[1:] == ["Not planned, as no end date is recorded: A2."]
    assert list(plan.procurements["reference"]) == ["A1"]


def test_nothing_to_plan_is_a_plan():
    plan = planned(frame(ends_on=[END]).iloc[:0])
    assert plan.exists
    assert plan.procurements.empty
    assert plan.sentences == ["There is nothing to plan."]


def test_the_order_of_the_rows_does_not_matter():
    given = frame(
        ends_on=[END, "2027-05-01", "2027-09-15"] * 4,
        latest_end_on=[HALF_YEAR_ON, None, "2028-09-15"] * 4,
    )
    pd.testing.assert_frame_equal(
        planned(given).procurements, planned(given.iloc[::-1]).procurements
    )


@pytest.mark.parametrize(("capacity", "early"), [(0, 1), (1, -1)])
def test_a_capacity_of_nothing_is_refused(capacity, early):
    with pytest.raises(RequestError, match="cannot be planned with; give a capacity of 1 or more"):
        planned(frame(ends_on=[END]), capacity=capacity, early=early)


def test_the_plan_on_the_page_is_the_plan():
    text = PAGE.read_text(encoding="utf-8")
    given, expected = (
        list(csv.DictReader(io.StringIO(table)))
        for table in re.findall(FENCE, text, re.DOTALL | re.MULTILINE)
    )
    columns = {name: [row[name] for row in given] for name in given[0]}
    plan = smoothing(frame(**columns), on=ON, timetable=timetable(), capacity=1, early_quarters=1)
    rows = plan.procurements[list(expected[0])].astype("str")
    assert rows.to_dict("records") == expected
    assert [f"> {sentence}" for sentence in plan.sentences] == re.findall("^> .+$", text, re.M)


def random_agreements(seed):
    """Return eight agreements of up to four quarters each to start in."""
    pick = np.random.default_rng(seed)
    ends = [date(2026, 7, 1) + timedelta(days=int(days)) for days in pick.integers(0, 360, 8)]
    options = pick.choice([0, 0, 90, 180], 8)
    latest = [
        # Work on one that ends within 80 days is late, and only an option can save it.
        end + timedelta(days=int(days if end - LENGTH >= ON else 120))
        for end, days in zip(ends, options, strict=True)
    ]
    return frame(
        ends_on=[end.isoformat() for end in ends], latest_end_on=[day.isoformat() for day in latest]
    )


def by_trying_all(given, early):
    """Return the best of all plans, and its peak: a quarter and whether an option is used, by reference."""
    quarters = [quarter_of(ON)]
    while quarters[-1].ends_on < date(2028, 3, 31):
        quarters.append(quarter_of(quarters[-1].ends_on + timedelta(days=1)))
    choices = []
    for row in given.itertuples():
        without = row.ends_on.date() - LENGTH
        latest = row.latest_end_on.date() - LENGTH
        could = [
            (place, max(quarter.starts_on, ON) > without)
            for place, quarter in enumerate(quarters)
            if max(quarter.starts_on, ON) <= latest
        ]
        last_without = max((place for place, option in could if not option), default=-1)
        could = [(place, option) for place, option in could if place >= last_without - early]
        order = (last_without, could[-1][0], could[0][0], row.ends_on, row.reference)
        choices.append((order, row.reference, could))
    choices.sort()
    grids = np.meshgrid(*[range(len(could)) for *_, could in choices], indexing="ij")
    plans = np.stack([grid.ravel() for grid in grids])
    places = [
        np.array([place for place, _ in could])[chosen]
        for (*_, could), chosen in zip(choices, plans, strict=True)
    ]
    options = sum(
        np.array([option for _, option in could])[chosen]
        for (*_, could), chosen in zip(choices, plans, strict=True)
    )
    peaks = np.max([sum(p == q for p in places) for q in range(len(quarters))], axis=0)
    best = np.lexsort([*reversed(places), sum(places), options, peaks])[0]
    return int(peaks[best]), {
        reference: (quarters[could[chosen][0]].label, could[chosen][1])
        for (_, reference, could), chosen in zip(choices, plans[:, best], strict=True)
    }


def must_equal_all_tried(seed):
    given, early = random_agreements(seed), seed % 2
    peak, best = by_trying_all(given, early)
    plan = planned(given, early=early)
    rows = plan.procurements
    found = zip(rows["quarter"], rows["uses_option"], strict=True)
    assert dict(zip(rows["reference"], found, strict=True)) == best, seed
    assert plan.lowest_peak == peak
    assert (rows["new_ends_on"] - LENGTH >= rows["start_by_on"]).all()  # nothing lapses
    assert (rows["new_ends_on"] <= rows["latest_end_on"]).all()
    assert (rows["start_from_on"] <= rows["start_by_on"]).all()
    assert planned(given, early=early, capacity=peak).exists
    if peak > 1:
        too_few = planned(given, early=early, capacity=peak - 1)
        assert not too_few.exists
        assert too_few.shortfall.short_by >= 1


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_for_eight_is_the_best_of_all_plans(seed):
    must_equal_all_tried(seed)


@pytest.mark.thorough
def test_the_plan_for_eight_is_the_best_of_all_plans_again_and_again():
    for seed in range(4, 40):
        must_equal_all_tried(seed)
