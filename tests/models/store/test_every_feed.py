"""One row of every feed, loaded by the command: it is in the feed's table, cell for cell."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import MetaData, Table, select

from models.feeds import FEEDS
from models.metadata import SCHEMA
from models.store.engine import open_engine, reading
from tests.battery.feed_files import TABLES, example, written
from tests.battery.sentences import must_balance
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

KINDS = {
    "day": date.fromisoformat,
    "money": lambda text: int(Decimal(text) * 100),
    "integer": int,
    "number": float,
    "yes_no": {"yes": True, "no": False}.get,
}


def test_a_row_of_every_feed_is_in_its_table_cell_for_cell(database, tmp_path):
    terminal = Terminal(tmp_path / "home")
    for feed in FEEDS:
        path = written(tmp_path, example(feed))
        ran = terminal.load(feed, path, "--database", database)
        must_balance(ran, rows_in=1, rows_loaded=1)

    engine = open_engine(database)
    with reading(engine) as connection:
        for feed in FEEDS:
            stored = stored_rows(connection, TABLES[feed], list(row_of(feed)))
            assert row_of(feed) in stored, feed
    engine.dispose()


def row_of(feed):
    """Return the example as its table should have it; an agreement's reference is in another table."""
    cells = example(feed)
    if feed in ("agreements", "grants"):
        del cells["reference"]
    columns = (FEEDS[feed].column(name) for name in cells)
    return {c.frame_name: KINDS.get(c.kind, str)(cells[c.name]) for c in columns}


def stored_rows(connection, name, columns):
    """Return those columns of a table as the database describes it."""
    schema = None if connection.dialect.name == "sqlite" else SCHEMA
    table = Table(name, MetaData(), schema=schema, autoload_with=connection)
    return [
        dict(row) for row in connection.execute(select(*(table.c[c] for c in columns))).mappings()
    ]
