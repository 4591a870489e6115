"""One run of the cycle for each of many authorities, begun on the server's workers and waited for.

The run that waits holds one of the places that workers have. Where all are held so, none is left for
those that are waited for: so a run that sees none of its own at work takes one back and does it itself.
However many runs wait for others, on however few places, each of them gets on.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from time import monotonic, sleep
from uuid import UUID

import httpx
from prefect import runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import SetStateStatus
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelled, Cancelling, State

from models.store.errors import ServerLost
from tasks.announce import in_run
from tasks.step import flow_log

DEPLOYMENT = (
    "run-cycle/any"  # of deployments/prefect.yaml; no limit of its own, so none waits for it
)
LOOK_AGAIN_SECONDS = 5.0
# A worker looks for work every three to fifteen seconds, and a process takes some to begin.
PATIENCE_SECONDS = 60.0
SILENT_SECONDS = 600.0  # of a server that is not there, before nobody waits for it any longer
STARTING = timedelta(minutes=5)  # from being handed to a machine to the first word from it
ASKED_AT_ONCE = 100
RAISED = re.compile(r"^Flow run encountered an exception: (\w+: )?")

Stages = tuple[dict[str, object], list[str]]  # what each stage returned, and why some failed


def has_workers() -> bool:
    """Tell whether this is a run on a server that can begin others: its deployment is there."""
    if not in_run() or not PREFECT_API_URL.value():
        return False
    with get_client(sync_client=True) as client, suppress(ObjectNotFound):
        client.read_deployment_by_name(DEPLOYMENT)
        return True
    return False


def on_workers(
    authorities: list[str], on: date | None, here: Callable[[str], Stages]
) -> dict[str, Stages]:
    """Have a worker run each authority's cycle, and return what came of each, in their order.

    ``here`` runs one in this run. One whose run cannot be begun stops no other. Whatever ends this run
    cancels those that have not ended. Raises ServerLost where the server stays away.
    """
    runs: dict[str, FlowRun] = {}
    came_of: dict[str, Stages] = {}
    with get_client(sync_client=True) as client:
        try:
            for authority in authorities:
                try:
                    runs[authority] = _begin(authority, on)
                except PrefectHTTPStatusError as refused:
                    came_of[authority] = {}, [f"its run could not be begun: {_said_by(refused)}"]
            came_of |= _waited_for(client, dict(runs), here)
        except BaseException:  # cancelled, interrupted, terminated: nobody would look at theirs
            _cancel(client, runs)
            raise
    return {authority: came_of[authority] for authority in authorities}


def _begin(authority: str, on: date | None) -> FlowRun:
    """Begin one authority's run: due when this one was, and once however often it is asked for."""
    run = runtime.flow_run
    day = {"on": on.isoformat()} if on else {}
    begun = run_deployment(
        DEPLOYMENT,
        parameters={"authorities": [authority], **day},
        scheduled_time=run.scheduled_start_time,
        idempotency_key=f"{run.id} {run.run_count} {authority}",
        tags=[authority],
        timeout=0,
    )
    flow_log().info("%s: its cycle is a run of its own, %s", authority, begun.name)  # type: ignore[union-attr]
    return begun  # type: ignore[return-value]


def _said_by(refused: PrefectHTTPStatusError) -> str:
    """Return what the server said of a request that it refused."""
    told = refused.response.json() if refused.response.content else {}
    return str(told.get("detail") or refused.response.reason_phrase).rstrip(".") + "."


def _waited_for(
    client: SyncPrefectClient, left: dict[str, FlowRun], here: Callable[[str], Stages]
) -> dict[str, Stages]:
    """Wait until all have ended; where none is at work for long, do one here."""
    came_of: dict[str, Stages] = {}
    heard = at_work = monotonic()
    while left:
        states = _states(client, left)
        for authority, state in states.items():
            if state is None or state.is_final():
                came_of[authority] = _told(left.pop(authority), state)
        if states:
            heard = monotonic()
        elif monotonic() - heard >= SILENT_SECONDS:
            raise ServerLost
        if any(state and _is_at_work(state) for state in states.values()):
            at_work = monotonic()
        if left and monotonic() - at_work >= PATIENCE_SECONDS:
            authority = next(iter(left))
            if _taken_back(client, left[authority]):
                del left[authority]
                flow_log().info("%s: no worker took its cycle, so it is done here", authority)
                came_of[authority] = here(authority)
            at_work = monotonic()
        elif left:
            sleep(LOOK_AGAIN_SECONDS)
    return came_of


def _states(client: SyncPrefectClient, runs: Mapping[str, FlowRun]) -> dict[str, State | None]:
    """Return the state of each run, None of one that was deleted; of none while the server does not answer."""
    asked = [run.id for run in runs.values()]
    found: dict[UUID, State | None] = {}
    try:
        for first in range(0, len(asked), ASKED_AT_ONCE):
            some = FlowRunFilterId(any_=asked[first : first + ASKED_AT_ONCE])
            read = client.read_flow_runs(flow_run_filter=FlowRunFilter(id=some))
            found |= {run.id: run.state for run in read}
    except httpx.TransportError:
        return {}
    return {authority: found.get(run.id) for authority, run in runs.items()}


def _is_at_work(state: State) -> bool:
    """Tell a run that a machine has from one that waits for a place, or whose machine never began it."""
    if state.is_pending():
        return datetime.now(UTC) - state.timestamp < STARTING
    return not state.is_final() and not state.is_scheduled()


def _taken_back(client: SyncPrefectClient, run: FlowRun) -> bool:
    """Cancel a run that waits for a place; False where a worker was quicker, or nobody answers."""
    with suppress(httpx.TransportError, ObjectNotFound):
        state = client.read_flow_run(run.id).state
        if state and not state.is_final() and not _is_at_work(state):
            why = Cancelled(
                message="No worker had a place for it; the run that asked for it did it."
            )
            return client.set_flow_run_state(run.id, why).status == SetStateStatus.ACCEPT
    return False


def _told(run: FlowRun, state: State | None) -> Stages:
    """Return where a run can be looked up and how it ended, and in a sentence why it failed."""
    if state is None:
        return {}, [f"its run {run.name} was deleted."]
    looked_up = {"flow_run": str(run.id), "name": run.name, "state": state.name}
    known: dict[str, object] = {"run-cycle": looked_up}
    if state.is_completed():
        return known, []
    said = RAISED.sub("", state.message or "")
    return known, [said or f"its run {run.name} ended as {state.name}."]


def _cancel(client: SyncPrefectClient, runs: Mapping[str, FlowRun]) -> None:
    """Cancel those that have not ended; one that cannot be told goes on, and does no harm."""
    for authority, state in _states(client, runs).items():
        if state and not state.is_final():
            with suppress(httpx.HTTPError, ObjectNotFound):
                client.set_flow_run_state(runs[authority].id, Cancelling())
