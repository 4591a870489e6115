"""Battery 3: a command that is terminated in the middle of its transaction ends at once and leaves nothing half done."""

import os
import subprocess
import sys
import time

import pytest

from tests.battery.books import APRIL, MAY
from tests.battery.cycle_runner import ROOT
from tests.battery.dump import dump
from tests.battery.files import OURS, agreement
from tests.battery.invariants import check_invariants

pytestmark = [
    pytest.mark.kill,
    pytest.mark.postgres,
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
]

LASTING = """CREATE FUNCTION commissioning.last() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$;
CREATE TRIGGER last AFTER INSERT ON commissioning.load FOR EACH ROW EXECUTE FUNCTION commissioning.last()"""
ASLEEP = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


def test_a_terminated_load_is_gone_within_seconds_and_is_done_by_the_next(books):
    books.load({"A1": "Day care"}, "--edition", APRIL)
    before = dump(books.database)
    books.change(LASTING)
    file = books.file(OURS, agreement("A1", title="Choir"), agreement("A2"))
    words = ["load", "agreements", file, "--edition", MAY, "--authority", "salford"]
    command = [sys.executable, "-m", "deployments.cli", *map(str, words)]
    environment = {"COMMISSIONING_HOME": books.home, "COMMISSIONING_DATABASE_URL": books.database}
    loading = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        until = time.monotonic() + 120
        while not books.ask(ASLEEP) and time.monotonic() < until:
            time.sleep(0.1)
        assert books.ask(ASLEEP)
        loading.terminate()
        assert loading.wait(30) != 0
    finally:
        loading.kill()
    books.ask(f"SELECT pg_terminate_backend(pid) FROM ({ASLEEP}) AS asleep")
    books.change("DROP TRIGGER last ON load")
    assert dump(books.database) == before
    check_invariants(books.database, books.home, at_rest=False)
    told = books.done(*words[:5])  # its lease is no obstacle, because its process is gone
    assert (told["rows_loaded"], told["unchanged"]) == (2, False)
