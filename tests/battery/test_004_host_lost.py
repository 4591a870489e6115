"""Battery 4, 6, 7 and 12, with Prefect's server on PostgreSQL: worker, run and server killed, and a key given twice.

One server and one worker for all of it, in this order, because each takes seconds to start.
"""

import pytest

from deployments.serve import POOL
from models.store.engine import open_engine
from models.store.schema import migrate
from tests.battery.invariants import check_invariants
from tests.battery.office import SECONDS, eventually, kill, opened_office
from tests.battery.small_council import first_edition, second_edition

pytestmark = [pytest.mark.server, pytest.mark.postgres, pytest.mark.kill]

# The work of a run that lasts: what is killed is killed in the middle of a transaction.
LASTING = """CREATE OR REPLACE FUNCTION commissioning.last() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(15); RETURN NULL; END $$;
CREATE TRIGGER last AFTER INSERT ON commissioning.{table}
    FOR EACH ROW EXECUTE FUNCTION commissioning.last()"""
ASLEEP = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with opened_office(folder) as made:
        first_edition(folder / "authorities")
        yield made


@pytest.fixture(scope="module")
def server(office):
    """The server, until a test kills it."""
    engine = open_engine(office.database)
    migrate(engine)
    engine.dispose()
    return office.start_server()


@pytest.fixture(scope="module")
def deployment(office, server):
    """The register's deployment, registered as `prefect deploy` does it."""
    office.asked("work_pools/", {"name": POOL, "type": "process"}).raise_for_status()
    flow = office.asked("flows/", {"name": "refresh-register"}).json()["id"]
    described = {
        "name": "salford",
        "flow_id": flow,
        "entrypoint": "flows.register.refresh_register",
        "pull_steps": [],
        "work_pool_name": POOL,
        "parameters": {"authority": "salford"},
        "concurrency_limit": 1,
    }
    return office.asked("deployments/", described).raise_for_status().json()["id"]


def run_of(office, deployment, **asked):
    made = office.asked(f"deployments/{deployment}/create_flow_run", asked)
    return made.raise_for_status().json()["id"]


@pytest.mark.gate
def test_a_key_that_another_run_has_who_was_told_otherwise_is_refused(office, deployment):
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00+00:00"}}
    asked = {"parameters": {"on": "2022-07-31"}, "idempotency_key": "july", "state": later}
    path = f"deployments/{deployment}/create_flow_run"
    first, again = office.asked(path, asked), office.asked(path, asked)
    assert first.json()["id"] == again.json()["id"]
    refused = office.asked(path, asked | {"parameters": {"on": "2022-08-31"}})
    assert refused.status_code == 409
    assert "has the key july already and was told otherwise" in refused.json()["detail"]


def watched(office, monkeypatch):
    """Return what the watch of an hour does."""
    from flows.watch import watch

    with monkeypatch.context() as patched:
        for name, value in office.environment.items():
            patched.setenv(name, value)
        return watch.fn("salford")


def test_a_run_whose_worker_is_killed_with_it_is_run_again_once_and_nothing_is_there_twice(
    office, deployment, monkeypatch
):
    worker = office.start_worker()
    office.ask(LASTING.format(table="load"))
    run = run_of(office, deployment, parameters={"on": "2022-07-31"})
    assert eventually(lambda: office.ask(ASLEEP))
    kill(worker)
    office.ask(f"SELECT pg_terminate_backend(pid) FROM ({ASLEEP}) AS asleep")
    office.ask("DROP TRIGGER last ON load")
    assert (office.state(run), office.ask("SELECT count(*) FROM load")) == ("RUNNING", [(0,)])

    assert len(watched(office, monkeypatch)["started_again"]) == 1
    assert watched(office, monkeypatch)["started_again"] == []  # it was
    assert office.state(run) == "CRASHED"
    office.start_worker()
    runs = {"flow_runs": {"idempotency_key": {"any_": [f"again-{run}"]}}}
    [again] = office.asked("flow_runs/filter", runs).json()
    assert again["parameters"] == {"authority": "salford", "on": "2022-07-31"}
    assert eventually(lambda: office.state(again["id"]) == "COMPLETED")
    assert office.ask("SELECT source FROM load ORDER BY 1") == [
        ("payments_2011_08",),
        ("register",),
    ]
    check_invariants(office.database, office.home)


def test_a_run_whose_server_is_killed_and_comes_back_completes(office, server, deployment):
    second_edition(office.folder / "authorities")
    office.ask(LASTING.format(table="load"))
    run = run_of(office, deployment, parameters={"on": "2022-08-31"})
    assert eventually(lambda: office.ask(ASLEEP))
    kill(server)
    office.start_server()
    assert eventually(lambda: office.state(run) == "COMPLETED")
    office.ask("DROP TRIGGER last ON load")
    assert office.ask("SELECT count(*), count(DISTINCT slot_seq) FROM load") == [(4, 2)]
    check_invariants(office.database, office.home)


def test_a_run_whose_server_never_comes_back_ends_and_our_ledger_says_what_was_done(office, server):
    office.ask(LASTING.format(table="judgement"))
    # Asked again once in place of five times: each of its waits is twice as long as the one before.
    environment = office.environment | {"PREFECT_CLIENT_MAX_RETRIES": "1"}
    words = ["deployments.cli", "flag-contracts", "--authority", "salford", "--on", "2022-08-31"]
    flagging = office.start(words, environment, "flagging")
    assert eventually(lambda: office.ask(ASLEEP))
    for process in office.started:
        if process is not flagging:
            kill(process)
    assert flagging.wait(SECONDS) == 1
    assert "Prefect's server does not answer" in (office.folder / "flagging.log").read_text()
    assert office.ask("SELECT count(*) FROM judgement") == [(1,)]
    assert office.ask("SELECT count(*) FROM run WHERE lease_until <> 0") == [(0,)]
    check_invariants(office.database, office.home)
