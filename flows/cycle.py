"""Every stage in order, for one authority or many."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from prefect import Flow, flow

from commissioning.dates import last_finished
from commissioning.errors import FORESEEN, CommissioningError, RequestError, Unforeseen
from commissioning.packs.audiences import audience_named
from commissioning.profile import Profile
from flows.design import plan_services
from flows.due import day_due
from flows.fan_out import Stages, has_workers, on_workers
from flows.flagging import flag_contracts
from flows.form import form
from flows.market import refresh_market
from flows.monitoring import build_packs
from flows.needs import refresh_needs
from flows.profiling import NEEDS_AUDIENCE
from flows.register import refresh_register
from flows.run_name import run_name
from flows.workplace import read_profile
from models.store.errors import ENDS_THE_RUN
from tasks.announce import announce_run, in_run
from tasks.step import flow_log


class CycleIncomplete(CommissioningError):
    """Some stages failed; the others were done on the last good data."""


@flow(name="run-cycle", flow_run_name=run_name)
@form()
def run_cycle(authorities: list[str], on: date | None = None) -> dict[str, dict[str, object]]:
    """Run every stage in order for each authority: needs, register, flags, plan, market, packs.

    Several are run by the server's workers, one run each, where it has the deployment for it.

    Args:
        authorities: Whose cycle, by profile names.
        on: The day the cycle is about. Empty means the day this run was due, and packs of the last
            month, quarter or year that had finished by then. Whom they are for, the profile says.
    """
    if not authorities:
        raise RequestError("authorities is empty; name one at least.")
    whose = list(dict.fromkeys(authorities))
    for authority in whose:
        read_profile(authority)  # a wrong one is refused before any work
    if len(whose) > 1 and has_workers():
        came_of = on_workers(whose, on, lambda authority: _came_of(authority, on))
    else:
        came_of = {
            authority: _came_of(authority, on, is_only=len(whose) == 1) for authority in whose
        }
    stages = [f"{name}: {', '.join(done)}" for name, (done, _) in came_of.items()]
    failures = list(_reasons(came_of))
    unwell = [name for name, (_, failed) in came_of.items() if failed]
    told = (
        f"Not every stage of {', '.join(unwell)} was done" if failures else "Every stage was done"
    )
    announce_run(f"run-cycle {' '.join(whose)}", told, [*stages, *failures])
    if failures:
        raise CycleIncomplete(" ".join(failures))
    return {authority: done for authority, (done, _) in came_of.items()}


def _came_of(authority: str, on: date | None, *, is_only: bool = False) -> Stages:
    """Run one of several authorities' stages; what nobody foresaw of it stops no other."""
    try:
        return _stages(authority, on)
    except Exception as fault:
        if is_only:
            raise
        why = str(Unforeseen("its cycle", fault))
        flow_log().error("%s: %s", authority, why)
        return {}, [why]


def _reasons(came_of: Mapping[str, Stages]) -> Iterator[str]:
    """Yield why each stage failed, with its authority before it once."""
    for authority, (_, failed) in came_of.items():
        for why in failed:
            yield f"{authority}: {why.removeprefix(f'{authority}: ')}"


def _stages(authority: str, on: date | None) -> Stages:
    """Run one authority's stages; one that fails leaves the next to the last good data.

    Where the database is away or full this one ends, and where another run is at work for the authority:
    of two that share the stages between them, each could issue a pack of what the other has not loaded.
    """
    done: dict[str, Any] = {}
    failed: list[str] = []
    profile = read_profile(authority)
    due = day_due(on, profile)
    stages = (refresh_needs, refresh_register, flag_contracts, plan_services, refresh_market)
    asked: list[tuple[Flow[..., Any], dict[str, Any]]] = [(stage, {"on": due}) for stage in stages]
    asked += [(build_packs, wanted) for wanted in _packs_wanted(profile, due, on)]
    for stage, parameters in asked:
        run = stage if in_run() else stage.fn
        try:
            answer = run(authority=authority, **parameters)
            if stage is build_packs and stage.name in done:
                done[stage.name]["packs"] += answer["packs"]
            else:
                done[stage.name] = answer
        except FORESEEN as error:
            flow_log().error("%s: %s failed: %s", authority, stage.name, error)
            failed.append(str(error))
            if isinstance(error, ENDS_THE_RUN):
                break
    return done, failed


def _packs_wanted(profile: Profile, due: date, on: date | None) -> list[dict[str, Any]]:
    """Return what packs the profile wants and of which day; the needs profile comes of the first stage.

    Without a day they are of the last month, quarter or year that had finished.
    """
    wanted = []
    for name in profile.packs.audiences:
        if name != NEEDS_AUDIENCE:
            kind = audience_named(name).period
            finished = last_finished(kind, due, profile.financial_year_start_md)
            wanted.append({"audience": name, "on": on or finished.ends_on})
    return wanted
