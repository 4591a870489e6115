"""The Prefect processes we start: recorded, watched, and ended with all they started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from typing import IO

from commissioning.errors import CommissioningError

PROC = Path("/proc")
# An empty home takes 11 to 24 seconds for Prefect's migrations on two cores; a slow disk, longer.
STARTUP_SECONDS = 120
# Runs at once that SQLite was measured to bear with nothing lost; PostgreSQL bears more.
SQLITE_LIMIT = 4
# A child that has not ended this long after it was asked to is killed, with all it started.
GRACE_SECONDS = 5
PASSING = "command"  # what a process is recorded as that runs once and is waited for


def record(home: Path, name: str, pid: int) -> None:
    """Write down a process this one started, so that it can be ended if this one is killed."""
    path = _record_path(home, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(f"{pid}\n")
    unfinished.replace(path)


def forget(home: Path, name: str) -> None:
    """Remove the record of a process this one started and has ended."""
    _record_path(home, name).unlink(missing_ok=True)


def reap_orphan(home: Path) -> list[int]:
    """End the Prefect processes of killed runs of this home and return their pids.

    A recorded process is ended, with all it started, only where it is a Prefect process of this
    home whose starter is gone. Another run's is left alone, and so is everything on a machine
    without ``/proc``, where whose a process is cannot be read.
    """
    reaped = []
    for path in sorted((home / "run").glob("prefect-*.pid")):
        owner = int(path.stem.rpartition("-")[2])
        pid = int(path.read_text())
        if _parent(pid) == owner:
            continue
        if _is_prefect_of(pid, home):
            end_each([*descendants(pid), pid])
            reaped.append(pid)
        path.unlink(missing_ok=True)
    return reaped


def descendants(pid: int) -> list[int]:
    """Return every process that this one started, and that those started; none without /proc."""
    parents = {int(path.name): _parent(int(path.name)) for path in PROC.glob("[0-9]*")}
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


class Children:
    """The Prefect processes of one ``serve``; none outlives the block."""

    def __init__(self, home: Path, stop: Event) -> None:
        self.home, self.stop = home, stop
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.passing: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        if self.passing:
            end(self.passing)
            forget(self.home, PASSING)
        # The worker first: it ends its runs, which tell the server how they ended.
        for name, child in reversed(self.running.items()):
            end(child)
            forget(self.home, name)

    def start(self, name: str, words: list[str], environment: dict[str, str]) -> None:
        """Start ``python -m WORDS``, unless told to stop meanwhile; what it reports goes to stderr."""
        if not self.stop.is_set():
            self.running[name] = start_module(words, environment, subprocess.DEVNULL, None)
            record(self.home, name, self.running[name].pid)

    def wait_until(self, done: Callable[[], bool], otherwise: str) -> None:
        """Return when it is done or the person has had enough; give up when it takes too long."""
        until = time.monotonic() + STARTUP_SECONDS
        while not done() and not self.stop.wait(0.25):
            self._refuse_the_dead()
            if time.monotonic() > until:
                raise CommissioningError(
                    f"{otherwise} within {STARTUP_SECONDS} seconds; what it said is above."
                )

    def run(self, words: list[str], environment: dict[str, str], otherwise: str) -> None:
        """Run ``python -m WORDS`` to its end; where it fails, go no further and say why."""
        if self.stop.is_set():
            return
        with TemporaryFile() as said:
            child = self.passing = start_module(words, environment, said, said)
            record(self.home, PASSING, child.pid)
            self.wait_until(lambda: child.poll() is not None, otherwise)
            if child.poll():
                said.seek(0)
                raise CommissioningError(f"{otherwise}: {last_line(said.read())}")

    def watch(self) -> None:
        """Return when told to stop; fail when a child ends by itself."""
        while not self.stop.wait(0.5):
            self._refuse_the_dead()

    def _refuse_the_dead(self) -> None:
        for name, child in self.running.items():
            if child.poll() is not None:
                raise CommissioningError(
                    f"The Prefect {name} ended by itself (status {child.returncode}), so all was "
                    "stopped; what it said is above. Start serve again when that is mended."
                )


def start_module(
    words: list[str],
    environment: dict[str, str],
    output: int | IO[bytes] | None,
    errors: int | IO[bytes] | None,
) -> subprocess.Popen[bytes]:
    """Start ``python -m WORDS`` in a session of its own: Ctrl-C is to reach us, who end it."""
    return subprocess.Popen(  # noqa: S603 - this Python, and words of our own
        [sys.executable, "-m", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        start_new_session=True,
    )


def end(child: subprocess.Popen[bytes]) -> None:
    """End what a child started, then the child: asked first, and killed where that is not enough.

    In this order a run can tell the server that it crashed, while its worker would have killed it.
    """
    end_each(descendants(child.pid))
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(GRACE_SECONDS)
    child.kill()
    child.wait()


def end_each(pids: list[int]) -> None:
    """Ask processes that are not our children to end, kill what does not, and see them gone."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in filter(is_alive, pids):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + GRACE_SECONDS
        while any(map(is_alive, pids)) and time.monotonic() < until:
            time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Tell a process that runs from one that has ended, though nobody may have asked how."""
    return bool(_words(pid, "cmdline"))


def last_line(said: bytes) -> str:
    """Return the last line that says something of what a Prefect command said."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    telling = [line for line in lines if line and line != "An exception occurred."]
    return telling[-1] if telling else "Prefect did not say why"


def _record_path(home: Path, name: str) -> Path:
    # One file for each run, because two runs of one home may be under way at once.
    return home / "run" / f"prefect-{name}-{os.getpid()}.pid"


def _parent(pid: int) -> int | None:
    """Return the process that started this one, or that took it over; None where it is gone."""
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return None
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))


def _is_prefect_of(pid: int, home: Path) -> bool:
    """Tell a Prefect process of this home from one that was given the same pid later."""
    of_this_home = f"PREFECT_HOME={home.resolve() / 'prefect'}".encode()
    return of_this_home in _words(pid, "environ") and any(
        b"prefect" in word for word in _words(pid, "cmdline")
    )


def _words(pid: int, file: str) -> list[bytes]:
    """Return what a process was started with; nothing where it has ended or is not ours to read."""
    try:
        return (PROC / str(pid) / file).read_bytes().split(b"\0")[:-1]
    except OSError:
        return []
