"""The ledger read for its keeper: whose it is, and whether its chain is whole."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, String, select, type_coerce

from models.ledger import BEFORE_EDITIONS, Load
from models.metadata import table_of
from models.store.publish import chain_hash

_load = table_of(Load)

SHOWN = (
    *("load_no", "loaded_on", "kind", "feed", "source", "slot", "edition_on", "file"),
    *("rows_in", "rows_loaded", "rows_set_aside", "rows_not_data", "versions"),
    *("corrects", "reason", "undone_by"),
)


def authorities(connection: Connection) -> list[str]:
    """Return the authorities that have loads, by name."""
    named = select(_load.c.authority).distinct().order_by(_load.c.authority)
    return list(connection.execute(named).scalars())


def loads_as_written(connection: Connection, authority: str) -> list[Load]:
    """Return every load of an authority by number, its days as text.

    SQLite stores whatever a hand writes, and what is no day would not be read as one.
    """
    columns = [
        type_coerce(column, String).label(column.name) if isinstance(column.type, Date) else column
        for column in _load.columns
    ]
    statement = select(*columns).where(_load.c.authority == authority).order_by(_load.c.load_no)
    return [
        Load(
            **{
                name: str(value) if isinstance(value, date) else value
                for name, value in row._mapping.items()
            }
        )
        for row in connection.execute(statement)
    ]


def broken_links(connection: Connection, authority: str) -> list[int]:
    """Return the loads whose hash is not that of their content and of the load before them."""
    before, broken = "", []
    for load in loads_as_written(connection, authority):
        if load.prev_hash != before or chain_hash(load) != load.hash:
            broken.append(load.load_no)
        before = load.hash
    return broken


def read_ledger(connection: Connection, authority: str) -> list[dict[str, Any]]:
    """Return every load of an authority by number, as its keeper is shown it.

    ``undoes`` is the load that a rollback undid. Days are text; one that nobody stated is None.
    """
    loads = loads_as_written(connection, authority)
    undoes = {load.undone_by: load.load_no for load in loads if load.undone_by is not None}
    return [
        {
            **{name: getattr(load, name) for name in SHOWN},
            "loaded_on": _stated(load.loaded_on),
            "edition_on": _stated(load.edition_on),
            "undoes": undoes.get(load.load_no),
        }
        for load in loads
    ]


def _stated(day: object) -> str | None:
    return None if str(day) == str(BEFORE_EDITIONS) else str(day)
