"""Battery 1: a cycle killed at any point, and run again, leaves what an undisturbed one leaves.

The small authority's whole cycle, for a first load and for a second edition a month later: killed
just before and just after every COMMIT, rename and fsync on SQLite, at every fifth on PostgreSQL.
"""

import shutil
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, product
from pathlib import Path

import pytest

from tests.battery.dump import dump
from tests.battery.invariants import check_invariants
from tests.battery.kill_points import AFTER, BEFORE, Cycle, Ended

pytestmark = pytest.mark.kill

EVERY = {"sqlite": 1, "postgresql": 5}


@dataclass(frozen=True)
class Laboratory:
    """Homes to be killed in, and what runs cycles in them."""

    run: Callable[[Cycle], Ended]
    kind: str
    make_database: Callable[..., str]
    folder: Path
    numbers: "count[int]"

    def home(self, authorities: Path, on: str, like: Cycle | None = None) -> Cycle:
        """Return a cycle in a home of its own: empty, or a copy of another cycle's."""
        home = self.folder / f"home-{next(self.numbers)}"
        if like:
            shutil.copytree(like.home, home)
        else:
            home.mkdir(mode=0o700)
        if self.kind == "sqlite":
            database = f"sqlite:///{home / 'commissioning.db'}"
        else:
            database = self.make_database(like=like.database if like else "")
        return Cycle(str(home), database, str(authorities), on)

    def undisturbed(self, cycle: Cycle) -> Ended:
        """Run a cycle to its end, and require that it was a good one."""
        ended = self.run(cycle)
        assert ended.status == 0, ended.trouble
        check_invariants(cycle.database, Path(cycle.home))
        return ended


@pytest.fixture
def laboratory(run, database_kind, make_database, tmp_path) -> Laboratory:
    return Laboratory(run, database_kind, make_database, tmp_path, count(1))


@pytest.fixture
def first_cycle(laboratory, editions) -> Callable[[], Cycle]:
    """Return a function that makes a home for the authority's very first cycle."""
    return partial(laboratory.home, editions[0], "2022-07-31")


@pytest.fixture
def second_cycle(laboratory, editions, first_cycle) -> Callable[[], Cycle]:
    """Return a function that makes a home a month after the first cycle, with the second edition."""
    first = first_cycle()
    laboratory.undisturbed(first)
    return partial(laboratory.home, editions[1], "2022-08-31", like=first)


def what_it_leaves(cycle: Cycle) -> tuple[str, dict[str, bytes]]:
    """Return the database as text, and every file that is under packs, hidden ones too."""
    packs = Path(cycle.home) / "packs"
    files = {
        p.relative_to(packs).as_posix(): p.read_bytes() for p in packs.rglob("*") if p.is_file()
    }
    return dump(cycle.database), files


def killed_at(
    laboratory: Laboratory,
    make_cycle: Callable[[], Cycle],
    expected: object,
    point: str,
    moment: str,
) -> str:
    """Kill a cycle at a point and run it again; return what is wrong then, or nothing."""
    cycle = make_cycle()
    try:
        killed = laboratory.run(replace(cycle, point=point, moment=moment))
        assert killed.status == -signal.SIGKILL, killed.trouble
        if "== load" in dump(cycle.database):  # killed any earlier, there is no database to look at
            check_invariants(cycle.database, Path(cycle.home), at_rest=False)
        laboratory.undisturbed(cycle)
        assert what_it_leaves(cycle) == expected, f"{cycle.home} differs from the undisturbed"
    except AssertionError as wrong:
        return f"killed {moment} {point}: {wrong}"
    shutil.rmtree(cycle.home)
    return ""


def kill_everywhere(
    laboratory: Laboratory, two_at_once: ThreadPoolExecutor, make_cycle: Callable[[], Cycle]
) -> str:
    """Kill a cycle at its every point and return how many there were; fail with every fault found."""
    whole = make_cycle()
    points = laboratory.undisturbed(whole).points
    expected = what_it_leaves(whole)
    places = list(product(points, (BEFORE, AFTER)))[:: EVERY[laboratory.kind]]
    wrong = two_at_once.map(lambda at: killed_at(laboratory, make_cycle, expected, *at), places)
    assert [what for what in wrong if what] == []
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(p.split()[0] for p in points).items())
    return f"{len(places)} kills at {len(points)} points ({kinds}) on {laboratory.kind}"


def test_a_first_load_killed_anywhere_and_run_again_is_as_if_undisturbed(
    laboratory, first_cycle, two_at_once, capsys
):
    told = kill_everywhere(laboratory, two_at_once, first_cycle)
    with capsys.disabled():
        print(f"\nfirst load: {told}")


def test_a_new_edition_killed_anywhere_and_run_again_is_as_if_undisturbed(
    laboratory, second_cycle, two_at_once, capsys
):
    told = kill_everywhere(laboratory, two_at_once, second_cycle)
    with capsys.disabled():
        print(f"\nsecond edition: {told}")
