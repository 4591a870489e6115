"""The database brought to the schema this version was written for, or refused."""

from importlib.resources import files

from sqlalchemy import Connection, Engine, column, inspect, select, table
from sqlalchemy.schema import CreateSchema

from models.metadata import SCHEMA
from models.store.engine import is_sqlite, must_answer, publishing
from models.store.errors import MayNot, WrongDatabase
from models.store.rights import drop_views, give_rights

HEAD = "0012"  # the newest migration; kept here so that reading commands need not import Alembic


def migrate(engine: Engine) -> None:
    """Bring the database to this version's schema; a second call does nothing.

    Raises WrongDatabase when a newer version has been at work, nothing answers, or who asks may not.
    """
    must_answer(engine)
    if schema_version(engine) == HEAD:
        return
    try:
        with publishing(engine) as connection:
            _bring_up_to_date(connection)
    except MayNot as error:
        raise WrongDatabase(
            f"The database is not at schema {HEAD} and {engine.url.username} may not change it; "
            "run commissioning migrate as the owner of the tables."
        ) from error


def settle_rights(engine: Engine) -> bool:
    """Give the roles of PostgreSQL their rights in a database that is up to date; False where there are none."""
    with publishing(engine) as connection:
        return give_rights(connection)


def _bring_up_to_date(connection: Connection) -> None:
    found = _version(connection)
    if found is not None and found > HEAD:
        raise WrongDatabase(
            f"The database is at schema {found} and this version knows {HEAD}; "
            "install the newer version, or restore the backup made before it."
        )
    if found == HEAD:  # another process was quicker
        return
    if not is_sqlite(connection):
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    drop_views(connection)
    _upgrade(connection)
    give_rights(connection)


def schema_version(engine: Engine) -> str | None:
    """Return the schema the database is at, or None when it has none of our tables."""
    with engine.connect() as connection:
        return _version(connection)


def _version(connection: Connection) -> str | None:
    schema = None if is_sqlite(connection) else SCHEMA
    if not inspect(connection).has_table("alembic_version", schema=schema):
        return None
    versions = table("alembic_version", column("version_num"), schema=schema)
    found = connection.execute(select(versions.c.version_num)).scalar_one_or_none()
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    # Imported here because most commands find the schema as it should be.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("models.migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
