"""The day a flow is about: the one asked for, or the day its run was due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from prefect import runtime

from commissioning.profile import Profile


def day_due(on: date | None, profile: Profile) -> date:
    """Return ``on``, or the day this run was due where the authority is.

    A late run still gives the answer it owed. Outside a run it is today.
    """
    if on is not None:
        return on
    zone = ZoneInfo(profile.timezone)
    scheduled = runtime.flow_run.scheduled_start_time
    return (scheduled.astimezone(zone) if scheduled else datetime.now(zone)).date()
