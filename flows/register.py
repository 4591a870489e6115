"""Bring the register up to date: agreements, grants, payments, providers."""

from datetime import date

from prefect import flow

from flows.refresh import refresh_sources
from flows.workplace import open_workplace

REGISTER_FEEDS = ("providers", "agreements", "grants", "payments")


@flow(name="refresh-register", flow_run_name="refresh-register {authority}")
def refresh_register(authority: str, on: date | None = None) -> list[dict[str, object]]:
    """Fetch, check and store every source of the register: agreements, grants, payments, providers.

    Args:
        authority: Whose register, by profile name.
        on: The day the run is for. It changes nothing here: a load takes its day from the
            publisher's edition.
    """
    return refresh_sources(open_workplace(authority), REGISTER_FEEDS, stage="register")
