"""Trouble that the driver's own cursor meets, through which rows go in bulk, is told in a sentence too."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import psycopg
import pytest
from psycopg.errors import DiskFull
from sqlalchemy import Connection, func, select

from models.metadata import table_of
from models.quarantine import QuarantinedRow
from models.store.engine import publishing, reading
from models.store.errors import ConnectionLost, OutOfRoom
from models.store.rows import insert_frame

ROWS = table_of(QuarantinedRow)
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True, scope="session")
ON_POSTGRES = pytest.mark.parametrize(
    "database_kind",
    [pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
    scope="session",
)


def big_frame(rows: int = 20_000) -> pd.DataFrame:
    """Return rows of 2 MB together."""
    text = {"expectation": "is_money", "value": "x" * 100, "likely_cause": "A letter."}
    return pd.DataFrame({"row_no": range(1, rows + 1), "line_no": 1, "column": "value", **text})


def insert(engine, frame: pd.DataFrame, before: Callable[[Connection], object]) -> None:
    """Insert a frame in a transaction of its own, in which something else is done first."""
    with publishing(engine) as connection:
        before(connection)
        insert_frame(connection, ROWS, frame, {"authority": "salford", "load_no": 1})


def kept(engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(ROWS)).scalar_one()


@ON_SQLITE
def test_a_file_that_may_not_grow_is_told_of_and_nothing_is_kept(engine):
    def let_it_not_grow(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # it is never less than it is now

    with pytest.raises(OutOfRoom, match="disk of the database is full"):
        insert(engine, big_frame(), let_it_not_grow)
    assert kept(engine) == 0


@pytest.fixture
def small_disk(engine):
    """A file system of a megabyte that the server may write to."""
    folder = Path("/tmp") / f"commissioning-small-disk-{os.getpid()}"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        folder.rmdir()
        pytest.skip(f"a small disk cannot be made here: {done.stderr.strip()}")
    with reading(engine) as connection:
        data = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    os.chown(folder, data.stat().st_uid, data.stat().st_gid)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


@ON_POSTGRES
def test_a_disk_that_is_full_while_rows_are_copied_is_told_of(engine, small_disk):
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.exec_driver_sql(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        owner.exec_driver_sql("ALTER TABLE commissioning.quarantined_row SET TABLESPACE small")
    with pytest.raises(OutOfRoom, match="disk of the database is full") as told:
        insert(engine, big_frame(), lambda _connection: None)
    assert isinstance(told.value.__cause__, DiskFull)  # the driver's own, wrapped by nobody
    assert kept(engine) == 0
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.exec_driver_sql("ALTER TABLE commissioning.quarantined_row SET TABLESPACE pg_default")
        owner.exec_driver_sql("DROP TABLESPACE small")


@ON_POSTGRES
def test_a_connection_that_is_lost_before_rows_are_copied_is_told_of(engine, database):
    def end_it(connection: Connection) -> None:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with psycopg.connect(database) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    with pytest.raises(ConnectionLost, match="connection to the database was lost"):
        insert(engine, big_frame(10), end_it)
    assert kept(engine) == 0
