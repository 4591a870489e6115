"""What the ledger knows of work whose worker is gone, and of what people were told."""

from datetime import date

from sqlalchemy import update

from models.flow_run import FlowRun
from models.ledger import Run
from models.store.engine import publishing, reading
from models.store.lease import lease, this_process
from models.store.watching import (
    KEPT_SECONDS,
    given_back_at,
    leases_left,
    read_told,
    record_told,
    workers_alive,
    write_down_run,
)

ELSEWHERE = "another-host:4321:99"


def held_by(engine, owner, until):
    """Make the lease on the register another's, until an instant of the database's clock."""
    with publishing(engine) as connection:
        connection.execute(update(Run).values(owner=owner, lease_until=until))
        connection.execute(update(FlowRun).values(owner=owner))


def asked(engine, question):
    with reading(engine) as connection:
        return question(connection, "anytown")


def test_a_lease_is_left_when_another_host_let_it_run_out_and_its_run_is_not_alive(engine):
    with publishing(engine) as connection:
        write_down_run(connection, "anytown", "r1")
    with lease(engine, "anytown", "load register/register"):
        assert asked(engine, leases_left) == []
        assert asked(engine, workers_alive) == {"r1": True}
    assert asked(engine, leases_left) == []
    held_by(engine, ELSEWHERE, 1 << 40)
    assert (asked(engine, leases_left), asked(engine, workers_alive)) == ([], {"r1": True})
    held_by(engine, ELSEWHERE, 1)
    assert asked(engine, leases_left) == [("load register/register", ELSEWHERE, 1)]
    assert asked(engine, workers_alive) == {"r1": False}


def test_a_process_of_this_host_that_is_gone_is_not_alive_though_its_lease_has_not_run_out(engine):
    with publishing(engine) as connection:
        write_down_run(connection, "anytown", "r1")
    with lease(engine, "anytown", "judge"):
        pass
    host, pid, began = this_process().rsplit(":", 2)
    held_by(
        engine, f"{host}:{pid}:{int(began or 1) + 1}", 1 << 40
    )  # its number was given to another
    assert [key for key, _, _ in asked(engine, leases_left)] == ["judge"]
    assert asked(engine, workers_alive) == {"r1": False}


def test_when_work_was_given_back_is_known_also_where_it_failed(engine):
    try:
        with lease(engine, "anytown", "load register/register"):
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    [(key, at)] = asked(engine, given_back_at).items()
    assert key == "load register/register"
    with publishing(engine) as connection:
        write_down_run(connection, "anytown", "r1")
        [began] = connection.execute(FlowRun.__table__.select()).all()
    assert 0 <= began.began_at - at < 60


def test_a_run_written_down_a_month_ago_is_forgotten(engine):
    with publishing(engine) as connection:
        write_down_run(connection, "anytown", "old")
        connection.execute(update(FlowRun).values(began_at=FlowRun.began_at - KEPT_SECONDS - 1))
        write_down_run(connection, "anytown", "new")
        write_down_run(connection, "anytown", "new")  # each stage of a cycle opens its workplace
    assert list(asked(engine, workers_alive)) == ["new"]


def test_what_was_told_is_kept_for_each_address_until_it_is_mended(engine):
    with publishing(engine) as connection:
        for target in ("OPERATIONS", "FINANCE"):
            record_told(
                connection, "anytown", target, {"disk": "1", "spend": "3"}, [], on=date(2026, 4, 1)
            )
        record_told(connection, "anytown", "FINANCE", {"spend": "4"}, ["disk"], on=date(2026, 4, 2))
    with reading(engine) as connection:
        assert read_told(connection, "anytown", "OPERATIONS") == {"disk": "1", "spend": "3"}
        assert read_told(connection, "anytown", "FINANCE") == {"spend": "4"}
        assert read_told(connection, "elsewhere", "FINANCE") == {}
