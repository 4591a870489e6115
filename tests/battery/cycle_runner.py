"""A whole cycle, run again and again in processes of its own, each killed where a test says.

Great Expectations takes seconds to import, so one process imports everything, and forks for every
run. What it, the rules and the pack cost at each run is saved by looking their answers up by their
inputs: they store nothing, and it is the storing that is killed.
"""

import gc
import hashlib
import json
import os
import pickle
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from types import SimpleNamespace
from typing import Any

from tests.battery.kill_points import BEFORE, Points
from tests.battery.small_council import first_edition

ROOT = Path(__file__).parents[2]
RENAME = os.rename  # our own, which is no point of a run


@dataclass(frozen=True)
class Cycle:
    """One run of the cycle: where, of which authority folder and day, and where it is to die."""

    home: str
    database: str
    authorities: str
    on: str
    point: str = ""  # nowhere
    moment: str = BEFORE


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status (-9 when killed), the points it came to, what it complained of."""

    status: int
    points: list[str]
    trouble: str


class Runner:
    """A process that has everything imported and forks for each cycle it is asked to run."""

    def __enter__(self) -> "Runner":
        # Not under pytest's folder, whose long path a socket's name would not fit into.
        self._folder = Path(tempfile.mkdtemp(prefix="commissioning-runner-"))
        command = [sys.executable, "-m", "tests.battery.cycle_runner", str(self._folder)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        while not (self._folder / "socket").exists():
            assert self._process.poll() is None, "the runner could not start"
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        rmtree(self._folder)

    def run(self, cycle: Cycle) -> Ended:
        """Run one cycle to its end, whichever that is; several may be run at once."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._folder / "socket"))
            with line.makefile("rw") as words:
                words.write(json.dumps(asdict(cycle)) + "\n")
                words.flush()
                return Ended(**json.loads(words.readline()))


class Server(ForkingMixIn, UnixStreamServer):
    """Answers each request in a process of its own, and ends when the one that started it is gone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder / "socket"), Request)
        self.folder, self.starter = folder, os.getppid()

    def service_actions(self) -> None:
        """Look round now and then."""
        super().service_actions()
        if os.getppid() != self.starter:
            sys.exit()


class Request(StreamRequestHandler):
    """One cycle to run."""

    server: Server

    def handle(self) -> None:
        """Run it and answer how it ended."""
        ended = _forked(Cycle(**json.loads(self.rfile.readline())), self.server.folder)
        self.wfile.write(json.dumps(asdict(ended)).encode() + b"\n")


def serve(folder: Path) -> None:
    """Import everything, run one cycle to warm up, then run those that are asked for."""
    _import_everything(folder)
    _look_answers_up(folder / "answers")
    authorities, home = first_edition(folder / "authorities"), folder / "warm"
    database = f"sqlite:///{home / 'commissioning.db'}"
    _run(Cycle(str(home), database, str(authorities), "2022-07-31"))
    gc.collect()
    gc.freeze()  # a fork need not look through all that was imported
    with Server(folder) as server:
        server.serve_forever()


def _import_everything(folder: Path) -> None:
    from deployments.embedded import make_prefect_home, prefect_settings

    make_prefect_home(folder)
    os.environ.update(prefect_settings(folder))
    import alembic.command
    import great_expectations
    import tqdm

    import flows.cycle
    import flows.needs

    tqdm.tqdm.monitor_interval = 0  # a thread would not survive the fork
    # These store nothing; each of their pages is put in its place whole.
    flows.cycle.plan_services = flows.cycle.refresh_market = SimpleNamespace(
        name="left out", fn=lambda authority, on: None
    )
    # A needs profile is issued as the management team's pack is, whose every point is a point here.
    flows.needs.issue_needs_profile = lambda workplace, on: None
    assert all((alembic.command, great_expectations, flows.cycle))


def _look_answers_up(answers: Path) -> None:
    import tasks.issue
    import tasks.judge
    import tasks.render
    import tasks.stage

    answers.mkdir()
    tasks.judge.judge_register = _looked_up(answers, tasks.judge.judge_register)
    tasks.stage.hold_to = _looked_up(answers, tasks.stage.hold_to)
    tasks.render.build = _looked_up(answers, tasks.render.build)
    tasks.issue.forms_of = _looked_up(answers, tasks.issue.forms_of)


def _looked_up(answers: Path, asked: Callable[..., Any]) -> Callable[..., Any]:
    """Return a pure function that asks only once for the same inputs, in whichever process."""

    def answer(*given: Any, **named: Any) -> Any:
        told = [getattr(one, "feed", one) if _is_suite(one) else one for one in given]
        content = pickle.dumps((asked.__name__, told, sorted(named.items())))
        path = answers / hashlib.sha256(content).hexdigest()
        if path.exists():
            return pickle.loads(path.read_bytes())
        found = asked(*given, **named)
        arriving = path.with_suffix(f".{os.getpid()}")
        arriving.write_bytes(pickle.dumps(found))
        RENAME(arriving, path)
        return found

    return answer


def _is_suite(value: object) -> bool:
    return type(value).__name__ == "Suite"


def _forked(cycle: Cycle, folder: Path) -> Ended:
    log, trouble = (folder / f"{os.getpid()}.{name}" for name in ("points", "trouble"))
    child = os.fork()
    if child == 0:
        with trouble.open("w") as said:
            os.dup2(said.fileno(), sys.stdout.fileno())
            os.dup2(said.fileno(), sys.stderr.fileno())
        try:
            Points(cycle.point, cycle.moment, log).watch()
            _run(cycle)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    points, said = log.read_text().splitlines(), trouble.read_text()[-2_000:]
    return Ended(os.waitstatus_to_exitcode(status), points, said)


def _run(cycle: Cycle) -> None:
    from flows.cycle import run_cycle

    os.environ["COMMISSIONING_HOME"] = cycle.home
    os.environ["COMMISSIONING_DATABASE_URL"] = cycle.database
    os.environ["COMMISSIONING_AUTHORITIES"] = cycle.authorities
    run_cycle.fn(["salford"], on=date.fromisoformat(cycle.on))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
