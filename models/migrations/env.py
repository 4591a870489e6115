"""Alembic's entry: our tables only, in our own schema, on the connection we are given."""

from alembic import context
from sqlalchemy import Connection

import models
from models.store.engine import is_sqlite


def _ours(
    _object: object, _name: str | None, kind: str, reflected: bool, compare_to: object
) -> bool:
    return not (kind == "table" and reflected and compare_to is None)


def _run(connection: Connection) -> None:
    schema = None if is_sqlite(connection) else models.SCHEMA
    context.configure(
        connection=connection,
        target_metadata=models.Table.metadata,
        version_table_schema=schema,
        include_schemas=schema is not None,
        include_object=_ours,
        render_as_batch=True,
    )
    context.run_migrations()


_run(context.config.attributes["connection"])
