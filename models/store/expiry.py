"""What was kept long enough: files as received that nothing reads any more, and what old returns say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, func, or_, select, tuple_, update
from sqlalchemy.sql import ColumnElement

from models.ledger import BEFORE_EDITIONS, Load
from models.metadata import table_of
from models.monitoring_return import ReturnVersion
from models.quarantine import Finding, QuarantinedRow
from models.service_users import UsersVersion
from models.snapshot import Snapshot
from models.store.erased_files import mark_erased
from models.store.erased_rows import Touched
from models.store.standing import FILES

_load, _snapshot = table_of(Load), table_of(Snapshot)
_finding = table_of(Finding)
CELLS = (
    table_of(QuarantinedRow),
    _finding,
)  # what was set aside or doubted of a file: a part of it
RETURNED = {"returns": table_of(ReturnVersion), "users": table_of(UsersVersion)}
# Counts of people, or near to them; what they are of stays.
NUMBERS = {
    RETURNED["returns"]: ("value", "numerator", "denominator"),
    RETURNED["users"]: ("users",),
}

Values = tuple[Table, tuple[str, ...], ColumnElement[bool]]


@dataclass(frozen=True)
class Expired:
    """What is old: files by digest, and how many rows have values that are, by table."""

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
    files = _old_returns(connection, authority, returns_before)
    if snapshots_before:
        files |= _old_files(_loads_of_files(connection, authority), snapshots_before)
    files -= _removed(connection, authority)
    touched = Touched()
    for table, _columns, are_old in _values(connection, authority, files, returns_before):
        touched.note(connection, table, are_old)
    return Expired(tuple(sorted(files)), touched.rows)


def remove_expired(
    connection: Connection, authority: str, number: int, found: Expired, returns_before: date | None
) -> None:
    """Mark the files as removed by an erasure, and take the values out; every row stays."""
    files = set(found.snapshots)
    mark_erased(connection, authority, number, digests=files, packs=set())
    for table, columns, are_old in _values(connection, authority, files, returns_before):
        connection.execute(update(table).where(are_old).values(dict.fromkeys(columns)))


def _values(
    connection: Connection, authority: str, files: set[str], returns_before: date | None
) -> Iterator[Values]:
    """Yield what is to be emptied: a table, its columns and which of its rows.

    They are the cells of files that go, or went, and what returns say of periods that ended before a day.
    """
    of_files = sorted(files | _old_returns(connection, authority, returns_before))
    for table in CELLS:
        for digest in of_files:
            yield table, ("value",), _has_value(table, authority) & _is_of(table, digest)
    if returns_before is None:
        return
    for returned, columns in NUMBERS.items():
        is_old = (returned.c.authority == authority) & (returned.c.ends_on < returns_before)
        rows = select(returned.c.known_from, returned.c.row_no).where(is_old)
        is_doubted = tuple_(_finding.c.load_no, _finding.c.row_no).in_(rows)
        yield _finding, ("value",), _has_value(_finding, authority) & is_doubted
        has_numbers = or_(*(returned.c[name].is_not(None) for name in columns))
        yield returned, columns, is_old & has_numbers


def _has_value(table: Table, authority: str) -> ColumnElement[bool]:
    return (table.c.authority == authority) & table.c.value.is_not(None)


def _is_of(table: Table, digest: str) -> ColumnElement[bool]:
    """Return the condition that a cell is of a file."""
    load = _load.alias()
    loads = select(load.c.load_no).where(
        load.c.authority == table.c.authority, load.c.snapshot == digest
    )
    return table.c.load_no.in_(loads)


def _removed(connection: Connection, authority: str) -> set[str]:
    statement = select(_snapshot.c.digest).where(
        _snapshot.c.authority == authority, _snapshot.c.erased_by.is_not(None)
    )
    return set(connection.execute(statement).scalars())


def _loads_of_files(connection: Connection, authority: str) -> list[Row[Any]]:
    statement = select(_load).where(_load.c.authority == authority, _load.c.snapshot != "")
    return list(connection.execute(statement.order_by(_load.c.load_no)))


def _old_files(loads: list[Row[Any]], before: date) -> set[str]:
    """Return the files last loaded before a day, but for those in force and the corrections of these.

    In force is a slot's newest edition, of those that stand and of all. When a load of an old schema
    was made is not known: its file is old only where it came again.
    """
    in_force: dict[tuple[str, str, str, bool], Row[Any]] = {}
    last_on: dict[str, date] = {}
    for load in loads:
        last_on[load.snapshot] = max(load.loaded_on, last_on.get(load.snapshot, BEFORE_EDITIONS))
        for stands in {False, load.undone_by is None} if load.kind == FILES else ():
            slot = (load.feed, load.source, load.slot, stands)
            if slot not in in_force or in_force[slot].edition_on <= load.edition_on:
                in_force[slot] = load
    kept = {load.load_no for load in in_force.values()}
    kept |= {load.load_no for load in loads if load.corrects in kept}
    needed = {load.snapshot for load in loads if load.load_no in kept}
    return {
        digest
        for digest, on in last_on.items()
        if BEFORE_EDITIONS < on < before and digest not in needed
    }


def _old_returns(connection: Connection, authority: str, before: date | None) -> set[str]:
    """Return the files of returns and of users whose last period ended before a day, removed or not.

    A file that told nothing new is as old as what its slot had told by then; where that is nothing, as
    old as the day it was loaded.
    """
    if before is None:
        return set()
    told = _last_days(connection, authority)
    of_slot: dict[tuple[str, str, str], date] = {}
    until: dict[str, date] = {}
    for load in _loads_of_files(connection, authority):
        day = date.max
        if load.feed in RETURNED:
            slot = (load.feed, load.source, load.slot)
            of_slot[slot] = max(told.get(load.load_no, date.min), of_slot.get(slot, date.min))
            loaded_on = date.max if load.loaded_on == BEFORE_EDITIONS else load.loaded_on
            day = loaded_on if of_slot[slot] == date.min else of_slot[slot]
        until[load.snapshot] = max(day, until.get(load.snapshot, date.min))
    return {digest for digest, day in until.items() if day < before}


def _last_days(connection: Connection, authority: str) -> dict[int, date]:
    """Return the last day of the periods that each load told something of."""
    last: dict[int, date] = {}
    for table in RETURNED.values():
        statement = (
            select(table.c.known_from, func.max(table.c.ends_on))
            .where(table.c.authority == authority, table.c.ends_on.is_not(None))
            .group_by(table.c.known_from)
        )
        for load_no, day in connection.execute(statement):
            last[load_no] = max(day, last.get(load_no, date.min))
    return last
