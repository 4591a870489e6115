"""Battery 4, 6, 7 and 12, with Prefect's server on PostgreSQL: worker, run and server killed, and a key given twice.

One server and one worker for all of it, in this order, because each takes seconds to start.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest

from deployments.embedded import prefect_settings
from deployments.processes import descendants, is_alive
from deployments.serve import POOL, server_command, server_environment, worker_command
from models.store.engine import open_engine
from models.store.schema import migrate
from tasks.prefect_api import allow_writing, server_api
from tests.battery.cycle_runner import ROOT
from tests.battery.invariants import check_invariants
from tests.battery.small_council import first_edition, second_edition
from tests.debian_postgres import debian_cluster, free_port

pytestmark = [pytest.mark.server, pytest.mark.postgres, pytest.mark.kill]

PASSWORD = "ops:secret"
SECONDS = 240
# The work of a run that lasts: what is killed is killed in the middle of a transaction.
LASTING = """CREATE OR REPLACE FUNCTION commissioning.last() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(15); RETURN NULL; END $$;
CREATE TRIGGER last AFTER INSERT ON commissioning.{table}
    FOR EACH ROW EXECUTE FUNCTION commissioning.last()"""
ASLEEP = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@dataclass
class Office:
    """A Prefect server and a worker, each a process of its own, and our database, all on one cluster."""

    cluster: str
    folder: Path
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def database(self) -> str:
        return f"{self.cluster.rpartition('/')[0]}/ours"

    @property
    def environment(self) -> dict[str, str]:
        """Return what a worker and a person at a terminal are given."""
        inherited = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
        return {
            **inherited,
            **prefect_settings(self.home),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api",
            "PREFECT_API_AUTH_STRING": PASSWORD,
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "COMMISSIONING_HOME": str(self.home),
            "COMMISSIONING_AUTHORITIES": str(self.folder / "authorities"),
            "COMMISSIONING_DATABASE_URL": self.database,
            "PYTHONPATH": str(ROOT),
        }

    def start(self, words, environment, name):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def start_server(self):
        """Start Prefect's server on PostgreSQL and wait until it answers."""
        address = f"{self.cluster.rpartition('/')[0]}/prefect"
        environment = server_environment(self.home, "127.0.0.1", self.port, PASSWORD) | {
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": address.replace(":", "+asyncpg:", 1)
        }
        server = self.start(server_command("127.0.0.1", self.port), environment, "server")
        assert eventually(self.answers)
        return server

    def answers(self):
        with suppress(httpx.HTTPError):
            return self.api().get("health").is_success
        return False

    def api(self):
        return server_api(f"http://127.0.0.1:{self.port}", PASSWORD)

    def asked(self, path, body):
        with self.api() as api:
            allow_writing(api)
            return api.post(path, json=body)

    def start_worker(self):
        return self.start(worker_command(2), self.environment, "worker")

    def ask(self, statement):
        with psycopg.connect(self.database, options="-c search_path=commissioning") as connection:
            connection.autocommit = True
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def state(self, run):
        with self.api() as api:
            return api.get(f"flow_runs/{run}").json()["state"]["type"]


def eventually(done, seconds=SECONDS):
    until = time.monotonic() + seconds
    while not (found := done()) and time.monotonic() < until:
        time.sleep(0.25)
    return found


def kill(process):
    """Kill a process and all that it started, as a machine does that loses its power."""
    for pid in (*descendants(process.pid), process.pid):
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with debian_cluster() as cluster:
        made = Office(cluster, folder)
        made.home.mkdir(mode=0o700)
        first_edition(folder / "authorities")
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("CREATE DATABASE ours")
            connection.execute("CREATE DATABASE prefect")
        with psycopg.connect(f"{cluster.rpartition('/')[0]}/prefect") as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
        try:
            yield made
        finally:
            for process in made.started:
                kill(process)


@pytest.fixture(scope="module")
def server(office):
    """The server, until a test kills it."""
    engine = open_engine(office.database)
    migrate(engine)
    engine.dispose()
    return office.start_server()


@pytest.fixture(scope="module")
def deployment(office, server):
    """The register's deployment, registered as `prefect deploy` does it."""
    office.asked("work_pools/", {"name": POOL, "type": "process"}).raise_for_status()
    flow = office.asked("flows/", {"name": "refresh-register"}).json()["id"]
    described = {
        "name": "salford",
        "flow_id": flow,
        "entrypoint": "flows.register.refresh_register",
        "pull_steps": [],
        "work_pool_name": POOL,
        "parameters": {"authority": "salford"},
        "concurrency_limit": 1,
    }
    return office.asked("deployments/", described).raise_for_status().json()["id"]


def run_of(office, deployment, **asked):
    made = office.asked(f"deployments/{deployment}/create_flow_run", asked)
    return made.raise_for_status().json()["id"]


@pytest.mark.gate
def test_a_key_that_another_run_has_who_was_told_otherwise_is_refused(office, deployment):
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00+00:00"}}
    asked = {"parameters": {"on": "2022-07-31"}, "idempotency_key": "july", "state": later}
    path = f"deployments/{deployment}/create_flow_run"
    first, again = office.asked(path, asked), office.asked(path, asked)
    assert first.json()["id"] == again.json()["id"]
    refused = office.asked(path, asked | {"parameters": {"on": "2022-08-31"}})
    assert refused.status_code == 409
    assert "has the key july already and was told otherwise" in refused.json()["detail"]


def watched(office, monkeypatch):
    """Return what the watch of an hour does."""
    from flows.watch import watch

    with monkeypatch.context() as patched:
        for name, value in office.environment.items():
            patched.setenv(name, value)
        return watch.fn("salford")


def test_a_run_whose_worker_is_killed_with_it_is_run_again_once_and_nothing_is_there_twice(
    office, deployment, monkeypatch
):
    worker = office.start_worker()
    office.ask(LASTING.format(table="load"))
    run = run_of(office, deployment, parameters={"on": "2022-07-31"})
    assert eventually(lambda: office.ask(ASLEEP))
    kill(worker)
    office.ask(f"SELECT pg_terminate_backend(pid) FROM ({ASLEEP}) AS asleep")
    office.ask("DROP TRIGGER last ON load")
    assert (office.state(run), office.ask("SELECT count(*) FROM load")) == ("RUNNING", [(0,)])

    assert len(watched(office, monkeypatch)["started_again"]) == 1
    assert watched(office, monkeypatch)["started_again"] == []  # it was
    assert office.state(run) == "CRASHED"
    office.start_worker()
    runs = {"flow_runs": {"idempotency_key": {"any_": [f"again-{run}"]}}}
    [again] = office.asked("flow_runs/filter", runs).json()
    assert again["parameters"] == {"authority": "salford", "on": "2022-07-31"}
    assert eventually(lambda: office.state(again["id"]) == "COMPLETED")
    assert office.ask("SELECT source FROM load ORDER BY 1") == [
        ("payments_2011_08",),
        ("register",),
    ]
    check_invariants(office.database, office.home)


def test_a_run_whose_server_is_killed_and_comes_back_completes(office, server, deployment):
    second_edition(office.folder / "authorities")
    office.ask(LASTING.format(table="load"))
    run = run_of(office, deployment, parameters={"on": "2022-08-31"})
    assert eventually(lambda: office.ask(ASLEEP))
    kill(server)
    office.start_server()
    assert eventually(lambda: office.state(run) == "COMPLETED")
    office.ask("DROP TRIGGER last ON load")
    assert office.ask("SELECT count(*), count(DISTINCT slot_seq) FROM load") == [(4, 2)]
    check_invariants(office.database, office.home)


def test_a_run_whose_server_never_comes_back_ends_and_our_ledger_says_what_was_done(office, server):
    office.ask(LASTING.format(table="judgement"))
    # Asked again once in place of five times: each of its waits is twice as long as the one before.
    environment = office.environment | {"PREFECT_CLIENT_MAX_RETRIES": "1"}
    words = ["deployments.cli", "flag-contracts", "--authority", "salford", "--on", "2022-08-31"]
    flagging = office.start(words, environment, "flagging")
    assert eventually(lambda: office.ask(ASLEEP))
    for process in office.started:
        if process is not flagging:
            kill(process)
    assert flagging.wait(SECONDS) == 1
    assert "Prefect's server does not answer" in (office.folder / "flagging.log").read_text()
    assert office.ask("SELECT count(*) FROM judgement") == [(1,)]
    assert office.ask("SELECT count(*) FROM run WHERE lease_until <> 0") == [(0,)]
    check_invariants(office.database, office.home)
