"""Battery 74: neither database grows for ever: a day with nothing new adds a judgement, and Prefect's server clears."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from benchmarks import soak
from tests.battery.invariants import check_invariants
from tests.cases.council import with_profile
from tests.deployments.serving import Served, eventually

DAYS, TIMES = 3, 2


def test_a_quiet_day_adds_one_judgement_and_no_other_row(tmp_path, monkeypatch):
    for variable in ("COMMISSIONING_HOME", "COMMISSIONING_AUTHORITIES"):
        monkeypatch.setenv(variable, "put back after the test")
    monkeypatch.delenv("COMMISSIONING_DATABASE_URL", raising=False)
    monkeypatch.setattr(soak, "FLOWS", dict.fromkeys(soak.FLOWS, TIMES))
    home = soak.settled(tmp_path)
    database = home / "commissioning.db"
    soak.live(1, soak.plain)
    before, bytes_before = soak.rows_of(database), soak.size_of(database)
    soak.live(DAYS, soak.plain, first=soak.FIRST + timedelta(days=1))
    after = soak.rows_of(database)
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "judgement": DAYS
    }
    assert soak.size_of(database) - bytes_before <= DAYS * soak.MOST_BYTES_A_DAY
    check_invariants(f"sqlite:///{database}", home)


# Everything of a run that has ended, made as old as what `serve` no longer keeps.
AGED = """
UPDATE flow_run SET end_time = datetime(end_time, '-91 days') WHERE end_time IS NOT NULL;
UPDATE events SET occurred = datetime(occurred, '-8 days');
UPDATE event_resources SET occurred = datetime(occurred, '-8 days');
"""
OLD_RUNS = "SELECT id FROM flow_run WHERE end_time < datetime('now', '-90 days')"
OLD_EVENTS = "SELECT count(*) FROM {} WHERE occurred < datetime('now', '-7 days')"
OF_A_RUN = ("log", "artifact", "flow_run_state")


@pytest.mark.server
def test_a_server_clears_old_events_and_old_runs_with_all_that_is_theirs(tmp_path):
    home = with_profile(tmp_path, "anytown").home
    database = home / "prefect" / "prefect.db"

    def ask(statement):
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()

    served = Served(home)
    try:
        api = served.api_to_write()
        watch = api.get("deployments/name/watch/salford").json()["id"]
        asked = {"parameters": {"authority": "anytown"}}
        run = api.post(f"deployments/{watch}/create_flow_run", json=asked).json()["id"]
        state = lambda: api.get(f"flow_runs/{run}").json()["state"]["type"]  # noqa: E731
        assert eventually(lambda: state() == "COMPLETED", 180)
        assert eventually(lambda: ask("SELECT count(*) FROM log")[0][0])
        served.stop()
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(AGED)
        assert ask(OLD_RUNS) == [(run,)]
        assert ask(OLD_EVENTS.format("events"))[0][0] > 5
        served = Served(home)
        assert eventually(lambda: not ask(OLD_RUNS), 120)
        for table in soak.EVENTS:
            assert eventually(lambda table=table: ask(OLD_EVENTS.format(table)) == [(0,)], 120)
        for table in OF_A_RUN:  # in later transactions than the run itself
            left = f"SELECT count(*) FROM {table} WHERE flow_run_id = '{run}'"
            assert eventually(lambda left=left: ask(left) == [(0,)], 120), table
    finally:
        served.kill()
