"""What a run is called in the Prefect UI: the flow, whose, about what, and of which day or period."""

from contextlib import suppress
from datetime import date
from typing import Any

from prefect import runtime

from commissioning.dates import last_finished, period_of
from commissioning.errors import CommissioningError
from commissioning.packs.audiences import audience_named
from commissioning.profile import Profile
from flows.due import day_due
from flows.workplace import read_profile

# Parameters that say what a run is about and of which period, where a flow has one.
ABOUT = ("kind", "reference", "audience", "scope", "to")
PERIODS = ("period", "year")


def run_name() -> str:
    """Return the run's name: ``flag-contracts salford 2022-07-31``, ``build-packs salford dmt 2022/23 Q2``.

    A run for an authority that nobody knows goes without a day: it fails, with a sentence of its own.
    """
    given = runtime.flow_run.parameters
    whose = given.get("authorities") or [given.get("authority", "")]
    words = [runtime.flow_run.flow_name, ", ".join(map(str, whose))]
    words += [str(given[name]) for name in ABOUT if given.get(name)]
    with suppress(CommissioningError):
        words.append(_when(given, read_profile(str(whose[0]))))
    return " ".join(words)


def _when(given: dict[str, Any], profile: Profile) -> str:
    """Return the period that a run is given or makes packs of, or else its day."""
    named = next((str(given[name]) for name in PERIODS if given.get(name)), "")
    if named:
        return named
    on = date.fromisoformat(str(given["on"])) if given.get("on") else None
    if runtime.flow_run.flow_name != "build-packs":
        return day_due(on, profile).isoformat()
    kind, start = audience_named(str(given["audience"])).period, profile.financial_year_start_md
    period = (
        period_of(kind, on, start) if on else last_finished(kind, day_due(None, profile), start)
    )
    return period.label
