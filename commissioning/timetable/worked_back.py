"""The day each stage has to start, worked back from the end, and how long there still is.

A stage takes the days from its start up to the next stage's start, that day outside; mobilisation
runs up to the end date itself. Worked case: docs/explanation/timetable.md.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.timetable.durations import STAGES, Timetable, stage_days
from commissioning.working_days import working_calendar

Days = npt.NDArray[np.datetime64]
Counts = npt.NDArray[np.int64]

STARTS = tuple(f"{stage}_starts_on" for stage in STAGES)
# Fewer working days than this can no year have, so that the holidays of enough years are at hand.
FEWEST_IN_A_YEAR = 200


def stage_starts(agreements: pd.DataFrame, timetable: Timetable) -> pd.DataFrame:
    """Return the latest day on which each stage can safely start, a column a stage in order.

    ``agreements`` has ``ends_on``, ``tier`` and ``procurement_method``; the result keeps its index.
    In working days a stage starts on the latest working day that leaves it its days. No end, no
    starts.
    """
    days = stage_days(agreements, timetable)
    next_on = agreements["ends_on"].to_numpy("datetime64[D]")
    longest = int(days.to_numpy().sum(axis=1).max(initial=0))
    back = calendar_of(next_on, longest, timetable)
    starts = {}
    for stage, column in zip(reversed(STAGES), reversed(STARTS), strict=True):
        next_on = earlier(next_on, days[stage].to_numpy("int64"), back)
        starts[column] = next_on.astype("datetime64[s]")
    return pd.DataFrame({column: starts[column] for column in STARTS}, index=agreements.index)


def latest_start_on(agreements: pd.DataFrame, timetable: Timetable) -> pd.Series:
    """Return the last day on which work can safely start: the first stage's latest start."""
    return stage_starts(agreements, timetable)[STARTS[0]].rename("latest_start_on")


def slack_days(latest_on: pd.Series, on: date, timetable: Timetable) -> pd.Series:
    """Return the days from ``on`` to the latest safe start, of the timetable's kind.

    0 on the day itself only, 1 or more before it and below 0 after it; empty where there is no such day.
    """
    latest = latest_on.to_numpy("datetime64[D]")
    today = np.full(len(latest), np.datetime64(on, "D"))
    known = ~np.isnat(latest)
    slack = np.zeros(len(latest), dtype="int64")
    slack[known] = days_between(today[known], latest[known], timetable)
    return pd.Series(slack, latest_on.index, dtype="Int64", name="slack_days").where(known)


def days_between(first: Days, last: Days, timetable: Timetable) -> Counts:
    """Return the days from each first day to the last, of the timetable's kind; below 0 backwards."""
    if timetable.days == "calendar" or not len(first):
        return (last - first).astype("int64")
    calendar = calendar_of(np.concatenate([first, last]), 0, timetable)
    # The earlier day is counted and the later one is not, in both directions. Another day is never 0
    # days away, although no working day may lie between.
    between = np.busday_count(np.minimum(first, last), np.maximum(first, last), busdaycal=calendar)
    away = (last > first).astype("int64") - (last < first)
    signed: Counts = away * np.maximum(between, 1)
    return signed


def earlier(days: Days, counts: Counts, calendar: np.busdaycalendar | None) -> Days:
    """Return the days so many days earlier: calendar days, or the working days of a calendar."""
    moved: Days = days - counts.astype("timedelta64[D]")
    if calendar is not None:
        # Forward first: the days between a holiday and the working day after it are not worked.
        worked = np.busday_offset(days, -counts, roll="forward", busdaycal=calendar)
        moved = np.where(counts == 0, days, worked)
    return moved


def calendar_of(days: Days, longest: int, timetable: Timetable) -> np.busdaycalendar | None:
    """Return the working days around some days and ``longest`` before them; None for calendar days."""
    known = days[~np.isnat(days)]
    if timetable.days == "calendar" or not len(known):
        return None
    years = known.min().item().year, known.max().item().year
    first = max(years[0] - longest // FEWEST_IN_A_YEAR - 1, 1)
    return working_calendar(timetable.holidays, first, years[1] + 1)
