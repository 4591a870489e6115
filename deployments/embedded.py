"""One command on one machine: Prefect's server is started for the run and stopped with it.

Everything Prefect keeps is in ``<home>/prefect``, readable by its owner alone. Where
``PREFECT_API_URL`` names a server, that server is used as it is and nothing is started.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commissioning.errors import CommissioningError
from deployments.processes import STARTUP_SECONDS, forget, reap_orphan, record

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer

# Most runs have told all within half a second; a busy machine needs longer.
DELIVERY_SECONDS = 30
LOG = Path("prefect") / "server.log"
SERVER = "deployments.prefect_server:create_app"
# What Prefect gives its own temporary server: no UI, and only the services a single run needs.
EPHEMERAL = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


def prefect_settings(home: Path) -> dict[str, str]:
    """Return the environment that keeps Prefect in our home, quiet, and off the network."""
    loopback = ["127.0.0.1", "localhost"]
    past_the_proxy = ",".join(filter(None, [os.environ.get("NO_PROXY"), *loopback]))
    return {
        "PREFECT_HOME": str(home.resolve() / "prefect"),
        # A profile of the user's own is not in our home; Prefect would warn that it is missing.
        "PREFECT_PROFILE": "ephemeral",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(STARTUP_SECONDS),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # Importing Prefect starts an analytics client of its own, which only this switches off.
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # One write for many tasks: writing each made SQLite turn the next flow away for two seconds.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
        # In whole seconds: of half a second Prefect makes none, and its server would never rest.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        # Prefect's default is pickle, which runs whatever was put in the file.
        "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
        # The terminal is told each line once, by the product's own logger, and a fault in a sentence.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        # An authority's proxy would be asked for the server on this machine, and refuse.
        "NO_PROXY": past_the_proxy,
        "no_proxy": past_the_proxy,
    }


def with_own_packages() -> str:
    """Return the path of Python's with the folder of our packages, which a process elsewhere is not beside."""
    ours = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), ours]))


def settle_prefect(home: Path) -> None:
    """Hand Prefect its settings, before anything imports it: it reads them as it is imported.

    Else it would make a folder of its own in the user's, and report on its use.
    """
    os.environ.update(prefect_settings(home))


@contextmanager
def embedded(home: Path) -> Iterator[str]:
    """Run flows inside this block against a server of their own; import them inside it too.

    Yields the server's address, which another process may be handed to run flows there (``attached``). The environment stays set after the block: Prefect read it once, for the life of the process.
    """
    if address := os.environ.get("PREFECT_API_URL"):
        yield address
        return
    _refuse_late_settings(home)
    os.environ.pop("PREFECT_API_URL", None)  # set, but to nothing: Prefect would still call it
    settle_prefect(home)
    make_prefect_home(home)
    reap_orphan(home)

    with _without_heartbeat(), _left_by_sigterm():
        server = _own_server(home)
        try:
            _start(server, home)
            yield server.api_url
        finally:
            deliver_what_is_queued()
            server.stop()
            forget(home, "server")


@contextmanager
def attached() -> Iterator[None]:
    """Run flows inside this block against the server of the command that started this process."""
    with _without_heartbeat():
        try:
            yield
        finally:
            deliver_what_is_queued()


@contextmanager
def _without_heartbeat() -> Iterator[None]:
    """Spare each flow the second that it waits for its heartbeat; the environment cannot say so."""
    # Imported here because Prefect reads its settings as it is imported, and takes seconds.
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def make_prefect_home(home: Path) -> None:
    """Make Prefect's folder and database for their owner alone; Prefect itself would let all read."""
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    # SQLite gives its journal files the mode of the database.
    database = folder / "prefect.db"
    os.close(os.open(database, os.O_CREAT, 0o600))
    database.chmod(0o600)


def _refuse_late_settings(home: Path) -> None:
    """Refuse to go on where Prefect has already read other settings than ours."""
    if "prefect" not in sys.modules:
        return
    from prefect.settings import get_current_settings

    if get_current_settings().home != home.resolve() / "prefect":
        raise CommissioningError(
            "Prefect was imported before its settings were made; "
            "import the flows inside `with embedded(home):`."
        )


def _own_server(home: Path) -> "SubprocessASGIServer":
    """Return the temporary server that Prefect's client finds by itself, started our way."""
    from prefect.server.api.server import SubprocessASGIServer

    class OwnServer(SubprocessASGIServer):
        def _run_uvicorn_command(self) -> subprocess.Popen[bytes]:
            """Start it apart from the terminal and record it at once.

            Its output goes to a file: an orphan would hold our own open, and whoever reads it.
            """
            command = [sys.executable, "-m", "uvicorn", "--factory", SERVER, "--lifespan", "on"]
            command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
            with (home / LOG).open("wb") as log:
                process = subprocess.Popen(  # noqa: S603 - this Python, and words of our own
                    command,
                    env={**os.environ, **EPHEMERAL, "PYTHONPATH": with_own_packages()},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            record(home, "server", process.pid)
            return process

    return OwnServer()


def _start(server: "SubprocessASGIServer", home: Path) -> None:
    try:
        server.start()
    except RuntimeError as problem:
        raise CommissioningError(
            f"Prefect's server did not start within {STARTUP_SECONDS} seconds; "
            f"{home / LOG} says why."
        ) from problem


@contextmanager
def _left_by_sigterm() -> Iterator[None]:
    """Let a terminated command unwind, so that it stops its server instead of leaving it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def deliver_what_is_queued() -> None:
    """Hand over what the run still has to tell the server: its log lines and its tasks' states."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    queues = (APILogWorker, EventsWorker)
    for queue in queues:
        # It warns of what is still queued as soon as it is asked to finish.
        logging.getLogger(queue.__name__).setLevel(logging.ERROR)
    for queue in queues:
        queue.drain_all(timeout=DELIVERY_SECONDS)
