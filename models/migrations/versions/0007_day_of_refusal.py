"""The day of the run that refused a file; of refusals before this version it is not known."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stoppage", schema=_schema()) as table:
        table.add_column(sa.Column("refused_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stoppage", schema=_schema()) as table:
        table.drop_column("refused_on")


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
