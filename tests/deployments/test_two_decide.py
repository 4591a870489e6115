"""Two people decide on one agreement: whoever comes second is told what the first did."""

import os
import subprocess
import sys
from getpass import getuser
from pathlib import Path

import pytest

from tests.cases.council import with_profile, written
from tests.deployments.deciding import DAY, NONE_NEEDED, agreement

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def listed(tmp_path, database):
    """A council with one agreement, in SQLite and in PostgreSQL in turn."""
    terminal = with_profile(tmp_path, "anytown")
    file = written(tmp_path / "agreements.csv", [agreement("A1")])
    assert terminal.load("agreements", file, "--database", database).status == 0
    return terminal


def deciding(terminal, database, who):
    """Start a process of somebody's own, whose form was made when load 1 was all there was."""
    words = [
        *("record-decision", "A1", "--authority", "anytown", "--outcome", "let_lapse"),
        *("--decided-by", who, "--authority-reference", "CAB/12", "--reason", "No need."),
        *("--on", DAY, "--expected-version", "1", *NONE_NEEDED),
        *("--home", str(terminal.home), "--database", database),
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "deployments.cli", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_of_two_processes_one_records_and_the_other_is_told_by_whom(listed, database):
    both = {who: deciding(listed, database, who) for who in ("Ann", "Bob")}
    said = {who: process.communicate(timeout=120)[1] for who, process in both.items()}
    status = {who: process.returncode for who, process in both.items()}
    assert sorted(status.values()) == [0, 2], said
    first, second = sorted(status, key=status.__getitem__)
    entered = f"recorded by {first} (entered by {getuser()})"
    assert f"decision 1 {entered} on 2 May 2026 (CAB/12): let lapse" in said[second]
    assert listed("verify", "--database", database).status == 0
