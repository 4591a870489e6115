"""Payments of a slot: the newer edition replaces the older by multiset difference."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.ledger import Load
from models.payment import PaymentVersion
from models.store.arrival import Publication, Slot
from models.store.rows import insert_frame, read_frame
from models.store.standing import known_part, since_decided, standing_at, stands
from models.store.versions import Versioned, next_version_no

PAYMENTS = Versioned(PaymentVersion, "row_hash")
_table = PAYMENTS.table

Frames = Callable[[], Iterable[pd.DataFrame]]


def live_payments(slot: Slot, *, load_no: int) -> Select[tuple[int, int, int, str]]:
    """Return the query for row_hash, occurrence and version_no of a slot's payments as known at a load."""
    loads = select(Load.load_no).where(
        Load.authority == slot.authority,
        Load.feed == slot.feed,
        Load.source == slot.source,
        Load.slot == slot.slot,
        stands(Load, load_no),
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


def publish_payments(publication: Publication, load: Load, frames: Frames) -> int:
    """Store what an edition adds to its slot and retract what it drops; return the versions written.

    ``frames`` have a column ``occurrence`` that tells rows of equal content apart. A source that is
    not complete replaces only the payments whose ``payment_id`` it lists; a correction adds to what
    there is and replaces nothing.
    """
    standing = [m for m in standing_at(publication.history, load.load_no) if _same_slot(m, load)]
    came_late = any(m.edition_on > load.edition_on for m in standing)
    if came_late or load.corrects is not None:
        return _settle(publication, (*publication.history, load), load, frames)
    return _replace(publication, load, frames)


def restore_payments(publication: Publication, rollback: Load) -> int:
    """Bring the slot to what it is without a load that was undone; return the versions written."""
    return _settle(publication, publication.history, rollback, lambda: ())


def _same_slot(one: Load, other: Load) -> bool:
    return one.slot == other.slot


def _replace(publication: Publication, load: Load, frames: Frames) -> int:
    """Compare the latest edition, piece by piece, with what there is."""
    connection = publication.connection
    live = read_frame(connection, live_payments(publication.slot, load_no=load.load_no))
    known, listed = pd.Index(_keys(live)), np.zeros(len(live), dtype=bool)
    writer = _Writer(connection, load)
    ids: set[str] = set()
    for frame in frames():
        places = known.get_indexer(_keys(frame))  # -1 where the slot has no such payment
        listed[places[places >= 0]] = True
        if not load.complete:
            ids.update(frame["payment_id"].dropna())
        writer.append(frame[places < 0], retracted=False)
    gone = live[~listed]
    if not load.complete:
        gone = gone[gone["payment_id"].isin(ids)]
    writer.repeat(gone["version_no"], retracted=True)
    return writer.written


def _settle(publication: Publication, loads: Iterable[Load], writing: Load, frames: Frames) -> int:
    """Bring the slot to what all its loads that stand make of it, in the order of their editions.

    What was once known of them is taken as it was; the files of the others are read again.
    """
    of_slot = [load for load in loads if _same_slot(load, writing)]
    wanted = since_decided(standing_at(of_slot, writing.load_no), _is_whole)
    earlier = [load for load in of_slot if load.load_no != writing.load_no]
    known = known_part(earlier, wanted, _is_whole)

    def rows_of(load: Load) -> Iterable[pd.DataFrame]:
        if load.load_no == writing.load_no:
            return frames()
        return publication.read_again(load).frames("payments")

    due = _live(publication, known.load_no)
    for load in wanted[known.count :]:
        due = _with(due, load, rows_of(load))
    now = _live(publication, writing.load_no)
    writer = _Writer(publication.connection, writing)
    missing = due[~np.isin(_keys(due), _keys(now))]
    writer.repeat(missing["version_no"].dropna(), retracted=False)
    for load in wanted[known.count :]:
        lacking = missing[missing["listed_by"].eq(load.load_no).fillna(False).astype(bool)]
        for frame in rows_of(load) if len(lacking) else ():
            writer.append(_renumbered(frame, lacking, load, writing), retracted=False)
    gone = now[~np.isin(_keys(now), _keys(due))]
    writer.repeat(gone["version_no"], retracted=True)
    return writer.written


def _is_whole(load: Load) -> bool:
    return load.complete


def _live(publication: Publication, load_no: int) -> pd.DataFrame:
    live = read_frame(publication.connection, live_payments(publication.slot, load_no=load_no))
    return live.assign(listed_by=pd.array([pd.NA] * len(live), "Int64"), nth=live["occurrence"])


def _with(due: pd.DataFrame, load: Load, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the payments due after a load. ``nth`` is which of its equal rows each one is in its file."""
    names = ["row_hash", "occurrence", "payment_id"]
    rows = pd.concat([due[names].head(0), *(frame[names] for frame in frames)], ignore_index=True)
    listed = rows.assign(
        version_no=pd.array([pd.NA] * len(rows), "Int64"),
        listed_by=pd.array([load.load_no] * len(rows), "Int64"),
        nth=rows["occurrence"],
    )
    if load.corrects is not None:
        before = listed["row_hash"].map(due.groupby("row_hash").size()).fillna(0)
        listed["occurrence"] += before.astype("int64")
        return pd.concat([due, listed], ignore_index=True)
    known, told = _keys(due), _keys(listed)
    if load.complete:
        due = due[np.isin(known, told)]
    else:
        replaced = due["payment_id"].isin(listed["payment_id"].dropna())
        due = due[~replaced.to_numpy(dtype=bool) | np.isin(known, told)]
    return pd.concat([due, listed[~np.isin(told, known)]], ignore_index=True)


def _renumbered(
    frame: pd.DataFrame, lacking: pd.DataFrame, load: Load, writing: Load
) -> pd.DataFrame:
    """Return the rows of a file that are lacking, under the occurrence that each has in the slot."""
    wanted = lacking[["row_hash", "nth", "occurrence"]].rename(columns={"occurrence": "in_slot"})
    found = frame.merge(
        wanted, left_on=["row_hash", "occurrence"], right_on=["row_hash", "nth"], how="inner"
    )
    row_of = pd.NA if load.load_no == writing.load_no else load.load_no
    return found.assign(occurrence=found["in_slot"], row_of=row_of).drop(columns=["nth", "in_slot"])


def _keys(frame: pd.DataFrame) -> np.ndarray:
    """Return one number for each (row_hash, occurrence): pairs that differ, differ here."""
    spread = frame["occurrence"].to_numpy("uint64") * np.uint64(0x9E3779B97F4A7C15)
    return np.asarray(frame["row_hash"].to_numpy("uint64") ^ spread)


class _Writer:
    """Writes one load's payments, numbering them as they come."""

    def __init__(self, connection: Connection, load: Load) -> None:
        self.connection, self.load = connection, load
        self.next_no = next_version_no(connection, PAYMENTS)
        self.written = 0

    def append(self, frame: pd.DataFrame, *, retracted: bool) -> None:
        """Store rows as payments of this load."""
        versions = frame.assign(
            version_no=np.arange(self.next_no, self.next_no + len(frame)),
            authority=self.load.authority,
            known_from=self.load.load_no,
            retracted=retracted,
        )
        count = insert_frame(self.connection, _table, versions)
        self.next_no += count
        self.written += count

    def repeat(self, version_nos: pd.Series, *, retracted: bool) -> None:
        """Store what some versions said once more, with the load whose row each is."""
        for versions in _versions(self.connection, version_nos):
            row_of = versions["row_of"].fillna(versions["known_from"])
            self.append(versions.assign(row_of=row_of), retracted=retracted)


def _versions(connection: Connection, version_nos: pd.Series) -> Iterator[pd.DataFrame]:
    numbers = version_nos.sort_values().tolist()
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        yield read_frame(
            connection,
            select(_table).where(_table.c.version_no.in_(some)).order_by(_table.c.version_no),
        )
