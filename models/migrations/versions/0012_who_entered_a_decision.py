"""Who was signed in where a decision was entered; of decisions before this version it is not known."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision", schema=_schema()) as table:
        table.add_column(sa.Column("entered_by", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=_schema()) as table:
        table.drop_column("entered_by")


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
