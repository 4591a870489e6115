"""Bring the register up to date: agreements, grants, payments, providers."""

from datetime import date

from prefect import flow

from commissioning.errors import CommissioningError
from flows.due import day_due
from flows.form import form
from flows.refresh import REGISTER_FEEDS, refresh_sources
from flows.run_name import run_name
from flows.workplace import Workplace, open_workplace
from tasks.bank_holidays import refresh_bank_holidays
from tasks.step import flow_log


@flow(name="refresh-register", flow_run_name=run_name)
@form()
def refresh_register(authority: str, on: date | None = None) -> list[dict[str, object]]:
    """Fetch, check and store every source of the register: agreements, grants, payments, providers.

    Args:
        authority: Whose register, by profile name.
        on: The day the run is for, kept with each load as the day it became known. What a load
            is true of is the publisher's edition. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    due = day_due(on, workplace.profile)
    if workplace.profile.fetching.bank_holidays:
        _refresh_bank_holidays(workplace)
    return refresh_sources(workplace, REGISTER_FEEDS, stage="register", on=due)


def _refresh_bank_holidays(workplace: Workplace) -> None:
    """Bring the bank holidays up to date; that they cannot be is no reason to stop the register."""
    try:
        refresh_bank_holidays(workplace.home, workplace.profile.allowed)
    except CommissioningError as error:
        flow_log().warning("%s: %s", workplace.profile.name, error)
