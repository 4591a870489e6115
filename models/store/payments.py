"""Payments of a slot: the newer edition replaces the older by multiset difference."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.ledger import Load
from models.payment import PaymentVersion
from models.store.arrival import Slot
from models.store.rows import insert_frame, read_frame
from models.store.versions import Versioned, next_version_no

PAYMENTS = Versioned(PaymentVersion, "row_hash")
_table = PAYMENTS.table


def live_payments(slot: Slot, *, load_no: int) -> Select[tuple[int, int, int]]:
    """Return the query for row_hash, occurrence and version_no of a slot's payments as known at a load."""
    loads = select(Load.load_no).where(
        Load.authority == slot.authority,
        Load.feed == slot.feed,
        Load.source == slot.source,
        Load.slot == slot.slot,
        Load.load_no <= load_no,
        (Load.undone_by.is_(None)) | (Load.undone_by > load_no),
    )
    ranked = (
        select(
            _table.c.row_hash,
            _table.c.occurrence,
            _table.c.version_no,
            _table.c.retracted,
            _table.c.payment_id,
            func.row_number()
            .over(
                partition_by=(_table.c.row_hash, _table.c.occurrence),
                order_by=_table.c.known_from.desc(),
            )
            .label("newest"),
        )
        .where(_table.c.authority == slot.authority, _table.c.known_from.in_(loads))
        .subquery()
    )
    return select(
        ranked.c.row_hash, ranked.c.occurrence, ranked.c.version_no, ranked.c.payment_id
    ).where(ranked.c.newest == 1, ~ranked.c.retracted)


def publish_payments(
    connection: Connection,
    slot: Slot,
    frames: Iterable[pd.DataFrame],
    *,
    load_no: int,
    complete: bool,
    came_late: bool = False,
) -> int:
    """Store what the edition adds to the slot and retract what it drops; return the versions written.

    ``frames`` have a column ``occurrence`` that tells rows of equal content apart. A source that is
    not complete replaces only the payments whose ``payment_id`` it lists. An edition that came late,
    after a newer one of its slot, replaces nothing.
    """
    if came_late and complete:
        return 0
    live = read_frame(connection, live_payments(slot, load_no=load_no))
    known, listed = pd.Index(_keys(live)), np.zeros(len(live), dtype=bool)
    next_no = first_no = next_version_no(connection, PAYMENTS)
    ids: set[str] = set()
    for frame in frames:
        places = known.get_indexer(_keys(frame))  # -1 where the slot has no such payment
        listed[places[places >= 0]] = True
        if not (complete or came_late):
            ids.update(frame["payment_id"].dropna())
        new = frame[places < 0]
        if came_late:
            new = new[~new["payment_id"].isin(live["payment_id"].dropna())]
        next_no += _append(connection, new, slot.authority, load_no, next_no, retracted=False)
    gone = live[~listed]
    if not complete:
        gone = gone[gone["payment_id"].isin(ids)]
    for version in _versions(connection, gone["version_no"]):
        next_no += _append(connection, version, slot.authority, load_no, next_no, retracted=True)
    return next_no - first_no


def _keys(frame: pd.DataFrame) -> np.ndarray:
    """Return one number for each (row_hash, occurrence): pairs that differ, differ here."""
    spread = frame["occurrence"].to_numpy("uint64") * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray(frame["row_hash"].to_numpy("uint64") ^ spread)


def _append(
    connection: Connection,
    frame: pd.DataFrame,
    authority: str,
    load_no: int,
    first_no: int,
    *,
    retracted: bool,
) -> int:
    versions = frame.assign(
        version_no=np.arange(first_no, first_no + len(frame)),
        authority=authority,
        known_from=load_no,
        retracted=retracted,
    )
    return insert_frame(connection, _table, versions)


def _versions(connection: Connection, version_nos: pd.Series) -> Iterable[pd.DataFrame]:
    numbers = version_nos.sort_values().tolist()
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        yield read_frame(
            connection,
            select(_table).where(_table.c.version_no.in_(some)).order_by(_table.c.version_no),
        )
