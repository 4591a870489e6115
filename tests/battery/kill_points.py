"""A whole cycle, run again and again in processes of its own, each killed at a point of our choice.

A point is a COMMIT of a writing transaction, a rename or an fsync: all that a run does to what
outlives it. It is called by what is done and how many times that was done by then ("COMMIT 6",
"replace index.html 1"), and the process kills itself with SIGKILL just before or just after it.

Great Expectations takes seconds to import, so one process imports everything, and forks for every
run. What it, the rules and the pack's charts cost at each run is saved by looking their answers up by
their inputs: they store nothing, and it is the storing that is killed.
"""

import gc
import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BEFORE, AFTER = "before", "after"
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

    def __init__(self, folder: Path, answers: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.battery.kill_points", str(folder), str(answers)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def run(self, cycle: Cycle) -> Ended:
        """Run one cycle to its end, whichever that is."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(cycle)) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


class Points:
    """Tells the points of a run apart, and kills the process at the one it is to die at."""

    def __init__(self, point: str, moment: str, log: Path) -> None:
        self.point, self.moment = point, moment
        self._log = log.open("w")
        self._times: Counter[str] = Counter()
        self._writes = False

    def watch(self) -> None:
        """Stand between the code and everything that outlives the process."""
        from sqlalchemy import Engine, event
        from sqlalchemy.engine.default import DefaultDialect

        os.replace = self.around("replace", os.replace)  # type: ignore[assignment]
        os.rename = self.around("rename", os.rename)  # type: ignore[assignment]
        os.fsync = self.around("fsync", os.fsync)
        event.listen(Engine, "commit", self._about_to_commit)
        commit = DefaultDialect.do_commit
        noted = self.around("COMMIT", commit)
        DefaultDialect.do_commit = lambda *given: (noted if self._writes else commit)(*given)  # type: ignore[method-assign,assignment]

    def _about_to_commit(self, connection: Any) -> None:
        # A transaction that only reads leaves nothing behind, whenever it is killed.
        self._writes = connection.get_execution_options().get("immediate", False)

    def around(self, name: str, done: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a point at it."""

        def at_point(*given: Any, **named: Any) -> Any:
            what = f"{name} {Path(given[1]).name}" if name in ("replace", "rename") else name
            self._times[what] += 1
            point = f"{what} {self._times[what]}"
            self._log.write(f"{point}\n")
            self._log.flush()
            self._die_if(point, BEFORE)
            result = done(*given, **named)
            self._die_if(point, AFTER)
            return result

        return at_point

    def _die_if(self, point: str, moment: str) -> None:
        if (point, moment) == (self.point, self.moment):
            os.kill(os.getpid(), signal.SIGKILL)


def serve(folder: Path, answers: Path) -> None:
    """Import everything, run one cycle to warm up, then run those that standard input asks for."""
    from tests.battery.small_council import first_edition

    reply = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _import_everything(folder)
    _look_answers_up(answers)
    authorities = str(first_edition(folder / "authorities"))
    for name in ("answers", "warm"):
        home = folder / name
        cycle = Cycle(
            str(home), f"sqlite:///{home / 'commissioning.db'}", authorities, "2022-07-31"
        )
        # The charts are drawn in a fork, because what draws them would not survive one itself.
        _forked(cycle, folder) if name == "answers" else _run(cycle)
    gc.collect()
    gc.freeze()  # a fork need not look through all that was imported
    for line in sys.stdin:
        ended = _forked(Cycle(**json.loads(line)), folder)
        reply.write(json.dumps(asdict(ended)) + "\n")
        reply.flush()


def _import_everything(folder: Path) -> None:
    from deployments.embedded import make_prefect_home, prefect_settings

    make_prefect_home(folder)
    os.environ.update(prefect_settings(folder))
    import alembic.command
    import great_expectations
    import tqdm
    import vl_convert

    import flows.cycle

    tqdm.tqdm.monitor_interval = 0  # a thread would not survive the fork
    assert all((alembic.command, great_expectations, vl_convert, flows.cycle))


def _look_answers_up(answers: Path) -> None:
    import tasks.judge
    import tasks.render
    import tasks.stage

    answers.mkdir(exist_ok=True)
    tasks.judge.judge_register = _looked_up(answers, tasks.judge.judge_register)
    tasks.stage.hold_to = _looked_up(answers, tasks.stage.hold_to)
    tasks.render.build = _looked_up(answers, tasks.render.build)


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
    log, trouble = folder / "points.log", folder / "trouble.log"
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
    return Ended(
        os.waitstatus_to_exitcode(status),
        log.read_text().splitlines(),
        trouble.read_text()[-2_000:],
    )


def _run(cycle: Cycle) -> None:
    from flows.cycle import run_cycle

    os.environ["COMMISSIONING_HOME"] = cycle.home
    os.environ["COMMISSIONING_DATABASE_URL"] = cycle.database
    os.environ["COMMISSIONING_AUTHORITIES"] = cycle.authorities
    run_cycle.fn(["salford"], on=date.fromisoformat(cycle.on))


def die_in_command(point: str, moment: str, log: Path, words: list[str]) -> None:
    """Run a command of ours as a person would, and die in it."""
    from deployments.cli import main

    Points(point, moment, log).watch()
    main(words)


if __name__ == "__main__":
    if sys.argv[1] == "command":
        die_in_command(sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5:])
    else:
        serve(Path(sys.argv[1]), Path(sys.argv[2]))
