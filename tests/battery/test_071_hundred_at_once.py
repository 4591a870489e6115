"""Battery 71: a hundred flow runs at the same instant on PostgreSQL, Prefect's database and ours: none lost, none doubled.

Each is a process of its own that loads a register and asks the rules of it. Prefect's automation that takes
a run for dead which has not been heard of for 90 seconds is on, and each run tells of itself every 30: where it
is wrong about one, that run completes all the same.
"""

import json
from collections import Counter

import psycopg
import pytest

from benchmarks.at_once import AGREEMENTS, ENDED
from tests.battery.invariants import check_invariants
from tests.battery.office import opened_office

pytestmark = [pytest.mark.server, pytest.mark.postgres]

AUTHORITIES, RUNS = 25, 4
MINUTES = 30
OF_A_RUN = "prefect.flow-run"
# The shortest that Prefect takes. Its own is 180 seconds, at which any run of 90 seconds would be taken for dead.
HEARTBEATS = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
SILENT = {
    "name": "A run that is silent for 90 seconds has crashed",
    "trigger": {
        "type": "event",
        "posture": "Proactive",
        "match": {"prefect.resource.id": f"{OF_A_RUN}.*"},
        "for_each": ["prefect.resource.id"],
        "after": [f"{OF_A_RUN}.heartbeat"],
        "expect": [
            f"{OF_A_RUN}.{each}"
            for each in ("heartbeat", "Completed", "Failed", "Cancelled", "Crashed")
        ],
        "threshold": 1,
        "within": 90,
    },
    "actions": [{"type": "change-flow-run-state", "state": "CRASHED"}],
}


@pytest.fixture
def office(tmp_path):
    with opened_office(tmp_path, max_connections=400) as made:
        (made.folder / "authorities").mkdir()
        made.start_server()
        made.asked("automations/", SILENT).raise_for_status()
        yield made


def runs_by_state(office):
    def count(**asked):
        return office.asked("flow_runs/count", asked).raise_for_status().json()

    states = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED", "RUNNING", "PENDING", "SCHEDULED")
    found = {each: count(flow_runs={"state": {"type": {"any_": [each]}}}) for each in states}
    assert sum(found.values()) == count()
    return Counter(found)


TAKEN_FOR_DEAD = """
SELECT count(DISTINCT flow_run_id),
  count(DISTINCT flow_run_id) FILTER (WHERE (SELECT bool_or({moment} > flow_run_state.timestamp - INTERVAL '90 s')
    FROM events WHERE event = 'prefect.flow-run.heartbeat' AND {moment} <= flow_run_state.timestamp
    AND resource_id = 'prefect.flow-run.' || flow_run_id))
FROM flow_run_state WHERE type = 'CRASHED'
"""


def taken_for_dead(office):
    """Return how many were, and of how many a heartbeat had been sent, and received, in the 90 seconds before."""
    with psycopg.connect(office.prefect_database) as connection:
        every, sent = connection.execute(TAKEN_FOR_DEAD.format(moment="occurred")).fetchone()
        _, received = connection.execute(TAKEN_FOR_DEAD.format(moment="received")).fetchone()
        return every, sent, received


def test_a_hundred_flow_runs_at_once_lose_nothing_and_double_nothing(office, capsys):
    words = ["benchmarks.at_once", str(AUTHORITIES), str(RUNS), "--prefect"]
    told = office.folder / "ended.json"
    with told.open("wb") as output:
        ran = office.start(words, office.environment | HEARTBEATS, "runs", output)
    assert ran.wait(MINUTES * 60) == 0, (office.folder / "runs.log").read_text()
    ended = json.loads(told.read_text())
    with capsys.disabled():
        looked_again = sum(one["again"] for one in ended)
        slowest = max(one["seconds"] for one in ended)
        print(
            f"\n{len(ended)} at once: slowest {slowest:.0f} s, looked again {looked_again} times,"
        )
        every, sent, received = taken_for_dead(office)
        print(f"{every} taken for dead meanwhile, of which {sent} had sent a heartbeat within")
        print(f"90 seconds and the server had received that of {received}")
    assert len(ended) == AUTHORITIES * RUNS
    assert [one for one in ended if one["trouble"]] == []
    assert runs_by_state(office) == Counter(COMPLETED=2 * len(ended), FAILED=looked_again)

    for table, each in {
        "load": 1,
        "judgement": 1,
        "agreement_now": AGREEMENTS,
        "agreement_version": AGREEMENTS,
    }.items():
        counted = office.ask(f"SELECT authority, count(*) FROM {table} GROUP BY 1")
        assert len(counted) == AUTHORITIES, table
        assert {number for _, number in counted} == {each}, table
    opened = "SELECT authority, label FROM case_event WHERE kind = 'opened'"
    cases = Counter(office.ask(opened))
    past_end = {(name, f"{name}-{row}") for name, _ in counted for row in range(1, ENDED + 1)}
    assert past_end <= cases.keys()
    assert set(cases.values()) == {1}
    check_invariants(office.database, office.home)
