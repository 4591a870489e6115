"""What each pack was made of, as one digest, by which it need not be made again where nothing changed.

Of a pack issued before this version it stays empty, and such a pack is made again to be compared.
"""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.add_column(sa.Column("made_of", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.drop_column("made_of")


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
