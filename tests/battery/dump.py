"""The whole database as text, so that two of them can be compared: every table but two.

Written with the drivers alone, and nothing of ours: what it shows cannot be wrong with our code.
"""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from datetime import date
from typing import Any

import psycopg

SQLITE = "sqlite:///"
SCHEMA = "commissioning"
LEFT_OUT = ("run", "flow_run")  # who worked when: it differs from one run to the next


def dump(database: str, left_out: Collection[str] = LEFT_OUT) -> str:
    """Return every row of every table but those left out, in an order that is the content's own.

    The same content gives the same text on SQLite and on PostgreSQL.
    """
    content = _sqlite(database) if database.startswith(SQLITE) else _postgresql(database)
    return "".join(_told(name, *content[name]) for name in sorted(content.keys() - set(left_out)))


Content = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def _sqlite(database: str) -> Content:
    with closing(sqlite3.connect(database.removeprefix(SQLITE))) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name: _rows(connection, f'"{name}"') for (name,) in tables.fetchall()}


def _postgresql(database: str) -> Content:
    with psycopg.connect(database) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [SCHEMA]
        )
        return {name: _rows(connection, f'{SCHEMA}."{name}"') for (name,) in tables.fetchall()}


def _rows(connection: Any, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    found = connection.execute(f"SELECT * FROM {table}")
    return [column[0] for column in found.description], found.fetchall()


def _told(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> str:
    order = sorted(range(len(columns)), key=columns.__getitem__)
    lines = sorted(" | ".join(f"{columns[at]}={_text(row[at])}" for at in order) for row in rows)
    return "".join(f"{line}\n" for line in (f"== {table}: {len(rows)}", *lines))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return repr(value.isoformat() if isinstance(value, date) else value)
