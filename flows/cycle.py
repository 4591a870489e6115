"""Every stage in order, for one authority or many."""

from datetime import date

from prefect import flow

from commissioning.dates import last_finished
from commissioning.errors import FORESEEN, CommissioningError
from flows.design import plan_services
from flows.due import day_due
from flows.flagging import flag_contracts
from flows.market import refresh_market
from flows.monitoring import build_packs
from flows.needs import refresh_needs
from flows.register import refresh_register
from flows.workplace import read_profile
from models.store.errors import AlreadyRunning
from tasks.announce import in_run
from tasks.step import flow_log


class CycleIncomplete(CommissioningError):
    """Some stages failed; the others were done on the last good data."""


@flow(name="run-cycle", flow_run_name="run-cycle {authorities}")
def run_cycle(authorities: list[str], on: date | None = None) -> dict[str, dict[str, object]]:
    """Run every stage in order for each authority: needs, register, flags, plan, market, packs.

    Args:
        authorities: Whose cycle, by profile names.
        on: The day the cycle is about. Empty means the day this run was due, and packs of the
            last quarter that had finished by then.
    """
    results, failures = {}, []
    for authority in authorities:
        results[authority], failed = _stages(authority, on)
        failures += [f"{authority}: {why}" for why in failed]
    if failures:
        raise CycleIncomplete(" ".join(failures))
    return results


def _stages(authority: str, on: date | None) -> tuple[dict[str, object], list[str]]:
    """Run one authority's stages; one that fails leaves the next to the last good data.

    Where another run is at work for the authority this one ends: of two that share the stages
    between them, each could issue a pack of what the other has not loaded yet.
    """
    done: dict[str, object] = {}
    failed: list[str] = []
    profile = read_profile(authority)
    due = day_due(on, profile)
    quarter = last_finished("quarter", due, profile.financial_year_start_md)
    for stage, day in (
        (refresh_needs, due),
        (refresh_register, due),
        (flag_contracts, due),
        (plan_services, due),
        (refresh_market, due),
        (build_packs, on or quarter.ends_on),
    ):
        run = stage if in_run() else stage.fn
        try:
            done[stage.name] = run(authority=authority, on=day)
        except FORESEEN as error:
            flow_log().error("%s: %s failed: %s", authority, stage.name, error)
            failed.append(str(error))
            if isinstance(error, AlreadyRunning):
                break
    return done, failed
