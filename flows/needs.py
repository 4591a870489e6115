"""Bring the needs data up to date, area by area, and issue the profile of what they say."""

from datetime import date

from prefect import flow

from commissioning.packs.stale import NEEDS_FEEDS
from flows.due import day_due, is_due
from flows.form import form
from flows.profiling import NEEDS_AUDIENCE, issue_needs_profile
from flows.refresh import SourcesStopped, refresh_sources
from flows.run_name import run_name
from flows.workplace import Workplace, open_workplace
from tasks.announce import announce_table, in_run
from tasks.indicators import latest_of_indicators
from tasks.step import flow_log


@flow(name="refresh-needs", flow_run_name=run_name)
@form()
def refresh_needs(
    authority: str, on: date | None = None, only_on_working_day: int = 0
) -> list[dict[str, object]]:
    """Fetch, check and store every source of needs data, and issue the needs profile of the quarter.

    Where a source is refused the profile is made of its last good data, and says so.

    Args:
        authority: Whose needs data, by profile name.
        on: The day the run is for, kept with each load as the day it became known. What a load
            is true of is the publisher's edition. Empty means the day this run was due.
        only_on_working_day: For schedules: do nothing unless this is that working day of the
            month, by the authority's bank holidays. 0 means any day.
    """
    workplace = open_workplace(authority)
    if not is_due(only_on_working_day, workplace.profile):
        return []
    due = day_due(on, workplace.profile)
    try:
        loads = refresh_sources(workplace, NEEDS_FEEDS, stage="needs", on=due)
    except SourcesStopped:
        _issue_beside_the_refusal(workplace, authority, due)
        raise
    if _is_wanted(workplace):
        issue_needs_profile(workplace, on=due)
    if in_run():  # summing up takes a minute where there are millions, and is for the run's page
        announce_table(
            f"indicators {authority}",
            latest_of_indicators(workplace.engine, authority),
            "What is known of each indicator in its latest period, by kind of area",
        )
    return loads


def _is_wanted(workplace: Workplace) -> bool:
    """Return whether the needs profile is among the packs that the authority's profile wants."""
    return NEEDS_AUDIENCE in workplace.profile.packs.audiences


def _issue_beside_the_refusal(workplace: Workplace, authority: str, on: date) -> None:
    """Issue the profile of the last good data; that it cannot be is told, and hides no refused source."""
    if not _is_wanted(workplace):
        return
    try:
        issue_needs_profile(workplace, on=on)
    except Exception as error:
        flow_log().error("%s: no needs profile: %s", authority, type(error).__name__)
        flow_log().debug("%s: no needs profile", authority, exc_info=True)
