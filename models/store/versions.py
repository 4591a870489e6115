"""Append-only versions: what differs from the state at an edition is stored, and nothing else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, select

from models.ledger import Load
from models.metadata import Table, table_of
from models.store.rows import indexed_by, insert_frame, read_frame
from models.store.standing import stands

ASKED_AT_ONCE = 5_000
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
        stands(Load, load_no),
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
    """Return row_hash, retracted, valid_from, known_from and version_no of each entity, by entity."""
    state = known_at(versioned, where, load_no=load_no, day=day).subquery()
    names = (versioned.entity, "row_hash", "retracted", "valid_from", "known_from", "version_no")
    frame = read_frame(connection, select(*(state.c[name] for name in names)))
    # Where one is missing, int64 would turn to floats, which cannot hold 63 bits.
    whole = dict.fromkeys(("row_hash", "known_from", "version_no"), "Int64")
    return indexed_by(frame.astype(whole), versioned.entity).rename_axis("entity")


def differs(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Return whether two states of the same entities, as ``in_force`` gives them, are not the same."""
    neither = one["row_hash"].isna() & other["row_hash"].isna()
    return one["row_hash"].ne(other["row_hash"]).fillna(True).astype(bool) & ~neither


def next_version_no(connection: Connection, versioned: Versioned) -> int:
    """Return the number that the next version of this table gets: dense, in load order."""
    return (
        int(connection.execute(select(func.max(versioned.table.c.version_no))).scalar_one() or 0)
        + 1
    )


class VersionWriter:
    """Writes one load's versions of one table, numbering them as they come.

    ``beside`` is given the versions in force that were stored, for what is kept beside them.
    """

    def __init__(
        self,
        connection: Connection,
        versioned: Versioned,
        where: tuple[ColumnElement[bool], ...],
        *,
        load_no: int,
        edition_on: date,
        beside: Callable[[pd.DataFrame], None] = lambda _versions: None,
    ) -> None:
        self.connection, self.versioned, self.where = connection, versioned, where
        self.load_no, self.edition_on, self.beside = load_no, edition_on, beside
        self.next_no = next_version_no(connection, versioned)
        self.written = 0
        self._seen: list[pd.Index] = []
        self._touched: list[pd.Index] = []

    @cached_property
    def _state(self) -> pd.DataFrame:
        return state_at(
            self.connection,
            self.versioned,
            self.where,
            load_no=self.load_no,
            day=self.edition_on,
        )

    @property
    def touched(self) -> pd.Index:
        """All that versions were written of."""
        return _union(self._touched)

    def write(self, frame: pd.DataFrame) -> None:
        """Store the rows that differ from the state at this edition.

        ``frame`` has the table's columns but for version_no, valid_from, known_from and retracted.
        """
        # Copied, or the numbers of a frame that are kept would keep the frame's other numbers too.
        entities = pd.Index(frame[self.versioned.entity], copy=True)
        self._seen.append(entities)
        state = self._state.reindex(entities)
        same = (state["row_hash"] == frame["row_hash"].to_numpy()) & ~state["retracted"].fillna(
            True
        )
        is_changed = ~same.fillna(False).to_numpy(dtype=bool)
        if is_changed.all():  # as when a file is the first: what it lists is then held once
            self._append(frame, entities, valid_from=self.edition_on, retracted=False)
        else:
            changed = entities[is_changed]
            self._append(frame[is_changed], changed, valid_from=self.edition_on, retracted=False)

    def spare(self, entities: pd.Index) -> None:
        """Take what these say as it was: the file lists them, in rows that were set aside."""
        self._seen.append(entities)

    def retract_absent(self, among: pd.Index | None = None) -> None:
        """End what the source, declared complete for all or for some, no longer lists."""
        listed = self._state[~self._state["retracted"].astype(bool)]
        if among is not None:
            listed = listed[listed.index.isin(among)]
        if listed.empty:
            return
        gone = listed[~listed.index.isin(_union(self._seen))]
        self.repeat(gone["version_no"], valid_from=self.edition_on, retracted=True)

    def repeat(self, version_nos: pd.Series, *, valid_from: date, retracted: bool) -> None:
        """Store what some versions said once more: as so, or as ended, from an edition on."""
        table = self.versioned.table
        for some in _batches(version_nos.sort_values().tolist(), ASKED_AT_ONCE):
            versions = select(table).where(table.c.version_no.in_(some))
            earlier = read_frame(self.connection, versions.order_by(table.c.version_no))
            entities = pd.Index(earlier[self.versioned.entity])
            self._append(earlier, entities, valid_from=valid_from, retracted=retracted)

    def in_force(self, entities: pd.Index, *, load_no: int, day: date | None) -> pd.DataFrame:
        """Return row_hash, known_from and version_no of some entities, as known at a load about a day.

        ``row_hash`` is missing where one was not in force. ``day`` None is before all days.
        """
        column = self.versioned.table.c[self.versioned.entity]
        states = [
            state_at(
                self.connection,
                self.versioned,
                (*self.where, column.in_(some)),
                load_no=load_no,
                day=day,
            )
            for some in _batches(entities.tolist(), ASKED_AT_ONCE)
            if day is not None
        ]
        names = ["row_hash", "known_from", "version_no"]
        if not states:
            return pd.DataFrame(pd.NA, index=entities, columns=names, dtype="Int64")
        state = pd.concat(states).reindex(entities)
        not_so = state["retracted"].fillna(True).astype(bool)
        return state.assign(row_hash=state["row_hash"].mask(not_so))[names]

    def read(self, statement: Select[Any]) -> pd.DataFrame:
        """Return the rows of a query on the table, of what this load may write about."""
        return read_frame(self.connection, statement.where(*self.where))

    def _append(
        self, frame: pd.DataFrame, entities: pd.Index, *, valid_from: date, retracted: bool
    ) -> None:
        numbers = range(self.next_no, self.next_no + len(frame))
        versions = frame.assign(
            version_no=list(numbers),
            valid_from=pd.Timestamp(valid_from).as_unit("s"),
            known_from=self.load_no,
            retracted=retracted,
        )
        insert_frame(self.connection, self.versioned.table, versions)
        if not retracted:
            self.beside(versions)
        self.next_no += len(frame)
        self.written += len(frame)
        self._touched.append(entities)


def _union(indexes: list[pd.Index]) -> pd.Index:
    return indexes[0].append(indexes[1:]).unique() if indexes else pd.Index([], dtype="int64")


def _batches(values: list[int], size: int) -> Iterator[list[int]]:
    return (values[start : start + size] for start in range(0, len(values), size))
