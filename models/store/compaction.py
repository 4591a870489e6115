"""What was removed made unreadable: the database written anew, without the pages it no longer uses."""

from contextlib import closing

from sqlalchemy import Engine, text


def compact(engine: Engine) -> None:
    """Leave nothing of removed rows in the database's files.

    SQLite's file is written anew and its log emptied. PostgreSQL frees the old rows, and reuses their
    space as it sees fit; its own archives and backups are its keeper's.
    """
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
