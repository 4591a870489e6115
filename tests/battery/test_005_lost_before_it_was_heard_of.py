"""Battery 5: a machine lost before Prefect ever heard of its run: its lease in our own ledger tells of it, and runs out."""

import signal
import subprocess
import sys

import pytest

from models.store.lease import LEASE_SECONDS
from tests.battery.books import MAY
from tests.battery.cycle_runner import ROOT

pytestmark = pytest.mark.kill
# What a run does first: it takes the lease. Nothing of it is known to any server.
AT_WORK = """
import sys, time
from models.store.engine import open_engine
from models.store.lease import lease
with lease(open_engine(sys.argv[1]), "salford", sys.argv[2]):
    print("working", flush=True)
    time.sleep(600)
"""
LEFT = "salford work left"
ELSEWHERE = "UPDATE run SET owner = 'another-machine:1:1'"


def said_of_work_left(books):
    [line] = [line for line in books("doctor").out.splitlines() if LEFT in line]
    return line


def test_what_a_lost_machine_worked_on_is_told_within_five_minutes_and_done_again(books):
    books.load({"A1": "Choir"}, "--edition", MAY)
    [(work,)] = books.ask("SELECT run_key FROM run")
    command = [sys.executable, "-c", AT_WORK, books.database, work]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as working:
        assert working.stdout.readline() == "working\n"
        working.send_signal(signal.SIGKILL)
    books.change(ELSEWHERE)
    assert said_of_work_left(books).startswith("well")  # it may only be slow
    assert LEASE_SECONDS <= 5 * 60
    books.change(f"UPDATE run SET lease_until = lease_until - {LEASE_SECONDS}")
    line = said_of_work_left(books)
    assert line.startswith("WRONG")
    assert f"{work} was interrupted (another-machine:1)" in line
    with_another = {"A1": "Choir", "A2": "Pool"}
    books.load(with_another, "--edition", MAY)
    assert books.now() == with_another
