"""A Prefect server on PostgreSQL and workers, each a process of its own, and our database beside it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from deployments.embedded import prefect_settings
from deployments.processes import descendants, is_alive
from deployments.serve import server_command, server_environment, worker_command
from tasks.prefect_api import allow_writing, server_api
from tests.battery.cycle_runner import ROOT
from tests.debian_postgres import debian_cluster, free_port

PASSWORD = "ops:secret"
SECONDS = 240


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
    def prefect_database(self) -> str:
        return f"{self.cluster.rpartition('/')[0]}/prefect"

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

    def start(self, words, environment, name, output=None):
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=self.folder,
                env=environment,
                stdout=output or log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def start_server(self):
        """Start Prefect's server on PostgreSQL and wait until it answers."""
        environment = server_environment(self.home, "127.0.0.1", self.port, PASSWORD) | {
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": self.prefect_database.replace(
                ":", "+asyncpg:", 1
            )
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

    def start_worker(self, limit=2):
        return self.start(worker_command(limit), self.environment, "worker")

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


@contextmanager
def opened_office(folder: Path, **settings: object) -> Iterator[Office]:
    """Yield an office in a folder, with both databases made and nothing started; end what it started."""
    with debian_cluster(**settings) as cluster:
        made = Office(cluster, folder)
        made.home.mkdir(mode=0o700)
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("CREATE DATABASE ours")
            connection.execute("CREATE DATABASE prefect")
        with psycopg.connect(made.prefect_database) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
        try:
            yield made
        finally:
            for process in made.started:
                kill(process)
