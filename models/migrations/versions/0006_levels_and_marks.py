"""Observations with the kind of area they are of, and why a value is missing.

Both are filled in as each source is next loaded; of what was loaded before neither is known.
"""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLE = "observation_version"
ADDED = ("area_level", "mark")


def upgrade() -> None:
    with op.batch_alter_table(TABLE, schema=_schema()) as table:
        for name in ADDED:
            table.add_column(sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table(TABLE, schema=_schema()) as table:
        for name in reversed(ADDED):
            table.drop_column(name)


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
