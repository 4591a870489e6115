"""Battery 1: a cycle killed at any point, and run again, leaves what an undisturbed one leaves.

The small authority's whole cycle, killed just before every COMMIT, rename and fsync of a first load and
after the last: what is there just after one is there just before the next. A second edition a month
later goes through the same points, and is killed at every third on SQLite and every sixth on PostgreSQL.
"""

import re
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from tests.battery.cycle_runner import Cycle, Ended
from tests.battery.dump import dump
from tests.battery.invariants import check_invariants
from tests.battery.kill_points import AFTER, BEFORE

pytestmark = pytest.mark.kill

EVERY = {"sqlite": 3, "postgresql": 6}


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
    files = {path for path in packs.rglob("*") if path.is_file()}
    return dump(cycle.database), {p.relative_to(packs).as_posix(): p.read_bytes() for p in files}


def state_when_killed(cycle: Cycle) -> str:
    """Return a digest of all that the next run finds, but for the numbers of processes and the time."""
    home, state = Path(cycle.home), sha256()
    leases = re.compile(r"lease_until=[1-9]\d*|owner='\S+'")
    state.update(leases.sub("held", dump(cycle.database, left_out=())).encode())
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        name = path.relative_to(home).as_posix()
        if name.startswith(("commissioning.db", "staging/")):
            continue  # the one is dumped above; what is staged is thrown away unread
        state.update(re.sub(r"\d+\.part$", ".part", name).encode() + path.read_bytes())
    return state.hexdigest()


@dataclass
class Kills:
    """One cycle killed at places one after another, and what an undisturbed one leaves."""

    laboratory: Laboratory
    make_cycle: Callable[[], Cycle]
    expected: object
    states: set[str] = field(default_factory=set)

    def at(self, place: tuple[str, str]) -> str:
        """Kill a cycle at a place and run it again; return what is wrong then, or nothing.

        Where a kill leaves what another has left, what the next run makes of it is known already.
        """
        point, moment = place
        cycle = self.make_cycle()
        try:
            killed = self.laboratory.run(replace(cycle, point=point, moment=moment))
            assert killed.status == -signal.SIGKILL, killed.trouble
            if "== load" in dump(cycle.database):  # killed any earlier, there is nothing to look at
                check_invariants(cycle.database, Path(cycle.home), at_rest=False)
            if (state := state_when_killed(cycle)) not in self.states:
                self.states.add(state)
                self.laboratory.undisturbed(cycle)
                assert what_it_leaves(cycle) == self.expected, f"{cycle.home} is not as undisturbed"
        except AssertionError as wrong:
            return f"killed {moment} {point}: {wrong}"
        shutil.rmtree(cycle.home)
        return ""


def kill_everywhere(
    laboratory: Laboratory,
    two_at_once: ThreadPoolExecutor,
    make_cycle: Callable[[], Cycle],
    every: int,
) -> str:
    """Kill a cycle at its every so many-th point and say how many; fail with every fault found."""
    whole = make_cycle()
    points = laboratory.undisturbed(whole).points
    kills = Kills(laboratory, make_cycle, what_it_leaves(whole))
    places = [(point, BEFORE) for point in points[::every]]
    places.append((points[-1], AFTER))
    wrong = [what for what in two_at_once.map(kills.at, places) if what]
    assert not wrong, "\n".join(wrong)
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(p.split()[0] for p in points).items())
    return (
        f"{len(places)} kills at {len(points)} points ({kinds}) on {laboratory.kind} "
        f"left {len(kills.states)} different states, and each was mended by the next run"
    )


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_first_load_killed_anywhere_and_run_again_is_as_if_undisturbed(
    laboratory, first_cycle, two_at_once, capsys
):
    told = kill_everywhere(laboratory, two_at_once, first_cycle, every=1)
    with capsys.disabled():
        print(f"\nfirst load: {told}")


def test_a_new_edition_killed_anywhere_and_run_again_is_as_if_undisturbed(
    laboratory, second_cycle, two_at_once, capsys
):
    told = kill_everywhere(laboratory, two_at_once, second_cycle, every=EVERY[laboratory.kind])
    with capsys.disabled():
        print(f"\nsecond edition: {told}")
