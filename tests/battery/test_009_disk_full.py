"""Battery 9: the disk is full at one point or another: one sentence, nothing half there, and works once there is room."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.battery.cycle_runner import ROOT, Cycle
from tests.battery.dump import dump
from tests.battery.invariants import check_invariants

pytestmark = pytest.mark.kill

PARTS = 2  # of the room that a cycle needs, each of which is once all there is
TOLD = (
    "The disk of the database is full; nothing of this step was stored: make room and run it again.",
    "The disk of the home is full; what was completed is kept: make room and run it again.",
)


class Disk:
    """A small file system of its own, whose size can be changed."""

    def __init__(self, folder: Path, megabytes: float) -> None:
        self.folder = folder
        folder.mkdir()
        self._mount(f"size={int(megabytes * 1024)}k")

    def _mount(self, options: str) -> None:
        words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a small disk cannot be made here: {done.stderr.strip()}")

    def resize(self, megabytes: float) -> None:
        self._mount(f"remount,size={int(megabytes * 1024)}k")

    def remove(self) -> None:
        subprocess.run(["umount", "-l", self.folder], check=True)

    @property
    def used(self) -> float:
        """Return how much is on it, in megabytes."""
        return sum(path.stat().st_blocks for path in self.folder.rglob("*")) / 2048


@pytest.fixture
def disks(tmp_path):
    """Return a function that makes a disk; all are gone after the test."""
    made = []

    def make(megabytes: float) -> Disk:
        made.append(Disk(tmp_path / f"disk-{len(made)}", megabytes))
        return made[-1]

    yield make
    for disk in made:
        disk.remove()


@pytest.fixture(params=["with the files", "on another disk"])
def cycle_on(request, editions, tmp_path):
    """Return a function that makes a cycle on a disk; its database may be elsewhere, where there is room."""

    def make(disk: Disk) -> Cycle:
        home = disk.folder / "home"
        home.mkdir(mode=0o700)
        file = home / "commissioning.db"
        if request.param == "on another disk":
            file = tmp_path / f"{disk.folder.name}.db"
        return Cycle(str(home), f"sqlite:///{file}", str(editions[0]), "2022-07-31")

    return make


def has_tables(cycle: Cycle) -> bool:
    """Tell whether the room was enough to make the tables; they are there together or not at all."""
    file = Path(cycle.database.removeprefix("sqlite:///"))
    if not file.exists():
        return False
    with closing(sqlite3.connect(file)) as connection:
        listed = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'watch_told'")
        return listed.fetchone() == (1,)


def pages(home: Path) -> dict[str, bytes]:
    """Return the packs that a reader can open."""
    found = {path.relative_to(home).as_posix(): path for path in home.glob("packs/**/*.html")}
    return {name: path.read_bytes() for name, path in found.items() if "/." not in name}


def test_a_full_disk_is_told_in_a_sentence_and_the_next_run_does_the_rest(run, disks, cycle_on):
    whole = disks(64)
    undisturbed = cycle_on(whole)
    assert run(undisturbed).status == 0
    expected, packs = dump(undisturbed.database), pages(Path(undisturbed.home))
    assert len(packs) > 2
    for part in range(PARTS):
        disk = disks(whole.used * (part + 0.5) / PARTS)
        cycle = cycle_on(disk)
        ended = run(cycle)
        assert ended.status == 1
        assert any(ended.trouble.endswith(f": salford: {told}\n") for told in TOLD), ended.trouble
        if has_tables(cycle):
            check_invariants(cycle.database, Path(cycle.home), at_rest=False)
        shown = pages(Path(cycle.home))
        assert {name: packs[name] for name in shown if "index" not in name} == {
            name: content for name, content in shown.items() if "index" not in name
        }
        disk.resize(64)
        assert run(cycle).status == 0
        assert dump(cycle.database) == expected
        assert pages(Path(cycle.home)) == packs
        check_invariants(cycle.database, Path(cycle.home))


def test_a_log_that_cannot_be_written_does_not_undo_the_work(terminal):
    register = ROOT / "examples" / "kent-2011" / "agreements.csv"
    words = ["load", "agreements", register, "--authority", "kent-2011", "--home", terminal.home]
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "deployments.cli", *map(str, words)]
        subprocess.run(command, cwd=ROOT, timeout=120, stdout=full, stderr=full)
    assert terminal.count("load") == 1
