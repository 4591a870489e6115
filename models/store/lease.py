"""The lease: one run at a time on one thing, by the database's own clock.

A run that is killed leaves its lease behind. It is taken over at once when its owner was a process of
this host that no longer exists, and when it has run out where the owner was on another host. A process
of this host that lives is never taken over from.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from models.ledger import Run
from models.store.engine import database_seconds, publishing
from models.store.errors import AlreadyRunning, LeaseLost

LEASE_SECONDS = 300


@dataclass(frozen=True)
class Lease:
    """A held lease. ``must_hold`` is asked inside the transaction that publishes."""

    engine: Engine
    authority: str
    run_key: str
    owner: str

    def must_hold(self, connection: Connection) -> None:
        """Raise LeaseLost unless this process still holds the lease."""
        owner = connection.execute(
            select(Run.owner).where(Run.authority == self.authority, Run.run_key == self.run_key)
        ).scalar_one_or_none()
        if owner != self.owner:
            raise LeaseLost(
                f"The lease on {self.run_key} of {self.authority} ran out and {owner or 'nobody'} holds it "
                "now; nothing was stored: run it again."
            )

    def renew(self) -> None:
        """Hold the lease for another while; long work calls it between its parts."""
        with publishing(self.engine) as connection:
            self.must_hold(connection)
            _set_until(connection, self, database_seconds(connection) + LEASE_SECONDS)


@contextmanager
def lease(engine: Engine, authority: str, run_key: str) -> Iterator[Lease]:
    """Hold the lease on ``run_key`` of ``authority`` while the block runs.

    Raises AlreadyRunning with a sentence when a live run holds it.
    """
    held = Lease(engine, authority, run_key, this_process())
    with publishing(engine) as connection:
        _take(connection, held)
    try:
        yield held
    finally:
        with publishing(engine) as connection:
            if _owner_of(connection, held)[0] == held.owner:
                given_back = _where(held).values(
                    lease_until=0, ended_at=database_seconds(connection)
                )
                connection.execute(given_back)


def _take(connection: Connection, held: Lease) -> None:
    owner, until = _owner_of(connection, held)
    now = database_seconds(connection)
    if owner is None:
        connection.execute(
            insert(Run).values(
                authority=held.authority,
                run_key=held.run_key,
                attempt=1,
                owner=held.owner,
                lease_until=now + LEASE_SECONDS,
            )
        )
        return
    if until and (is_alive(owner) if is_here(owner) else until > now):
        raise AlreadyRunning(
            f"{held.run_key} of {held.authority} is already running ({owner}); wait for it to end, or "
            "some minutes if it has died on another machine."
        )
    connection.execute(
        _where(held).values(
            attempt=Run.attempt + 1, owner=held.owner, lease_until=now + LEASE_SECONDS
        )
    )


def _owner_of(connection: Connection, held: Lease) -> tuple[str | None, int]:
    row = connection.execute(
        select(Run.owner, Run.lease_until).where(
            Run.authority == held.authority, Run.run_key == held.run_key
        )
    ).one_or_none()
    return (row.owner, row.lease_until) if row else (None, 0)


def _set_until(connection: Connection, held: Lease, until: int) -> None:
    connection.execute(_where(held).values(lease_until=until))


def _where(held: Lease):
    return update(Run).where(Run.authority == held.authority, Run.run_key == held.run_key)


def this_process() -> str:
    """Return this process as a lease names it: host, process number and when the process began."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}"


def is_here(owner: str) -> bool:
    """Return whether ``owner`` is, or was, a process of this host."""
    return owner.rsplit(":", 2)[0] == socket.gethostname()


def is_alive(owner: str) -> bool:
    """Return whether a process of this host, named as a lease names it, still exists."""
    _host, pid, began = owner.rsplit(":", 2)
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _began(int(pid)) == began


def _began(pid: int) -> str:
    """Return when a process began, in the kernel's own ticks; empty where the kernel does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]
