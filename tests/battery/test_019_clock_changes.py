"""Battery 19 and 20: on the days that British clocks change every schedule runs, once, about the right day."""

import asyncio
import inspect
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import yaml

from commissioning.settings import load_profile, profile_folders
from deployments.serve import DEPLOYMENTS
from flows import due

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
SCHEDULES = {
    schedule["cron"]: schedule["timezone"]
    for one in yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"]
    for schedule in one.get("schedules", [])
}
HOURLY = "40 * * * *"


def instants(cron: str, timezone: str, day: date) -> list[datetime]:
    """Return when Prefect's scheduler runs a schedule on a day of that zone, and an hour to either side."""
    from prefect.server.schemas.schedules import CronSchedule

    start = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
    found = CronSchedule(cron=cron, timezone=timezone).get_dates(
        40, start=start, end=start + timedelta(hours=25)
    )
    dates = asyncio.run(found) if inspect.isawaitable(found) else found
    return [
        datetime.fromtimestamp(one.timestamp(), UTC)
        for one in dates
        if datetime.fromtimestamp(one.timestamp(), LONDON).date() == day
    ]


def day_told(monkeypatch, instant: datetime) -> date:
    """Return the day that a run due at an instant is about."""
    run = SimpleNamespace(flow_run=SimpleNamespace(scheduled_start_time=instant))
    monkeypatch.setattr(due, "runtime", run)
    salford = load_profile("salford", profile_folders(DEPLOYMENTS.parent, {}))
    return due.day_due(None, salford)


@pytest.mark.parametrize("day", [FORWARD, BACK])
@pytest.mark.parametrize("cron", sorted(SCHEDULES.keys() - {HOURLY}))
def test_a_daily_schedule_runs_once_at_its_hour_and_is_about_its_day(cron, day, monkeypatch):
    minute, hour, *_days = cron.split()
    runs = instants(f"{minute} {hour} * * *", SCHEDULES[cron], day)
    assert [(run.astimezone(LONDON).hour, run.astimezone(LONDON).minute) for run in runs] == [
        (int(hour), int(minute))
    ]
    assert day_told(monkeypatch, runs[0]) == day


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25)])
def test_the_hourly_watch_misses_an_hour_at_most_and_no_day(day, hours, monkeypatch):
    """It looks at everything each time, so that the hour that Prefect passes over in October is made good."""
    runs = instants(HOURLY, SCHEDULES[HOURLY], day)
    assert len(runs) in (hours, hours - 1)
    gaps = [later - earlier for earlier, later in pairwise(runs)]
    assert max(gaps) <= timedelta(hours=2)
    assert len(set(runs)) == len(runs)
    assert {day_told(monkeypatch, run) for run in runs} == {day}


def test_a_run_due_just_before_midnight_in_summer_is_about_that_day_and_not_of_utc(monkeypatch):
    assert day_told(monkeypatch, datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert day_told(monkeypatch, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)
