"""Bring the register up to date: agreements, grants, payments, providers."""

from datetime import date

from prefect import flow

from flows.due import day_due
from flows.refresh import REGISTER_FEEDS, refresh_sources
from flows.workplace import open_workplace


@flow(name="refresh-register", flow_run_name="refresh-register {authority}")
def refresh_register(authority: str, on: date | None = None) -> list[dict[str, object]]:
    """Fetch, check and store every source of the register: agreements, grants, payments, providers.

    Args:
        authority: Whose register, by profile name.
        on: The day the run is for, kept with each load as the day it became known. What a load
            is true of is the publisher's edition. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    due = day_due(on, workplace.profile)
    return refresh_sources(workplace, REGISTER_FEEDS, stage="register", on=due)
