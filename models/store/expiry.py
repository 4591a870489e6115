"""What was kept long enough: files as received that nothing reads any more, and numbers of old returns."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, func, or_, select, update
from sqlalchemy.sql import ColumnElement

from models.ledger import Load
from models.metadata import table_of
from models.monitoring_return import ReturnVersion
from models.quarantine import QuarantinedRow
from models.service_users import UsersVersion
from models.snapshot import Snapshot
from models.store.erased_files import mark_erased
from models.store.standing import ROLLBACK

_load, _snapshot = table_of(Load), table_of(Snapshot)
_quarantined = table_of(QuarantinedRow)
# Counts of people, or near to them; what they are of stays.
NUMBERS = {
    table_of(ReturnVersion): ("value", "numerator", "denominator"),
    table_of(UsersVersion): ("users",),
}


@dataclass(frozen=True)
class Expired:
    """What is old: files by digest, and how many rows have numbers that are, by table."""

    snapshots: tuple[str, ...]
    rows: dict[str, int]


def expired(
    connection: Connection,
    authority: str,
    *,
    snapshots_before: date | None,
    returns_before: date | None,
) -> Expired:
    """Return what is older than two days, either of which may be none: then nothing of its kind is."""
    rows = {}
    if returns_before:
        for table, columns in NUMBERS.items():
            counted = select(func.count()).where(_is_old(table, columns, authority, returns_before))
            rows[table.name] = int(connection.execute(counted).scalar_one())
    files = _old_files(connection, authority, snapshots_before) if snapshots_before else ()
    return Expired(tuple(files), {name: count for name, count in rows.items() if count})


def remove_expired(
    connection: Connection, authority: str, number: int, found: Expired, returns_before: date | None
) -> None:
    """Mark the files as removed by an erasure, and take the numbers out; every row stays."""
    mark_erased(connection, authority, number, digests=set(found.snapshots), packs=set())
    for digest in found.snapshots:  # what was set aside of a file is a part of it
        of_file = select(_load.c.load_no).where(
            _load.c.authority == authority, _load.c.snapshot == digest
        )
        connection.execute(
            update(_quarantined)
            .where(_quarantined.c.authority == authority, _quarantined.c.load_no.in_(of_file))
            .values(value=None)
        )
    if returns_before:
        for table, columns in NUMBERS.items():
            is_old = _is_old(table, columns, authority, returns_before)
            connection.execute(update(table).where(is_old).values(dict.fromkeys(columns)))


def _is_old(
    table: Table, columns: tuple[str, ...], authority: str, before: date
) -> ColumnElement[bool]:
    has_numbers = or_(*(table.c[name].is_not(None) for name in columns))
    return (table.c.authority == authority) & (table.c.ends_on < before) & has_numbers


def _old_files(connection: Connection, authority: str, before: date) -> list[str]:
    """Return the files last loaded before a day, but for the newest of each slot and the newest that stands."""
    loads = connection.execute(
        select(_load)
        .where(_load.c.authority == authority, _load.c.kind != ROLLBACK)
        .order_by(_load.c.load_no)
    ).all()
    newest: dict[tuple[str, str, str, bool], str] = {}
    last_on: dict[str, date] = {}
    for load in loads:
        last_on[load.snapshot] = load.loaded_on
        newest[load.feed, load.source, load.slot, False] = load.snapshot
        if load.undone_by is None:
            newest[load.feed, load.source, load.slot, True] = load.snapshot
    gone = set(
        connection.execute(
            select(_snapshot.c.digest).where(
                _snapshot.c.authority == authority, _snapshot.c.erased_by.is_not(None)
            )
        ).scalars()
    )
    kept = gone.union(newest.values(), {""})
    return sorted(digest for digest, on in last_on.items() if on < before and digest not in kept)
