"""Which rows an erasure changes, each counted once, and the files that they came from."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from models.ledger import Load
from models.metadata import table_of

_load = table_of(Load)


@dataclass
class Touched:
    """The primary keys of the rows that were changed, by table, and the digests of their files."""

    keys: dict[str, set[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(set))
    files: set[str] = field(default_factory=set)

    def note(self, connection: Connection, table: Table, where: ColumnElement[bool]) -> None:
        """Note the rows of a condition. To be done before they are changed."""
        found = connection.execute(select(*table.primary_key).where(where))
        self.keys[table.name].update(tuple(key) for key in found)
        self.files |= _files_of(connection, table, where)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table were changed, in however many of their columns."""
        return {table: len(keys) for table, keys in self.keys.items() if keys}


def _files_of(connection: Connection, table: Table, where: ColumnElement[bool]) -> set[str]:
    if "snapshot" in table.columns:
        statement = select(table.c.snapshot).where(where)
    elif "row_no" in table.columns:
        load_no = table.c.load_no if "load_no" in table.columns else _load_of_row(table)
        statement = (
            select(_load.c.snapshot)
            .join(table, (_load.c.authority == table.c.authority) & (_load.c.load_no == load_no))
            .where(where)
        )
    else:
        return set()
    return set(connection.execute(statement.distinct()).scalars())


def _load_of_row(table: Table) -> ColumnElement[int]:
    return func.coalesce(table.c.row_of, table.c.known_from)
