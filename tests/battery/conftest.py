"""The small authority in its two editions, two processes that run its cycle, one for each core, and a
terminal to load broken files in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest

from tests.battery.invariants import check_invariants
from tests.battery.kill_points import Cycle, Ended, Runner
from tests.battery.small_council import first_edition, second_edition
from tests.commands import Terminal

AT_ONCE = 2


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of the small authority's first and second edition."""
    folder = tmp_path_factory.mktemp("small-council")
    return first_edition(folder / "first"), second_edition(folder / "second")


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Cycle], Ended]]:
    """Run a cycle in a process of its own; two may be run at once."""
    folder = tmp_path_factory.mktemp("runners")
    free: Queue[Runner] = Queue()

    def run_one(cycle: Cycle) -> Ended:
        runner = free.get()
        try:
            return runner.run(cycle)
        finally:
            free.put(runner)

    with (
        Runner(folder / "1", folder / "answers") as one,
        Runner(folder / "2", folder / "answers") as two,
    ):
        for runner in (one, two):
            free.put(runner)
        yield run_one


@pytest.fixture(scope="session")
def two_at_once() -> Iterator[ThreadPoolExecutor]:
    """Threads that each wait for a run."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        yield threads


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal at an empty home; after the test the invariants hold of what it left there."""
    opened = Terminal(tmp_path / "home")
    yield opened
    database = opened.home / "commissioning.db"
    if database.exists():
        check_invariants(f"sqlite:///{database}", opened.home)
