"""Which options to use and which procurement to start when; the plan is checked by trying them all."""

import calendar
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
from commissioning.rules.thresholds import Thresholds
from commissioning.timetable import lowest_peak
from commissioning.timetable.lowest_peak import NoPlanInTime
from commissioning.timetable.smoothing import smoothing
from tests.commissioning.timetable.frames import agreements, each, timetable

pytestmark = pytest.mark.thorough

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "smoothing.md"
FENCE = r"^```csv \w+\n(.*?)^```$"
# Eight stages of ten days: work has to begin 80 days before the end.
DAYS = timetable(stage_days=each(10))
# Eight of twenty-five: so long that an option can still be used when it is too late without.
LONG, LENGTH = timetable(stage_days=each(25)), timedelta(days=200)
ON = date(2026, 5, 20)
# Work on each of these has to begin by 10 April 2027, in the first quarter of 2027/28.
END, HALF_YEAR_ON = "2027-06-29", "2027-12-29"


def frame(**columns):
    made = agreements(**columns)
    return made.assign(agreement_id=range(1, len(made) + 1))


def planned(given, *, capacity=8, on=ON, early=1, days=DAYS, **more):
    return smoothing(given, on=on, timetable=days, capacity=capacity, early_quarters=early, **more)


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
        "options used.",
        "With no option used it would have 2, which is within the capacity of 8 a quarter.",
    ]
    columns = ["reference", "start_by_on", "uses_option", "new_ends_on", "use_option_by_on"]
    rows = plan.procurements[columns].astype("str").fillna("")
    assert rows.values.tolist() == [
        ["A3", "2027-03-31", "False", END, ""],
        # Not to the end of the quarter: the latest safe start.
        ["A4", "2027-04-10", "False", END, ""],
        # 80 days on is 19 December; notice is given three months before 29 June.
        ["A1", "2027-09-30", "True", HALF_YEAR_ON, "2027-03-29"],
        ["A2", "2027-10-10", "True", HALF_YEAR_ON, "2027-03-29"],
    ]


def test_says_where_only_options_keep_within_the_capacity():
    given = frame(ends_on=[END] * 4, latest_end_on=[HALF_YEAR_ON, HALF_YEAR_ON, END, END])
    assert planned(given, capacity=1).sentences[1] == (
        "With no option used it would have 2, which is more than the capacity of 1 a quarter."
    )


def test_without_a_capacity_the_plan_is_for_the_least_that_would_do():
    given = frame(ends_on=[END] * 4, latest_end_on=[HALF_YEAR_ON] + [END] * 3)
    plan = planned(given, capacity=None, early=0)
    # Three have to start in the first quarter of 2027/28; the fourth waits for the next.
    assert quarters_after(plan) == {"2027/28 Q1": 3, "2027/28 Q2": 1}
    assert plan.sentences == [
        "As things are the fullest quarter has 4 to start; by this plan it has 3, with 1 extension "
        "option used.",
        "With no option used it would have 4.",
        "No capacity was given; this plan needs one of 3 a quarter.",
    ]


def test_gives_up_in_a_sentence_where_no_plan_is_proved_best_in_time(monkeypatch):
    monkeypatch.setattr(lowest_peak, "MOST_SECONDS", 0.0)
    with pytest.raises(NoPlanInTime, match="none is proposed; ask for one department at a time"):
        planned(frame(ends_on=[END] * 4, latest_end_on=[HALF_YEAR_ON] * 4))


def test_an_option_is_not_used_where_the_peak_is_as_low_without():
    plan = planned(frame(ends_on=[END] * 2, latest_end_on=[HALF_YEAR_ON] * 2))
    assert not plan.procurements["uses_option"].any()
    assert quarters_after(plan) == {"2026/27 Q4": 1, "2027/28 Q1": 1}
    assert len(plan.sentences) == 1  # nothing is said of doing without options


def test_nothing_is_started_earlier_than_the_peak_asks_for():
    plan = smoothing(
        frame(ends_on="2030-09-30", latest_end_on="2032-09-30"),
        on=ON,
        timetable=timetable(),
        capacity=10,
    )
    # 406 days before 30 September 2030 is 20 August 2029.
    found = plan.procurements[["quarter", "start_by_on", "uses_option"]].astype("str")
    assert found.values.tolist() == [["2029/30 Q2", "2029-08-20", "False"]]


def test_an_extension_is_no_longer_than_the_start_needs():
    # Three options of two years, one quarter early: one waits a quarter, to 30 September 2027.
    plan = planned(frame(ends_on=[END] * 3, latest_end_on=["2029-06-29"] * 3))
    extended = plan.procurements[plan.procurements["uses_option"]]
    # 30 September and 80 days is 19 December; in whole months from 29 June that is 29 December.
    assert extended["new_ends_on"].dt.strftime("%Y-%m-%d").tolist() == ["2027-12-29"]


def test_an_option_saves_what_is_late_without_it():
    # Work on the first had to begin on 14 March 2026; with its option there is until 15 July.
    given = frame(ends_on=["2026-09-30", END], latest_end_on=["2027-01-31", END])
    plan = planned(given, days=LONG)
    assert plan.exists
    assert plan.sentences == [
        "As things are the fullest quarter has 1 to start; by this plan it has 1, with 1 extension "
        "option used.",
        "Without an option 1 would be late already.",
    ]
    columns = ["quarter", "start_by_on", "new_ends_on", "use_option_by_on"]
    # At once: 200 days from 30 June is 16 January, and in whole months that is the 30th.
    assert plan.procurements[columns].astype("str").values.tolist()[0] == [
        *("2026/27 Q1", "2026-06-30", "2027-01-30", "2026-06-30")
    ]


@pytest.mark.parametrize(
    ("ends_on", "notice_months", "is_counted"),
    [
        ("2026-12-20", None, True),  # three months before is 20 September
        ("2026-08-20", None, True),  # notice can be given today
        ("2026-08-19", None, False),
        ("2026-08-20", 1, True),  # three months at least
        ("2026-08-19", 1, False),
        ("2026-12-20", 7, True),
        ("2026-12-19", 7, False),
    ],
)
def test_an_option_can_be_used_until_its_notice_date(ends_on, notice_months, is_counted):
    given = frame(ends_on=[ends_on] * 2, latest_end_on=[HALF_YEAR_ON] * 2)
    plan = planned(
        given.assign(notice_months=pd.Series([notice_months] * 2, dtype="Int64")), early=0
    )
    assert int(plan.procurements["uses_option"].sum()) == is_counted  # one of two waits a quarter
    assert len(plan.option_missed) == (0 if is_counted else 2)
    if is_counted:
        return
    day = "19 May 2026"
    assert plan.sentences[-1] == (
        f"Taken to have no option, as the day to use it has gone: 2 (A1 by {day}, A2 by {day})."
    )


def test_the_notice_that_the_authority_asks_for_counts():
    given = frame(ends_on=["2026-10-01"] * 2, latest_end_on=[HALF_YEAR_ON] * 2)
    longer = Thresholds.model_validate({"notice_months": 6})
    assert planned(given, early=0).procurements["uses_option"].any()
    assert not planned(given, early=0, thresholds=longer).procurements["uses_option"].any()


def test_a_latest_end_before_the_end_is_no_option_and_is_named():
    plan = planned(frame(ends_on=[END] * 2, latest_end_on=["2027-06-28", END]), early=0)
    assert plan.procurements["new_ends_on"].astype("str").tolist() == [END] * 2
    assert plan.sentences[1:] == [
        "Taken to have no option, as the latest possible end is recorded before the end; put the "
        "register right: 1 (A1)."
    ]


def test_says_which_agreements_are_too_many_in_which_quarter_and_by_how_many():
    given = frame(ends_on=[END] * 5, latest_end_on=[END] * 3 + [HALF_YEAR_ON] * 2)
    plan = planned(given, capacity=1, early=0)
    assert not plan.exists
    assert plan.procurements.empty
    assert plan.quarters["starts_after"].sum() == 0
    assert plan.sentences == [
        "No plan that starts none early keeps every agreement from lapsing.",
        "3 have to start in 2027/28 Q1, options used or not and none early, and the team can start "
        "1: 2 too many (A1, A2, A3).",
        "The least capacity with such a plan is 3 a quarter.",
        # Two quarters more make five for five, up to the third quarter of 2027/28.
        "Started up to 2 quarters early, this capacity would do.",
    ]
    assert plan.shortfall.short_by == 2
    assert planned(given, capacity=3, early=0).exists
    assert planned(given, capacity=1, early=2).exists
    assert not planned(given, capacity=1, early=1).exists


def test_quarters_are_too_full_together_though_none_is_alone():
    # Seven for 21 August 2027, in two quarters of three: either could hold what the other cannot.
    given = frame(ends_on=["2028-09-30"] * 7, latest_end_on=["2028-09-30"] * 7)
    plan = planned(given, capacity=3, days=timetable())
    assert plan.sentences == [
        "No plan that starts at most 1 quarter early keeps every agreement from lapsing.",
        "7 have to start in 2027/28 Q1 to 2027/28 Q2, options used or not and at most 1 quarter "
        "early, and the team can start 6: 1 too many (A1, A2, A3, A4, A5, A6, A7).",
        "The least capacity with such a plan is 4 a quarter.",
        "Started up to 2 quarters early, this capacity would do.",
    ]
    assert plan.lowest_peak == 4
    earlier = planned(given, capacity=3, early=2, days=timetable())
    assert earlier.exists
    assert earlier.lowest_peak == 3


def test_says_where_no_start_is_early_enough():
    # Two for 26 June 2026, and the question is asked in that quarter.
    plan = planned(frame(ends_on=["2026-09-14"] * 2, latest_end_on=["2026-09-14"] * 2), capacity=1)
    assert plan.sentences[-1] == "However early work starts, this capacity is too small."


def test_what_can_no_longer_be_replaced_in_time_stands_beside_the_plan_for_the_others():
    given = frame(
        ends_on=["2026-12-05", "2026-12-06", "2026-05-19", "2026-09-30", "2026-07-01"],
        latest_end_on=[None, None, "2028-05-19", "2026-12-05", "2027-07-01"],
    )
    plan = planned(given, days=LONG)
    assert plan.exists
    assert plan.procurements[["reference", "start_by_on"]].astype("str").values.tolist() == [
        ["A2", "2026-05-20"]  # its last day is today
    ]
    assert plan.quarters["starts_before"].sum() == 1
    assert list(plan.too_late["reference"]) == ["A3", "A5", "A4", "A1"]
    assert plan.sentences == [
        # A3 ended yesterday, so its option went with it; notice of A5's had to be given in April.
        "3 can no longer be replaced in time, and there is no option to use. Work had to begin on "
        "A3 by 31 October 2025, 201 days ago; A5 by 13 December 2025, 158 days ago; A1 by 19 May "
        "2026, 1 day ago.",
        "1 can no longer be replaced in time, even with the option used. Work had to begin on A4 by "
        "19 May 2026, 1 day ago.",
        "The plan is for the others; those that are late have to be started besides.",
        "As things are the fullest quarter has 1 to start; by this plan it has 1, with no extension "
        "option used.",
        "Taken to have no option, as none is recorded: 2 (A1, A2).",
        "Taken to have no option, as the day to use it has gone: 1 (A5 by 1 April 2026).",
    ]


def test_what_is_late_is_late_by_the_days_that_the_timetable_counts():
    # Forty working days before Friday 27 March 2026 is Friday 30 January; asked on the Monday.
    weeks = timetable(days="working", stage_days=each(5))
    given = frame(ends_on="2026-03-27", latest_end_on="2026-03-27")
    assert planned(given, on=date(2026, 2, 2), days=weeks).sentences == [
        "1 can no longer be replaced in time, and there is no option to use. Work had to begin on "
        "A1 by 30 January 2026, 1 working day ago."
    ]


def test_a_shortfall_is_told_of_those_that_are_not_late():
    ends = ["2026-08-07", END, END, END]
    plan = planned(frame(ends_on=ends, latest_end_on=ends), capacity=1)
    assert not plan.exists
    assert plan.procurements.empty
    assert plan.sentences[1:] == [
        "No plan that starts at most 1 quarter early keeps the others from lapsing.",
        "3 have to start in 2026/27 Q4 to 2027/28 Q1, options used or not and at most 1 quarter "
        "early, and the team can start 2: 1 too many (A2, A3, A4).",
        "The least capacity with such a plan for the others is 2 a quarter.",
        "Started up to 2 quarters early, this capacity would do.",
    ]


def test_one_without_an_end_is_named_and_not_planned():
    plan = planned(frame(ends_on=[END, None], latest_end_on=[END, None]))
    assert plan.sentences[1:] == ["Not planned, as no end date is recorded: 1 (A2)."]
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


@pytest.mark.thorough
def test_the_order_of_many_rows_with_many_plans_as_good_does_not_matter():
    given = pd.concat([random_agreements(seed) for seed in range(25)], ignore_index=True)
    given = given.assign(agreement_id=given.index, reference=[f"B{row}" for row in given.index])
    shuffled = given.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        planned(given, capacity=200, days=LONG).procurements,
        planned(shuffled, capacity=200, days=LONG).procurements,
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
    rows = plan.procurements[list(expected[0])].astype("str").fillna("")
    assert rows.to_dict("records") == expected
    assert [f"> {sentence}" for sentence in plan.sentences] == re.findall("^> .+$", text, re.M)


def random_agreements(seed):
    """Return eight agreements of up to four quarters each to start in; some are late, with an option or not."""
    pick = np.random.default_rng(seed)
    ends = [ON + timedelta(days=int(days)) for days in pick.integers(60, 480, 8)]
    latest = [
        # Work on one that ends within 200 days is late, and only an option can save it.
        end + timedelta(days=int(days if end - LENGTH >= ON else days + 90))
        for end, days in zip(ends, pick.choice([0, 0, 90, 180], 8), strict=True)
    ]
    given = frame(
        ends_on=[end.isoformat() for end in ends], latest_end_on=[day.isoformat() for day in latest]
    )
    notice = pd.Series(pick.choice([0, 4], 8), dtype="Int64")
    return given.assign(notice_months=notice.where(notice > 0))


def months_earlier(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def could_start(row, quarters, early):
    """Return where one could start: the quarter's place, and how many quarters it is after the last one
    with no option used.
    """
    notice = max(3, 0 if pd.isna(row.notice_months) else row.notice_months)
    ends_on, latest_end_on = row.ends_on.date(), row.latest_end_on.date()
    can_extend = months_earlier(ends_on, notice) >= ON
    days = [max(quarter.starts_on, ON) for quarter in quarters]
    without = sum(day <= ends_on - LENGTH for day in days) - 1
    last = sum(day <= (latest_end_on if can_extend else ends_on) - LENGTH for day in days) - 1
    return [(place, place - without) for place in range(max(without - early, 0), last + 1)]


def by_trying_all(given, early):
    """Return the best that any plan can be, and the lowest peak of those with no option that can be spared.

    The best is the peak, the options used, the quarters early and the quarters waited with an option.
    """
    quarters = [quarter_of(ON)]
    while quarters[-1].ends_on < date(2028, 12, 31):
        quarters.append(quarter_of(quarters[-1].ends_on + timedelta(days=1)))
    could = {row.reference: could_start(row, quarters, early) for row in given.itertuples()}
    open_ = {reference: choices for reference, choices in could.items() if choices}
    grids = np.meshgrid(*[range(len(choices)) for choices in open_.values()], indexing="ij")
    plans = list(zip(open_.values(), [grid.ravel() for grid in grids], strict=True))
    places = [np.array([place for place, _ in choices])[chosen] for choices, chosen in plans]
    after = np.array([np.array([n for _, n in choices])[chosen] for choices, chosen in plans])
    peaks = np.max([sum(p == q for p in places) for q in range(len(quarters))], axis=0)
    options, early_by = (after > 0).sum(axis=0), -after.clip(max=0).sum(axis=0)
    waited = after.clip(min=0).sum(axis=0)
    best = np.lexsort([waited, early_by, options, peaks])[0]
    aims = tuple(int(aim[best]) for aim in (peaks, options, early_by, waited))
    return could, quarters, aims, int(peaks[options == options.min()].min())


def must_equal_all_tried(seed):
    given, early = random_agreements(seed), seed % 2
    could, quarters, aims, without_options = by_trying_all(given, early)
    plan = planned(given, early=early, days=LONG)
    rows = plan.procurements
    place = {quarter.label: number for number, quarter in enumerate(quarters)}
    chosen = [
        next(each for each in could[row.reference] if each[0] == place[row.quarter])
        for row in rows.itertuples()
    ]
    after = np.array([number for _, number in chosen])
    assert list(rows["uses_option"]) == list(after > 0), seed
    found = (max(quarters_after(plan).values()), (after > 0).sum(), -after.clip(max=0).sum())
    assert (*found, after.clip(min=0).sum()) == aims, seed
    late = {reference for reference, choices in could.items() if not choices}
    assert set(plan.too_late["reference"]) == late
    assert set(rows["reference"]) == set(given["reference"]) - late
    assert (plan.lowest_peak, plan.peak_without_options) == (aims[0], without_options), seed
    assert (rows["new_ends_on"] - LENGTH >= rows["start_by_on"]).all()  # nothing lapses
    assert (rows["new_ends_on"] <= rows["latest_end_on"]).all()
    assert (rows["start_from_on"] <= rows["start_by_on"]).all()
    assert planned(given, early=early, days=LONG, capacity=aims[0]).exists
    if aims[0] > 1:
        too_few = planned(given, early=early, days=LONG, capacity=aims[0] - 1)
        assert not too_few.exists
        assert too_few.shortfall.short_by >= 1


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_for_eight_is_the_best_of_all_plans(seed):
    must_equal_all_tried(seed)


@pytest.mark.thorough
def test_the_plan_for_eight_is_the_best_of_all_plans_again_and_again():
    for seed in range(4, 40):
        must_equal_all_tried(seed)
