"""Battery 2: killed between the data and the pack, a run shows no part of a pack to anybody."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.battery.cycle_runner import Cycle
from tests.battery.invariants import check_invariants
from tests.battery.kill_points import AFTER, BEFORE

pytestmark = pytest.mark.kill

PACK = "salford/2022-23-q2/dmt-authority-v1.html"


@pytest.fixture
def home_named(editions, tmp_path) -> Callable[[str], Cycle]:
    """Return a function that makes a home and the first cycle in it, on SQLite."""

    def make(name: str) -> Cycle:
        home = tmp_path / name
        home.mkdir(mode=0o700)
        database = f"sqlite:///{home / 'commissioning.db'}"
        return Cycle(str(home), database, str(editions[0]), "2022-07-31")

    return make


def shown(cycle: Cycle) -> dict[str, bytes]:
    """Return what a reader can open: every file under packs that is not hidden."""
    packs = Path(cycle.home) / "packs"
    files = {p.relative_to(packs): p.read_bytes() for p in packs.rglob("*") if p.is_file()}
    is_hidden = {path: any(part.startswith(".") for part in path.parts) for path in files}
    return {path.as_posix(): files[path] for path in files if not is_hidden[path]}


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return those of the files that people open first; the forms are reached from them."""
    return {path: content for path, content in files.items() if path.endswith(".html")}


def test_a_pack_is_shown_whole_or_not_at_all_and_nothing_is_left_lying(run, home_named):
    undisturbed = home_named("undisturbed")
    assert run(undisturbed).status == 0
    whole = shown(undisturbed)
    waiting, named = f"replace {sha256(whole[PACK]).hexdigest()} 1", f"replace {Path(PACK).name} 1"
    shown_when_killed = []
    for number, (point, moment) in enumerate(
        (
            (waiting, BEFORE),  # written, and not finished
            (waiting, AFTER),  # waiting under its digest, on no record
            ("replace dmt-authority-v1 1", BEFORE),  # on record, and none of its files has its name
            ("replace dmt-authority-v1.xlsx 1", BEFORE),  # of them only the folder of tables has
            (named, BEFORE),  # on record and not under its name, its forms are there before it
            (named, AFTER),  # under its name, and in no index yet
        )
    ):
        cycle = home_named(f"killed-{number}")
        assert run(replace(cycle, point=point, moment=moment)).status == -9
        shown_when_killed.append(pages(shown(cycle)))
        assert run(cycle).status == 0
        assert shown(cycle) == whole
        check_invariants(cycle.database, Path(cycle.home))  # so nothing half-made is left
    assert shown_when_killed == [{}, {}, {}, {}, {}, {PACK: whole[PACK]}]


def test_a_pack_left_half_issued_is_finished_though_the_next_run_is_of_another_quarter(
    run, home_named
):
    cycle = home_named("home")
    killed = run(replace(cycle, point="replace dmt-authority-v1.html 1", moment=BEFORE))
    assert killed.status == -9
    in_the_next_quarter = replace(cycle, on="2022-10-31")
    assert run(in_the_next_quarter).status == 0
    assert {PACK, "salford/2022-23-q3/dmt-authority-v1.html"} <= shown(cycle).keys()
    check_invariants(cycle.database, Path(cycle.home))
