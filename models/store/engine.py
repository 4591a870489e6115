"""One way to open the database, whichever it is."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from models.metadata import SCHEMA
from models.store.errors import ConnectionLost, MayNot, OutOfRoom, WrongDatabase

BUSY_SECONDS = 60
# The page size holds for a file that is new: large pages take bulk inserts a sixth faster. Ten million rows
# go in as fast through a cache of 32 MB as through one of twice that.
PRAGMAS = (
    *("page_size=16384", "journal_mode=WAL", "synchronous=FULL"),
    *("foreign_keys=ON", "cache_size=-32768"),
)
LOST = ("08", "57P")  # what PostgreSQL calls a connection that failed, or that it ended
FULL = "53100"  # and a disk that is full
NO_RIGHT = "42501"  # and a right that is missing
PUBLISHING_LOCK = (
    0x636F6D6D  # one number for every publisher: version numbers are dense across authorities
)


def open_engine(url: str) -> Engine:
    """Return an engine for SQLite or PostgreSQL, with our tables in their own schema or file.

    Raises WrongDatabase when the address is of neither kind.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise WrongDatabase(
            f"The database address cannot be read; write sqlite:///FILE or {_EXAMPLE}."
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(url, parsed.database)
    if backend == "postgresql":
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        return engine.execution_options(schema_translate_map={SCHEMA: SCHEMA})
    raise WrongDatabase(
        f"The database {backend} is not supported; write sqlite:///FILE or {_EXAMPLE}."
    )


_EXAMPLE = "postgresql://USER@HOST/NAME"


def _open_sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        _private_file(Path(file))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(schema_translate_map={SCHEMA: None})


def _private_file(file: Path) -> None:
    """Make the file before SQLite does, so that nobody else on the machine may read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own comes too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def is_sqlite(connection: Connection) -> bool:
    """Return whether the connection is to SQLite; otherwise it is to PostgreSQL."""
    return connection.dialect.name == "sqlite"


@contextmanager
def publishing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in which no other publisher works; commit at the end, roll back on an error.

    Raises ConnectionLost, OutOfRoom or MayNot where the database went away, has no room or refuses it.
    """
    with (
        _told_in_a_sentence(),
        engine.connect().execution_options(immediate=True) as connection,
        connection.begin(),
    ):
        if not is_sqlite(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": PUBLISHING_LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the database throughout."""
    with _told_in_a_sentence(), engine.connect() as connection:
        if not is_sqlite(connection):
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """Raise as a sentence what is no fault of ours: a lost connection, a full disk, a missing right."""
    try:
        yield
    except (DBAPIError, *_drivers_errors()) as error:
        own = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(own, "sqlstate", None)
        if state == FULL or getattr(own, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OutOfRoom(
                "The disk of the database is full; nothing of this step was stored: make room and run it again."
            ) from error
        if state == NO_RIGHT:
            raise MayNot(
                "Who is signed in to the database may not do this: the loader runs flows, and the owner of "
                "the tables migrates and erases; sign in as the right one."
            ) from error
        if getattr(error, "connection_invalidated", False) or _is_lost(own, state):
            raise ConnectionLost(
                "The connection to the database was lost; see that it is up and run it again: what was "
                "stored is kept, and is not stored twice."
            ) from error
        raise


def _drivers_errors() -> tuple[type[Exception], ...]:
    """Return what the drivers' own cursors raise, through which rows go in bulk: SQLAlchemy wraps none of it."""
    return (sqlite3.Error, *([psycopg.Error] if (psycopg := _psycopg()) else []))


def _psycopg() -> Any:
    """Return PostgreSQL's driver where it is in use; it is not everywhere installed."""
    return sys.modules.get("psycopg")


def _is_lost(error: BaseException | None, state: str | None) -> bool:
    """Tell a PostgreSQL that went away, or does not take connections now, from one that refuses a statement."""
    psycopg = _psycopg()
    is_gone = state is None or state.startswith(LOST)
    return psycopg is not None and isinstance(error, psycopg.OperationalError) and is_gone


def database_seconds(connection: Connection) -> int:
    """Return the database's own clock, in whole seconds since 1970."""
    clock = (
        "SELECT CAST(strftime('%s', 'now') AS INTEGER)"
        if is_sqlite(connection)
        else "SELECT CAST(extract(epoch FROM clock_timestamp()) AS BIGINT)"
    )
    return int(connection.execute(text(clock)).scalar_one())


def must_answer(engine: Engine) -> None:
    """Raise WrongDatabase with one sentence when the database cannot be reached."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise WrongDatabase(
            f"The database {where} does not answer; check the address and that it is up."
        ) from error
