"""Battery 30: a database of an earlier schema is upgraded whole or not at all, and a newer one is left alone."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic import command, op
from alembic.config import Config
from sqlalchemy.schema import CreateSchema

from models.metadata import SCHEMA
from models.store.engine import open_engine, publishing
from models.store.schema import HEAD
from tests.battery.dump import LEFT_OUT, SQLITE, dump
from tests.battery.files import OURS, agreement
from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal

OLD = Path(__file__).with_name("schema_0005")
ROWS = (OLD / "rows.sql").read_text(encoding="utf-8")


@pytest.fixture
def old(books):
    """A home as schema 0005 left it: SQLite's tables as they were made, PostgreSQL's by the migrations."""
    shutil.copytree(OLD / "snapshots", books.home / "snapshots" / "salford")
    if books.database.startswith(SQLITE):
        with closing(sqlite3.connect(books.database.removeprefix(SQLITE))) as connection:
            connection.executescript((OLD / "tables.sql").read_text(encoding="utf-8") + ROWS)
        return books
    engine = open_engine(books.database)
    with publishing(engine) as connection:
        connection.execute(CreateSchema(SCHEMA))
        config = Config()
        config.set_main_option("script_location", "models/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
    engine.dispose()
    others = ROWS.replace("INSERT INTO alembic_version", "-- alembic_version")
    with psycopg.connect(books.database, options=f"-c search_path={SCHEMA}") as connection:
        connection.execute(others)
    return books


def migrated(books):
    return Terminal(books.home, "")("migrate", "--database", books.database, "--json")


def said(books, *words):
    """Run a command that must succeed and return its document."""
    ran = books(*words, "--json")
    assert ran.status == 0, ran.err
    return ran.document


def cells(database: str) -> dict[tuple[str, str], list[str]]:
    """Return every table's cells, column by column: what a new column brings is beside them."""
    found: dict[tuple[str, str], list[str]] = {}
    table = ""
    for line in dump(database, left_out={*LEFT_OUT, "alembic_version"}).splitlines():
        if line.startswith("== "):
            table = line.split()[1].rstrip(":")
            continue
        for cell in line.split(" | "):
            column, _, value = cell.partition("=")
            found.setdefault((table, column), []).append(value)
    return {key: sorted(values) for key, values in found.items()}


def test_an_old_database_is_upgraded_with_every_cell_and_goes_on(old):
    before = cells(old.database)
    assert len(before) > 150  # columns that have a row
    ran = migrated(old)
    assert (ran.status, ran.document["before"], ran.document["schema"]) == (0, "0005", HEAD)
    after = cells(old.database)
    assert {key: after.get(key) for key in before} == before

    proved = said(old, "verify")
    assert (proved["loads"], proved["breaks"]) == (8, [])
    told = said(old, "explain", "A1")["agreements"][0]
    assert [one["outcome"] for one in told["decisions"]] == ["let_lapse"]
    flagged = said(old, "flag-contracts", "--on", "2026-06-30")
    assert flagged["cases"]["closed"] == 0
    assert said(old, "build-packs", "--on", "2026-06-30")["packs"]
    more = {"department": "People", "status": "active"}
    file = old.file(OURS, *(agreement(f"A{n}", **more) for n in (1, 2, 3, 5)))
    loaded = said(old, "load", "agreements", file, "--edition", "2026-07-31")
    assert loaded["rows_loaded"] == 4
    assert said(old, "verify")["loads"] == 9


def test_an_upgrade_that_is_interrupted_leaves_the_database_as_it_was(old, monkeypatch):
    before = dump(old.database)

    def interrupted(name, *given, **named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(op, "create_table", interrupted)  # of the last of four migrations
        assert migrated(old).status == 130
    assert dump(old.database) == before
    assert migrated(old).status == 0
    assert said(old, "verify")["breaks"] == []


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(old):
    migrated(old)
    old.change("UPDATE alembic_version SET version_num = '9001'")
    before = dump(old.database)
    for words in (("loads",), ("verify",), ("flag-contracts", "--on", "2026-06-30")):
        ran = old(*words)
        assert ran.status == 2
        sentence = must_be_one_sentence(ran.err)
        assert sentence.startswith(f"The database is at schema 9001 and this version knows {HEAD};")
        assert sentence.endswith("restore the backup made before it.")
    assert dump(old.database) == before
