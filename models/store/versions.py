"""Append-only versions: what differs from the state at an edition is stored, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, select

from models.ledger import Load
from models.metadata import Table, table_of
from models.store.rows import insert_frame, read_frame

ASKED_AT_ONCE = 500
FAR_FUTURE = date(9999, 12, 31)


@dataclass(frozen=True)
class Versioned:
    """A version table and the column that names what its versions are versions of."""

    model: type[Table]
    entity: str

    @property
    def table(self) -> Any:
        """The table itself."""
        return table_of(self.model)


def known_at(
    versioned: Versioned,
    where: Iterable[ColumnElement[bool]],
    *,
    load_no: int,
    day: date = FAR_FUTURE,
) -> Select[Any]:
    """Return the query for the version in force of each entity, as known at a load about a day.

    The latest edition not after ``day`` wins, then the latest load; loads after ``load_no`` and those
    undone by it are as if they had never been. Retracted versions are included: the caller drops them.
    """
    table = versioned.table
    standing = select(Load.load_no).where(
        Load.authority == table.c.authority,
        Load.load_no == table.c.known_from,
        Load.load_no <= load_no,
        (Load.undone_by.is_(None)) | (Load.undone_by > load_no),
    )
    newest_first = (table.c.valid_from.desc(), table.c.known_from.desc())
    ranked = (
        select(
            table,
            func.row_number()
            .over(partition_by=table.c[versioned.entity], order_by=newest_first)
            .label("newest"),
        )
        .where(table.c.valid_from <= day, standing.exists(), *where)
        .subquery()
    )
    return select(*(ranked.c[c.name] for c in table.columns)).where(ranked.c.newest == 1)


def state_at(
    connection: Connection,
    versioned: Versioned,
    where: Iterable[ColumnElement[bool]],
    *,
    load_no: int,
    day: date,
) -> pd.DataFrame:
    """Return row_hash, retracted, valid_from and version_no of each entity, by entity."""
    state = known_at(versioned, where, load_no=load_no, day=day).subquery()
    names = (versioned.entity, "row_hash", "retracted", "valid_from", "version_no")
    frame = read_frame(connection, select(*(state.c[name] for name in names)))
    # Where one is missing, int64 would turn to floats, which cannot hold 63 bits.
    return frame.astype({"row_hash": "Int64"}).set_index(versioned.entity).rename_axis("entity")


def next_version_no(connection: Connection, versioned: Versioned) -> int:
    """Return the number that the next version of this table gets: dense, in load order."""
    return (
        int(connection.execute(select(func.max(versioned.table.c.version_no))).scalar_one() or 0)
        + 1
    )


class VersionWriter:
    """Writes one load's versions of one table, numbering them as they come."""

    def __init__(
        self,
        connection: Connection,
        versioned: Versioned,
        where: tuple[ColumnElement[bool], ...],
        *,
        load_no: int,
        edition_on: date,
        later_on: date | None,
    ) -> None:
        self.connection, self.versioned, self.where = connection, versioned, where
        self.load_no, self.edition_on, self.later_on = load_no, edition_on, later_on
        self.next_no = next_version_no(connection, versioned)
        self.written = 0
        self._state = state_at(connection, versioned, where, load_no=load_no, day=edition_on)
        self._seen: list[pd.Index] = []
        self._touched: list[pd.Index] = []

    def write(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Store the rows that differ from the state at this edition and return them, numbered.

        ``frame`` has the table's columns but for version_no, valid_from, known_from and retracted.
        """
        entities = pd.Index(frame[self.versioned.entity])
        self._seen.append(entities)
        state = self._state.reindex(entities)
        same = (state["row_hash"] == frame["row_hash"].to_numpy()) & ~state["retracted"].fillna(
            True
        )
        changed = frame[~same.fillna(False).to_numpy(dtype=bool)]
        return self._append(changed, valid_from=self.edition_on, retracted=False)

    def spare(self, entities: pd.Index) -> None:
        """Take what these say as it was: the file lists them, in rows that were set aside."""
        self._seen.append(entities)

    def retract_absent(self) -> None:
        """End what the source, declared complete, no longer lists."""
        listed = self._state[~self._state["retracted"].astype(bool)]
        gone = listed[~listed.index.isin(_union(self._seen))]
        for earlier in self._versions(gone["version_no"]):
            self._append(earlier, valid_from=self.edition_on, retracted=True)

    def restate_later(self) -> None:
        """Keep a later edition's state where it rested on what this older edition has now changed."""
        if self.later_on is None:
            return
        touched = _union(self._touched)
        before = state_at(
            self.connection, self.versioned, self.where, load_no=self.load_no - 1, day=self.later_on
        )
        rested = before[
            before.index.isin(touched) & (before["valid_from"] <= pd.Timestamp(self.edition_on))
        ]
        for version in self._versions(rested["version_no"]):
            kept = version["retracted"].to_numpy(dtype=bool)
            self._append(version, valid_from=self.later_on, retracted=kept)
        self._end_what_later_lacked(touched.difference(before.index))

    def _end_what_later_lacked(self, unknown_later: pd.Index) -> None:
        table = self.versioned.table
        for some in _batches(unknown_later.tolist(), ASKED_AT_ONCE):
            new = read_frame(
                self.connection,
                select(table).where(
                    table.c.known_from == self.load_no,
                    table.c[self.versioned.entity].in_(some),
                    *self.where,
                ),
            )
            self._append(new, valid_from=self.later_on, retracted=True)

    def _versions(self, version_nos: pd.Series) -> Iterator[pd.DataFrame]:
        table = self.versioned.table
        for some in _batches(version_nos.sort_values().tolist(), ASKED_AT_ONCE):
            yield read_frame(
                self.connection,
                select(table).where(table.c.version_no.in_(some)).order_by(table.c.version_no),
            )

    def _append(
        self, frame: pd.DataFrame, *, valid_from: date | None, retracted: Any
    ) -> pd.DataFrame:
        numbers = range(self.next_no, self.next_no + len(frame))
        versions = frame.assign(
            version_no=list(numbers),
            valid_from=pd.Timestamp(valid_from).as_unit("s"),
            known_from=self.load_no,
            retracted=retracted,
        )
        insert_frame(self.connection, self.versioned.table, versions)
        self.next_no += len(frame)
        self.written += len(frame)
        self._touched.append(pd.Index(frame[self.versioned.entity]))
        return versions


def _union(indexes: list[pd.Index]) -> pd.Index:
    return indexes[0].append(indexes[1:]).unique() if indexes else pd.Index([], dtype="int64")


def _batches(values: list[int], size: int) -> Iterator[list[int]]:
    return (values[start : start + size] for start in range(0, len(values), size))
