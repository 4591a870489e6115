"""Where our tables live: a schema of their own in PostgreSQL, a file of their own in SQLite."""

import sqlalchemy
from sqlalchemy import BigInteger, Integer, MetaData
from sqlmodel import SQLModel

SCHEMA = "commissioning"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# SQLite makes a column its row number only when it is called INTEGER.
VersionNumber = BigInteger().with_variant(Integer(), "sqlite")


class Table(SQLModel):
    """What every table of ours has in common: one schema and names for its constraints."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMES)


def table_of(model: type[SQLModel]) -> sqlalchemy.Table:
    """Return the table behind a model, for statements that SQLAlchemy's core makes."""
    table: sqlalchemy.Table = model.__table__  # type: ignore[attr-defined]
    return table
