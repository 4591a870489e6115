"""The day a flow is about, and whether a scheduled run has anything to do on it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from prefect import runtime

from commissioning.profile import Profile
from commissioning.working_days import working_day_of_month


def day_due(on: date | None, profile: Profile) -> date:
    """Return ``on``, or the day this run was due where the authority is.

    A late run still gives the answer it owed. Outside a run it is today.
    """
    if on is not None:
        return on
    zone = ZoneInfo(profile.timezone)
    scheduled = runtime.flow_run.scheduled_start_time
    return (scheduled.astimezone(zone) if scheduled else datetime.now(zone)).date()


def is_due(only_on_working_day: int, profile: Profile) -> bool:
    """Tell whether the run was due on that working day of its month; 0 means any day.

    Cron knows no bank holidays, so a schedule covers every day that the working day can fall on.
    """
    if not only_on_working_day:
        return True
    today = day_due(None, profile)
    return working_day_of_month(today, profile.holidays) == only_on_working_day
