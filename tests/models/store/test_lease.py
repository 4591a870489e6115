"""One run at a time on one thing: a live run is left to its work, a dead one is no obstacle."""

import os
import subprocess
import sys
from datetime import date

import pytest
from sqlalchemy import select, update

from models.ledger import Load, Run
from models.store import lease as leases
from models.store.engine import publishing, reading
from models.store.errors import AlreadyRunning, LeaseLost
from models.store.lease import lease, this_process

OTHER_HOST = "another-host:4321:99"


def owned_by(engine, owner, *, until=None):
    """Make the lease on the register another's; ``until`` is by the database's clock."""
    with publishing(engine) as connection:
        values = {"owner": owner} | ({} if until is None else {"lease_until": until})
        connection.execute(update(Run).values(**values))


def run_row(engine):
    with reading(engine) as connection:
        return connection.execute(select(Run)).one()


def a_process_that_ended():
    """Return a process of this host, as a lease names it, that exists no longer."""
    script = "from models.store.lease import this_process; print(this_process())"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def test_a_live_run_of_this_host_is_left_to_its_work(engine):
    with (
        lease(engine, "anytown", "load register"),
        pytest.raises(AlreadyRunning, match="load register of anytown is already running"),
        lease(engine, "anytown", "load register"),
    ):
        pytest.fail("two runs held one lease")


def test_another_thing_or_another_authority_is_free_meanwhile(engine):
    with (
        lease(engine, "anytown", "load register"),
        lease(engine, "anytown", "load spend") as spend,
        lease(engine, "elsewhere", "load register") as elsewhere,
    ):
        assert spend.owner == elsewhere.owner == this_process()


def test_a_lease_is_given_back_when_the_work_fails(engine):
    with pytest.raises(ZeroDivisionError), lease(engine, "anytown", "load register"):
        raise ZeroDivisionError
    with lease(engine, "anytown", "load register"):
        assert run_row(engine).attempt == 2


def test_a_dead_process_of_this_host_is_taken_over_from_at_once(engine):
    with lease(engine, "anytown", "load register"):
        owned_by(engine, a_process_that_ended())
        with lease(engine, "anytown", "load register") as held:
            assert run_row(engine).owner == held.owner


def test_a_process_that_was_given_a_dead_ones_number_is_not_taken_for_it(engine):
    host, pid, began = this_process().rsplit(":", 2)
    with lease(engine, "anytown", "load register"):
        owned_by(engine, f"{host}:{pid}:{int(began) - 1}")
        with lease(engine, "anytown", "load register"):
            assert run_row(engine).attempt == 2


def test_a_run_of_another_host_is_believed_until_its_lease_runs_out(engine):
    with lease(engine, "anytown", "load register"):
        owned_by(engine, OTHER_HOST)
        with (
            pytest.raises(AlreadyRunning, match="another-host"),
            lease(engine, "anytown", "load register"),
        ):
            pytest.fail("two runs held one lease")
        owned_by(engine, OTHER_HOST, until=1)
        with lease(engine, "anytown", "load register") as held:
            assert run_row(engine).owner == held.owner


def test_a_renewed_lease_lasts_longer(engine, monkeypatch):
    with lease(engine, "anytown", "load register") as held:
        before = run_row(engine).lease_until
        monkeypatch.setattr(leases, "LEASE_SECONDS", 3_600)
        held.renew()
        assert run_row(engine).lease_until >= before + 3_600 - 300


def test_a_run_whose_lease_was_taken_over_stores_nothing(engine, publisher):
    with lease(engine, "anytown", "load register/whole") as held:
        owned_by(engine, OTHER_HOST)
        with pytest.raises(LeaseLost, match="nothing was stored"):
            publisher.register({"reference": "S1", "title": "Short breaks"}, by=held)
    with reading(engine) as connection:
        assert connection.execute(select(Load)).all() == []
    assert run_row(engine).owner == OTHER_HOST  # and it is not given back in the other's name


def test_a_slot_that_another_run_has_loaded_meanwhile_is_not_loaded_over(engine, publisher):
    class Meanwhile(type(publisher)):
        def _slot(self, feed, source, slot):
            stale = super()._slot(feed, source, slot)
            publisher.register({"reference": "S1", "title": "Short breaks"})
            return stale

    late = Meanwhile(engine)
    with pytest.raises(LeaseLost, match="Another run has loaded"):
        late.register({"reference": "S2", "title": "Day care"}, edition_on=date(2026, 3, 31))
    with reading(engine) as connection:
        assert [load.slot_seq for load in connection.execute(select(Load))] == [1]


def test_the_same_process_after_a_fork_is_another(engine):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, this_process().encode())
        os._exit(0)
    os.wait()
    assert os.read(reader, 200).decode() != this_process()
