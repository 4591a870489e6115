"""Battery 1, through Prefect: the command killed three times over, and completed at the fourth.

Each time the temporary server it leaves behind is ended by the next start, found by its recorded pid.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.battery.cycle_runner import ROOT
from tests.battery.dump import dump
from tests.battery.invariants import check_invariants
from tests.battery.kill_points import BEFORE

pytestmark = [pytest.mark.kill, pytest.mark.server]

SECONDS = 240
WORDS = ["run-cycle", "--authority", "salford", "--on", "2022-07-31"]
PACK = "salford/2022-23-q2/dmt-authority-v1.html"


@pytest.fixture
def command(editions, tmp_path):
    """Run the cycle's command through Prefect, to die at a point or not at all; return its status."""
    environment = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    environment |= {"COMMISSIONING_AUTHORITIES": str(editions[0])}
    environment.pop("COMMISSIONING_DATABASE_URL", None)

    def run_command(home: Path, point: str = "") -> int:
        script = ["-m", "tests.battery.kill_points", point, BEFORE]
        said = (tmp_path / "said.log").open("w")
        done = subprocess.run(
            [sys.executable, *script, *WORDS],
            cwd=ROOT,
            env=environment | {"COMMISSIONING_HOME": str(home)},
            stdout=said,
            stderr=said,
            timeout=SECONDS,
        )
        return done.returncode

    return run_command


def server_left(home: Path) -> int:
    """Return the pid of the temporary server that a killed run has recorded."""
    [record] = (home / "run").glob("prefect-server-*.pid")
    return int(record.read_text())


def sources_loaded(home: Path) -> list[str]:
    """Return the sources that a killed run has loaded."""
    with closing(sqlite3.connect(home / "commissioning.db")) as database:
        return [source for (source,) in database.execute("SELECT source FROM load")]


def is_alive(pid: int) -> bool:
    """Return whether a process is there and is more than a name nobody has asked after."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_command_killed_again_and_again_is_completed_and_leaves_no_server(
    command, home, tmp_path
):
    plain = tmp_path / "plain"
    plain.mkdir(mode=0o700)
    assert command(plain) == 0
    pack = (plain / "packs" / PACK).read_bytes()
    servers: list[int] = []
    for point in (
        "COMMIT 10",  # the register, all of it stored and none of it committed
        f"replace {sha256(pack).hexdigest()} 1",  # the data there, the pack not yet
        f"replace {Path(PACK).name} 1",  # the pack on record, and not under its name
    ):
        assert command(home, point) == -9
        servers.append(server_left(home))
        assert [is_alive(server) for server in servers] == [False] * (len(servers) - 1) + [True]
        if point.startswith("COMMIT"):
            assert sources_loaded(home) == ["community_needs"]
    assert command(home) == 0
    assert not any(is_alive(server) for server in servers)
    assert not list((home / "run").glob("prefect-*"))
    assert dump(f"sqlite:///{home / 'commissioning.db'}") == dump(
        f"sqlite:///{plain / 'commissioning.db'}"
    )
    assert (home / "packs" / PACK).read_bytes() == pack
    check_invariants(f"sqlite:///{home / 'commissioning.db'}", home)
