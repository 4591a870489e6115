"""Every stage in order, for one authority or many."""

from datetime import date

from prefect import flow

from commissioning.errors import CommissioningError
from flows.flagging import flag_contracts
from flows.monitoring import build_packs
from flows.needs import refresh_needs
from flows.register import refresh_register
from tasks.announce import in_run
from tasks.step import flow_log


class CycleIncomplete(CommissioningError):
    """Some stages failed; the others were done on the last good data."""


@flow(name="run-cycle", flow_run_name="run-cycle {authorities}")
def run_cycle(authorities: list[str], on: date | None = None) -> dict[str, dict[str, object]]:
    """Run every stage in order for each authority: needs, register, flags, packs.

    Args:
        authorities: Whose cycle, by profile names.
        on: The day the cycle is about. Empty means the day this run was due.
    """
    results = {authority: _stages(authority, on) for authority in authorities}
    failed = [f"{name}: {why}" for name, done in results.items() for why in done["failed"]]
    if failed:
        raise CycleIncomplete(" ".join(failed))
    return results


def _stages(authority: str, on: date | None) -> dict[str, object]:
    """Run one authority's stages; a failing stage stops the next only where they depend on it."""
    done: dict[str, object] = {}
    failed: list[str] = []
    for stage in (refresh_needs, refresh_register, flag_contracts, build_packs):
        try:
            run = stage if in_run() else stage.fn
            done[stage.name] = run(authority=authority, on=on)
        except CommissioningError as error:
            flow_log().error("%s: %s failed: %s", authority, stage.name, error)
            failed.append(str(error))
    return {**done, "failed": failed}
