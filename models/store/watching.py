"""What ``watch`` asks of the ledger: work whose worker is gone, who works on a run, what was told."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from models.flow_run import FlowRun
from models.ledger import Run
from models.metadata import table_of
from models.store.engine import database_seconds
from models.store.lease import is_alive, is_here, this_process
from models.watch_told import WatchTold

KEPT_SECONDS = 30 * 24 * 60 * 60

_run = table_of(Run)
_flow_run = table_of(FlowRun)
_told = table_of(WatchTold)


def leases_left(connection: Connection, authority: str) -> list[tuple[str, str, int]]:
    """Return the leases that nobody alive holds: what was worked on, by whom, at which attempt.

    Of a process of this host that is known at once; of another's, when the lease has run out.
    """
    held = (
        select(_run.c.run_key, _run.c.owner, _run.c.attempt, _run.c.lease_until)
        .where(_run.c.authority == authority, _run.c.lease_until != 0)
        .order_by(_run.c.run_key)
    )
    now = database_seconds(connection)
    return [
        (row.run_key, row.owner, row.attempt)
        for row in connection.execute(held)
        if not (is_alive(row.owner) if is_here(row.owner) else row.lease_until > now)
    ]


def given_back_at(connection: Connection, authority: str) -> dict[str, int]:
    """Return when a run last gave back each thing that is worked on, by the database's clock."""
    ended = select(_run.c.run_key, _run.c.ended_at).where(
        _run.c.authority == authority, _run.c.ended_at.is_not(None)
    )
    return {row.run_key: row.ended_at for row in connection.execute(ended)}


def write_down_run(connection: Connection, authority: str, flow_run: str) -> None:
    """Write down that this process works on a run of Prefect's; what is older than 30 days is forgotten."""
    now = database_seconds(connection)
    of_run = (_flow_run.c.authority == authority, _flow_run.c.flow_run == flow_run)
    connection.execute(delete(_flow_run).where(*of_run))
    connection.execute(
        delete(_flow_run).where(
            _flow_run.c.authority == authority, _flow_run.c.began_at < now - KEPT_SECONDS
        )
    )
    row = {"authority": authority, "flow_run": flow_run, "owner": this_process(), "began_at": now}
    connection.execute(insert(_flow_run).values(**row))


def workers_alive(connection: Connection, authority: str) -> dict[str, bool]:
    """Return each run of Prefect's that a process wrote down, and whether that process lives.

    One of another host counts as alive until a lease of its own has run out.
    """
    gone = {owner for _, owner, _ in leases_left(connection, authority)}
    rows = connection.execute(
        select(_flow_run.c.flow_run, _flow_run.c.owner).where(_flow_run.c.authority == authority)
    )
    return {
        row.flow_run: is_alive(row.owner) if is_here(row.owner) else row.owner not in gone
        for row in rows
    }


def read_told(connection: Connection, authority: str, target: str) -> dict[str, str]:
    """Return which fault of each unwell thing was told to a target."""
    rows = connection.execute(
        select(_told.c.what, _told.c.fault).where(
            _told.c.authority == authority, _told.c.target == target
        )
    )
    return {row.what: row.fault for row in rows}


def record_told(
    connection: Connection,
    authority: str,
    target: str,
    faults: Mapping[str, str],
    mended: list[str],
    *,
    on: date,
) -> None:
    """Store which faults were told to a target; those mended are forgotten."""
    of_target = (_told.c.authority == authority, _told.c.target == target)
    connection.execute(delete(_told).where(*of_target, _told.c.what.in_([*faults, *mended])))
    for what, fault in faults.items():
        row = {"authority": authority, "target": target, "what": what, "fault": fault}
        connection.execute(insert(_told).values(**row, told_on=on))
