"""A run that was killed, as the server and the ledger know it: found, and run again once."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]
WORKING = """
import os, time
from flows.workplace import open_workplace
from models.store.lease import lease
place = open_workplace("salford", os.environ)
with lease(place.engine, "salford", "judge"):
    print("working", flush=True)
    time.sleep(120)
"""


@pytest.fixture
def server(prefect_server, tmp_path, monkeypatch):
    """A client of the server, which is set for what the tests run, with a home of its own."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    monkeypatch.setenv("COMMISSIONING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREFECT_API_URL", PREFECT_API_URL.value())
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def deployment(server):
    flow = server.create_flow_from_name("flag-contracts")
    return server.create_deployment(
        flow,
        "salford",
        entrypoint="flows.flagging.flag_contracts",
        parameters={"authority": "salford"},
    )


def under_way(server, deployment, due_at):
    """Have a run of the deployment under way since a while, due at an hour, on a day of its own."""
    from prefect.states import Running, Scheduled

    run = server.create_flow_run_from_deployment(
        deployment, state=Scheduled(scheduled_time=due_at), parameters={"on": "2022-07-31"}
    )
    server.set_flow_run_state(run.id, Running(), force=True)
    return server.read_flow_run(run.id)


def begun(run):
    """Return a process that works on a run, as a worker starts one."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKING],
        cwd=ROOT,
        env={**os.environ, "PREFECT__FLOW_RUN_ID": str(run.id)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "working\n"
    return process


def test_a_killed_run_is_run_again_once_as_it_was_due(server, deployment):
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId

    from flows.watch import watch

    due_at = (datetime.now(UTC) - timedelta(hours=1)).replace(microsecond=0)
    run = under_way(server, deployment, due_at)
    process = begun(run)
    try:
        assert watch.fn("salford")["started_again"] == []  # it lives
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()

    watched = watch("salford")
    assert watched["started_again"] == [run.name]
    states = {each["what"]: each for each in watched["findings"]}
    assert "started again" in states["salford runs interrupted"]["seen"]
    assert not states["salford work left"]["is_well"]
    assert server.read_flow_run(run.id).state.is_crashed()

    assert watch.fn("salford")["started_again"] == []
    of_deployment = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
    [again] = [
        each for each in server.read_flow_runs(flow_run_filter=of_deployment) if each.id != run.id
    ]
    assert again.state.is_scheduled()
    assert again.parameters == {"authority": "salford", "on": "2022-07-31"}
    assert again.expected_start_time == due_at

    [shown] = [each for each in server.read_artifacts() if each.key == "watch-salford"][:1]
    assert "runs interrupted" in shown.data
