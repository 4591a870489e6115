"""Least privilege in PostgreSQL: three roles that the owner of the tables gives their rights to."""

from contextlib import closing
from importlib.resources import files

from sqlalchemy import Connection, func, select, text
from sqlalchemy.schema import DropSchema

from models.erasure import Erasure
from models.metadata import SCHEMA, table_of
from models.store.engine import is_sqlite

ROLES = ("commissioning_loader", "commissioning_packs", "commissioning_reader")
SHOWN = "commissioning_shown"  # the schema of the views that a reader sees
EXISTING = text("SELECT count(*) FROM pg_roles WHERE rolname = ANY(:names)")


def give_rights(connection: Connection) -> bool:
    """Give each role its rights and make the reader's views; False where the roles do not exist.

    SQLite has no roles: who may read its file is asked of the file system.
    """
    if is_sqlite(connection):
        return False
    if connection.execute(EXISTING, {"names": list(ROLES)}).scalar_one() != len(ROLES):
        return False
    statements = files("models.migrations").joinpath("rights.sql").read_text(encoding="utf-8")
    with closing(
        connection.connection.cursor()
    ) as cursor:  # many statements, and none of them with values
        cursor.execute(statements)
    return True


def may_erase(connection: Connection) -> bool:
    """Return whether who is signed in may record an erasure: the owner, who may change what is erased."""
    if is_sqlite(connection):
        return True
    asked = func.has_table_privilege(f"{SCHEMA}.{table_of(Erasure).name}", "INSERT")
    return bool(connection.execute(select(asked)).scalar_one())


def drop_views(connection: Connection) -> None:
    """Drop the reader's views, which would keep a migration from changing what they are made of."""
    if not is_sqlite(connection):
        connection.execute(DropSchema(SHOWN, cascade=True, if_exists=True))
