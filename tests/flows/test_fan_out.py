"""A cycle over several authorities on a server: a run for each, told of together, and never a deadlock."""

import threading
import time
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from commissioning.errors import CommissioningError
from tests.battery.small_council import first_edition

pytestmark = pytest.mark.server
ON = date(2022, 7, 31)
NAMES = ["eccles", "swinton"]


@dataclass(frozen=True)
class Server:
    """The server, asked by its client, and the deployment."""

    client: Any
    deployment: UUID


@pytest.fixture
def any_deployment(prefect_server, tmp_path, monkeypatch):
    """The deployment that runs are begun by, on a server without a single worker, and two authorities."""
    from prefect.client.orchestration import get_client

    from flows import fan_out
    from flows.cycle import run_cycle

    for name in NAMES:
        folder = first_edition(tmp_path / "authorities")
        profile = (folder / "salford.toml").read_text()
        (folder / f"{name}.toml").write_text(profile.replace('"salford"', f'"{name}"', 1))
    monkeypatch.setenv("COMMISSIONING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COMMISSIONING_AUTHORITIES", str(tmp_path / "authorities"))
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    monkeypatch.setattr(fan_out, "LOOK_AGAIN_SECONDS", 0.2)
    with get_client(sync_client=True) as client:
        flow = client.create_flow(run_cycle)
        made = client.create_deployment(flow_id=flow, name="any")
        yield Server(client, made)
        client.delete_deployment(made)


def children(server: Server) -> dict[str, Any]:
    """Return the runs that were begun by the deployment, by authority."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId

    of_deployment = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[server.deployment]))
    found = server.client.read_flow_runs(flow_run_filter=of_deployment)
    return {run.parameters["authorities"][0]: run for run in found}


def pretended(monkeypatch):
    """Have the stages of a cycle done without any work, and told of."""
    from flows import cycle

    done_here = []
    monkeypatch.setattr(
        cycle, "_stages", lambda name, _on: (done_here.append(name) or {"stages": name}, [])
    )
    return done_here


def test_a_run_that_no_worker_has_a_place_for_does_the_work_itself(any_deployment, monkeypatch):
    from flows import cycle, fan_out

    monkeypatch.setattr(fan_out, "PATIENCE_SECONDS", 0.5)
    done_here = pretended(monkeypatch)
    done = cycle.run_cycle(authorities=[*NAMES, *NAMES], on=ON)
    assert done_here == NAMES
    assert done == {name: {"stages": name} for name in NAMES}
    assert {run.state_name for run in children(any_deployment).values()} == {"Cancelled"}


def test_each_authority_has_a_run_of_its_own_and_one_that_fails_is_named(
    any_deployment, monkeypatch
):
    from prefect.states import Completed, Failed, Running

    from flows import cycle

    done_here = pretended(monkeypatch)
    said = "Flow run encountered an exception: CycleIncomplete: swinton: register.csv is empty."
    seen = {}

    def work() -> None:
        """Do what two workers would: take both, and end one well and one badly."""
        while len(seen) < len(NAMES):
            time.sleep(0.2)
            seen.update(children(any_deployment))
        for name, end in zip(NAMES, (Completed(), Failed(message=said)), strict=True):
            for state in (Running(), end):
                any_deployment.client.set_flow_run_state(seen[name].id, state, force=True)

    worker = threading.Thread(target=work)
    worker.start()
    with pytest.raises(CommissioningError) as failed:
        cycle.run_cycle(authorities=NAMES, on=ON)
    worker.join()
    assert str(failed.value) == "swinton: register.csv is empty."
    assert done_here == []
    assert [seen[name].parameters["on"] for name in NAMES] == ["2022-07-31", "2022-07-31"]
    assert all(run.parent_task_run_id for run in seen.values())  # shown under the run that waits


def test_what_ends_the_run_that_waits_cancels_those_it_waits_for(any_deployment, monkeypatch):
    from flows import cycle, fan_out

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fan_out, "sleep", interrupted)
    with pytest.raises(BaseException, match="") as ended:
        cycle.run_cycle(authorities=NAMES, on=ON)
    assert not isinstance(ended.value, Exception)
    assert {run.state_name for run in children(any_deployment).values()} == {"Cancelled"}
