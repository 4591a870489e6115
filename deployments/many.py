"""Several authorities' cycles on one machine without a server of its own: each in a process of its own.

What they tell is shown as if one had run after the other: of the first that has not ended line by line, of
the others when their turn comes. None outlives the command, however that ends: each ends when its line
to us is cut.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

from commissioning.errors import CommissioningError
from deployments.embedded import embedded
from deployments.processes import SQLITE_LIMIT, end
from deployments.running import SERVER_VARIABLE, settled_home

MODULE = "deployments.one_of_many"

Request = Mapping[str, Any]  # the parameters of one run-cycle


class SomeFailed(CommissioningError):
    """Some authorities' cycles failed; the others were done."""


def workers_for(authorities: int, asked: int | None) -> int:
    """Return how many processes work at once: as asked, else the processors, and no more than SQLite bears."""
    return min(authorities, asked or min(os.cpu_count() or 1, SQLITE_LIMIT))


def run_apart(
    requests: Mapping[str, Sequence[Request]], *, workers: int, plain: bool, wants_results: bool
) -> list[Any]:
    """Run each authority's requests in a process, so many at once, and return what each run returned.

    Raises SomeFailed, when all have ended, naming each authority that failed and why.
    """
    with _server(plain) as environment, ThreadPoolExecutor(workers) as threads:
        crew = Crew(list(requests), environment)
        words = [
            (name, json.dumps([name, plain, wants_results, list(each)], default=str))
            for name, each in requests.items()
        ]
        try:
            came_of = list(threads.map(crew.run, words))
        except BaseException:  # interrupted or terminated
            crew.stop()
            raise
    if failures := [each["failed"] for each in came_of if "failed" in each]:
        raise SomeFailed(" ".join(failures))
    return [run for each in came_of for run in each["done"]]


@contextmanager
def _server(plain: bool) -> Iterator[dict[str, str]]:
    """Yield the environment of the processes: with a Prefect server that all share, unless plain."""
    home = settled_home()
    if plain:
        yield dict(os.environ)
        return
    with embedded(home) as address:
        yield {**os.environ, SERVER_VARIABLE: address}


class Crew:
    """The processes of one command."""

    def __init__(self, names: list[str], environment: Mapping[str, str]) -> None:
        self.told, self.environment = InTurn(names), environment
        self.running: list[subprocess.Popen[bytes]] = []
        self.is_stopped, self.lock = False, Lock()

    def run(self, asked: tuple[str, str]) -> dict[str, Any]:
        """Run one authority's process to its end and return what came of it."""
        name, words = asked
        with TemporaryFile() as answer:
            with self.lock:
                if self.is_stopped:
                    self.told.ended(name)
                    return {"failed": f"{name}: not begun."}
                try:
                    child = self._start(words, answer)
                except OSError as problem:
                    self.told.ended(name)
                    return {
                        "failed": f"{name}: its process could not be started ({problem.strerror})."
                    }
            for line in child.stderr or ():
                self.told.line(name, line.decode(errors="replace"))
            status = child.wait()
            self.told.ended(name)
            answer.seek(0)
            return came_of(name, status, answer.read())

    def stop(self) -> None:
        """End all, and begin no more."""
        with self.lock:
            self.is_stopped = True
        for child in self.running:
            if child.poll() is None:
                child.terminate()
        for child in self.running:
            end(child)

    def _start(self, words: str, answer: IO[bytes]) -> subprocess.Popen[bytes]:
        """Start a process in a session of its own: Ctrl-C is to reach us, who end it."""
        child = subprocess.Popen(  # noqa: S603 - this Python, and words of our own
            [sys.executable, "-m", MODULE, words],
            env=dict(self.environment),
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.running.append(child)
        return child


class InTurn:
    """Lines of several, shown in turn: the first's as they come, another's when all before it have ended."""

    def __init__(self, names: list[str]) -> None:
        self.left, self.lock = list(names), Lock()
        self.kept: dict[str, list[str]] = {name: [] for name in names}
        self.done: set[str] = set()

    def line(self, name: str, line: str) -> None:
        """Show a line, or keep it until its turn."""
        with self.lock:
            self.kept[name].append(line)
            self._show()

    def ended(self, name: str) -> None:
        """Know that there comes no more of it."""
        with self.lock:
            self.done.add(name)
            self._show()

    def _show(self) -> None:
        while self.left:
            kept = self.kept[self.left[0]]
            sys.stderr.write("".join(kept))
            kept.clear()
            if self.left[0] not in self.done:
                break
            self.left.pop(0)
        sys.stderr.flush()


def came_of(name: str, status: int, answer: bytes) -> dict[str, Any]:
    """Return what a process answered, or in a sentence how it ended without an answer."""
    try:
        return dict(json.loads(answer))
    except ValueError:
        how = f"killed ({signal.Signals(-status).name})" if status < 0 else f"ended ({status})"
        return {
            "failed": f"{name}: its process was {how} before it was done; what was completed is kept, "
            "and running it again does the rest."
        }
