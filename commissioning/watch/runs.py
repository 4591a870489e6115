"""What the Prefect server knows of an authority's runs: paused, late, failed, interrupted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commissioning.watch.finding import Finding, listed

SERVER = "server"  # what its finding is called
AGAIN = "again-"  # an idempotency key: the run that stands in for the interrupted one of that id
# Stages that may be run again by themselves: a second run stores the same rows once. What a person
# filled in a form for is the person's to send again.
RUN_AGAIN = (
    *("refresh-needs", "refresh-register", "flag-contracts", "plan-services", "refresh-market"),
    *("build-packs", "review-services", "publish-register", "run-cycle"),
)
STARTING = timedelta(minutes=5)  # from being handed to a machine to the first word from it
LATE = timedelta(minutes=30)
RUN_AGAIN_WITHIN = timedelta(days=2)  # a stage that was interrupted before that has been due since
UNDER_WAY = ("RUNNING", "PENDING")
ENDED = ("COMPLETED", "FAILED")  # by themselves


@dataclass(frozen=True)
class Deployment:
    """A flow as it is run for an authority."""

    id: str
    flow: str
    name: str
    schedules: int
    is_paused: bool
    made_at: datetime
    audience: str = ""


@dataclass(frozen=True)
class PrefectRun:
    """A run of a deployment: its state, since when, when it was due and what it was told."""

    id: str
    name: str
    deployment_id: str
    state: str
    state_name: str
    since: datetime
    due_at: datetime
    parameters: Mapping[str, object]
    idempotency_key: str = ""
    said: str = ""


@dataclass(frozen=True)
class ServerState:
    """What a server told of an authority; ``trouble`` where it told nothing, in a sentence."""

    address: str
    trouble: str = ""
    deployments: Sequence[Deployment] = ()
    runs: Sequence[PrefectRun] = ()

    def flow_of(self, run: PrefectRun) -> str:
        """Return the flow that a run is of."""
        return next(each.flow for each in self.deployments if each.id == run.deployment_id)


def interrupted(
    server: ServerState, workers: Mapping[str, bool], *, now: datetime
) -> list[PrefectRun]:
    """Return the runs that ended without saying so, or were said to have crashed.

    ``workers`` has each run that wrote in our ledger who works on it, and whether that process lives. A
    run that is under way and has not, long after it was handed to a machine, never got as far.
    """
    return [
        run
        for run in server.runs
        if run.state == "CRASHED"
        or (
            run.state in UNDER_WAY
            and not (workers[run.id] if run.id in workers else now - run.since < STARTING)
        )
    ]


def to_run_again(
    server: ServerState, found: Iterable[PrefectRun], *, now: datetime
) -> list[PrefectRun]:
    """Return the interrupted runs that may be run again and have not been: each once, and no second time."""
    done = {run.idempotency_key for run in server.runs}
    return [
        run
        for run in found
        if server.flow_of(run) in RUN_AGAIN
        and not run.idempotency_key.startswith(AGAIN)
        and AGAIN + run.id not in done
        and (run.state in UNDER_WAY or now - run.since < RUN_AGAIN_WITHIN)
    ]


def server_findings(
    authority: str, server: ServerState, workers: Mapping[str, bool], *, now: datetime
) -> list[Finding]:
    """Return what is unwell of the schedules and the runs of an authority; of a silent server, only that."""
    answers = Finding(
        SERVER,
        not server.trouble,
        f"{server.address}: {server.trouble or 'answers'}",
        "start it again with commissioning serve, or mend PREFECT_API_URL and PREFECT_API_AUTH_STRING",
        server.trouble,
    )
    if server.trouble:
        return [answers]
    return [
        answers,
        _paused(authority, server.deployments),
        _late(authority, server, now),
        _failed(authority, server),
        _interrupted(authority, server, interrupted(server, workers, now=now)),
    ]


def _paused(authority: str, deployments: Collection[Deployment]) -> Finding:
    scheduled = [each for each in deployments if each.schedules]
    return listed(
        f"{authority} schedules",
        ((each.id, f"{each.flow} is paused") for each in scheduled if each.is_paused),
        otherwise=f"{len(scheduled)} switched on",
        remedy="switch it on in the web pages (Deployments), unless it is meant to rest",
    )


def _late(authority: str, server: ServerState, now: datetime) -> Finding:
    waiting = (
        (run.id, f"{server.flow_of(run)} was due at {run.due_at:%Y-%m-%d %H:%M} UTC")
        for run in server.runs
        if run.state == "SCHEDULED" and run.state_name == "Late" and now - run.due_at > LATE
    )
    return listed(
        f"{authority} runs late",
        waiting,
        otherwise="none waits",
        remedy="see that a worker runs: commissioning serve has one, or prefect worker start",
    )


def _failed(authority: str, server: ServerState) -> Finding:
    """Tell of the flows whose newest run to end by itself has failed."""
    ended: dict[str, PrefectRun] = {}
    for run in sorted(server.runs, key=lambda run: run.since):
        if run.state in ENDED:
            ended[run.deployment_id] = run
    failed = (
        (run.id, f"{server.flow_of(run)} ({run.name}): {run.said}")
        for run in ended.values()
        if run.state == "FAILED"
    )
    return listed(
        f"{authority} runs failed",
        failed,
        otherwise="none, of the newest of each flow",
        remedy="do as the sentence says, then run the flow again",
    )


def _interrupted(authority: str, server: ServerState, found: Iterable[PrefectRun]) -> Finding:
    """Tell of the interrupted runs whose work was done neither in their place nor by a later run."""
    by_key = {run.idempotency_key: run for run in server.runs if run.idempotency_key}
    done = {run.deployment_id: run.since for run in server.runs if run.state == "COMPLETED"}
    faults = []
    for run in found:
        again = by_key.get(AGAIN + run.id)
        if done.get(run.deployment_id, run.since) > run.since:
            continue
        if again is None:
            faults.append((run.id, f"{server.flow_of(run)} ({run.name}) was interrupted"))
        elif again.state != "CRASHED":  # else the second is told of itself
            said = f"was interrupted and started again ({again.name}): {again.state_name.lower()}"
            faults.append((run.id + again.id, f"{server.flow_of(run)} ({run.name}) {said}"))
    return listed(
        f"{authority} runs interrupted",
        faults,
        otherwise="none",
        remedy="watch starts it again once by itself; where that is done or cannot be, run the flow again",
    )
