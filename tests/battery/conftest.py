"""The small authority in its two editions, what runs its cycle, and a terminal to load broken files in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.battery.books import Books
from tests.battery.cycle_runner import Cycle, Ended, Runner
from tests.battery.invariants import check_invariants
from tests.battery.small_council import first_edition, second_edition
from tests.commands import Terminal

AT_ONCE = 2


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of the small authority's first and second edition."""
    folder = tmp_path_factory.mktemp("small-council")
    return first_edition(folder / "first"), second_edition(folder / "second")


@pytest.fixture(scope="session")
def run() -> Iterator[Callable[[Cycle], Ended]]:
    """Run a cycle in a process of its own; several may be run at once."""
    with Runner() as runner:
        yield runner.run


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


@pytest.fixture
def books(home: Path, database: str, tmp_path: Path) -> Books:
    """An authority's register, empty yet, on SQLite and on PostgreSQL in turn."""
    return Books(home, database, tmp_path)
