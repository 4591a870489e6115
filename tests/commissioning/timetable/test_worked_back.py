"""When each stage has to start, in calendar days (rules.md, Decision points) and in working days."""

import json
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commissioning.profile_timetable import ChangedStageDays, StageDays
from commissioning.timetable.durations import STAGES
from commissioning.timetable.worked_back import STARTS, latest_start_on, slack_days, stage_starts
from commissioning.working_days import CALENDARS, is_working_day
from tests.commissioning.timetable.frames import agreements, each, timetable

PUBLISHED = Path(__file__).parents[3] / "../shared/data/reference/govuk_bank_holidays.json"
WORKED_CASE = {  # rules.md, for an end on 31 March 2027
    "needs_review": "2026-02-18",
    "design": "2026-04-19",
    "consult": "2026-06-18",
    "key_decision_notice": "2026-09-10",
    "tender": "2026-10-08",
    "evaluate": "2026-11-07",
    "standstill": "2026-12-19",
    "mobilise": "2026-12-31",
}


def days_of(starts: pd.DataFrame, row: int = 0) -> list[str]:
    return list(starts.iloc[row].dt.strftime("%Y-%m-%d"))


def test_a_profile_gives_days_for_exactly_the_stages_there_are():
    assert list(WORKED_CASE) == list(STAGES)
    assert list(StageDays.model_fields) == list(ChangedStageDays.model_fields) == list(STAGES)


def test_every_stage_of_the_worked_case_starts_on_its_day():
    starts = stage_starts(agreements(ends_on="2027-03-31"), timetable())
    assert list(starts.columns) == [f"{stage}_starts_on" for stage in WORKED_CASE]
    assert days_of(starts) == list(WORKED_CASE.values())


def test_an_end_that_is_not_recorded_has_no_start_and_no_slack():
    frame = agreements(ends_on=["2027-03-31", None])
    latest = latest_start_on(frame, timetable())
    assert latest.isna().tolist() == [False, True]
    assert slack_days(latest, date(2026, 2, 18), timetable()).isna().tolist() == [False, True]


@pytest.mark.parametrize("days", ["calendar", "working"])
def test_no_agreements_have_no_starts(days):
    starts = stage_starts(
        agreements(ends_on=["2027-03-31"]).iloc[:0], timetable(days=days, stage_days=each(5))
    )
    assert starts.empty
    assert tuple(starts.columns) == STARTS


@pytest.mark.parametrize(
    ("on", "slack"), [("2026-02-17", 1), ("2026-02-18", 0), ("2026-02-19", -1), ("2025-02-18", 365)]
)
def test_slack_is_the_days_that_are_left(on, slack):
    latest = latest_start_on(agreements(ends_on="2027-03-31"), timetable())
    assert slack_days(latest, date.fromisoformat(on), timetable()).tolist() == [slack]


def test_the_method_goes_before_the_tier_and_the_tier_before_the_usual():
    frame = agreements(
        ends_on="2027-03-31",
        tier=["gold", "gold", "bronze", None],
        procurement_method=["open", "direct", "direct", None],
    )
    days = timetable(
        tier_days={"gold": {"tender": 40, "mobilise": 180}, "silver": {"tender": 35}},
        method_days={"direct": {"tender": 0}},
    )
    starts = stage_starts(frame, days)
    length = (starts["evaluate_starts_on"] - starts["tender_starts_on"]).dt.days
    assert length.tolist() == [40, 0, 0, 35]  # no tier recorded: silver's
    assert starts["mobilise_starts_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-10-02",  # 180 days before
        "2026-10-02",
        "2026-12-31",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("holidays", "starts_on"),
    [
        # Five working days before Friday 10 April 2026. Good Friday is the 3rd, Easter Monday the 6th.
        ("england-and-wales", "2026-04-01"),
        ("northern-ireland", "2026-04-01"),
        ("jersey", "2026-04-01"),
        ("scotland", "2026-04-02"),  # Easter Monday is worked
    ],
)
def test_a_bank_holiday_is_no_working_day(holidays, starts_on):
    days = timetable(days="working", holidays=holidays, stage_days={**each(0), "mobilise": 5})
    assert days_of(stage_starts(agreements(ends_on="2026-04-10"), days))[-1] == starts_on


@pytest.mark.parametrize("calendar", ["england-and-wales", "scotland", "northern-ireland"])
def test_working_days_are_counted_as_gov_uk_publishes_the_holidays(calendar):
    if not PUBLISHED.exists():
        pytest.skip("the published bank holidays are not beside the repository")
    events = json.loads(PUBLISHED.read_text(encoding="utf-8"))[calendar]["events"]
    closed = {date.fromisoformat(event["date"]) for event in events}
    ends_on = date(2025, 12, 31)
    worked, day = 0, ends_on
    while worked < 200:
        day -= timedelta(days=1)
        worked += day.weekday() < 5 and day not in closed
    days = timetable(days="working", holidays=calendar, stage_days=each(25))
    latest = latest_start_on(agreements(ends_on=ends_on.isoformat()), days)
    assert latest.dt.date.tolist() == [day]


@pytest.mark.parametrize(
    ("latest_on", "on", "slack"),
    [
        ("2026-02-13", "2026-02-12", 1),
        ("2026-02-13", "2026-02-13", 0),  # the Friday on which work has to begin
        ("2026-02-13", "2026-02-14", -1),  # passed, though no working day has gone since
        ("2026-02-13", "2026-02-16", -1),
        ("2026-02-13", "2026-02-17", -2),
        ("2026-02-02", "2026-01-30", 1),
        ("2026-02-02", "2026-01-31", 1),  # Saturday: not yet the Monday on which it has to begin
        ("2026-02-02", "2026-02-01", 1),  # Sunday
        ("2026-02-02", "2026-02-02", 0),
        ("2026-04-07", "2026-04-06", 1),  # Easter Monday
    ],
)
def test_slack_in_working_days_is_nothing_on_the_day_alone(latest_on, on, slack):
    days = timetable(days="working", stage_days=each(0))
    latest = pd.Series(pd.to_datetime([latest_on]))
    assert slack_days(latest, date.fromisoformat(on), days).tolist() == [slack]


@settings(max_examples=20, deadline=None)
@given(
    ends_on=st.dates(date(1950, 1, 1), date(2150, 12, 31)),
    length=st.lists(st.integers(0, 200), min_size=8, max_size=8),
    holidays=st.sampled_from(sorted(CALENDARS)),
    days=st.sampled_from(["calendar", "working"]),
)
@example(date(2026, 1, 1), [0] * 8, "scotland", "working")  # ends on a holiday, takes no time
def test_stages_follow_one_another_last_their_days_and_end_on_the_end(
    ends_on, length, holidays, days
):
    lengths = dict(zip(STAGES, length, strict=True))
    frame = agreements(ends_on=ends_on.isoformat())
    starts = stage_starts(frame, timetable(days=days, holidays=holidays, stage_days=lengths))
    bounds = [day.date() for day in starts.iloc[0]] + [ends_on]
    assert bounds == sorted(bounds)
    for first, last, expected in zip(bounds[:-1], bounds[1:], length, strict=True):
        between = [first + timedelta(days=n) for n in range((last - first).days)]
        if days == "working":
            between = [day for day in between if is_working_day(day, holidays)]
        assert len(between) == expected
        if days == "working" and expected:
            assert is_working_day(first, holidays)
