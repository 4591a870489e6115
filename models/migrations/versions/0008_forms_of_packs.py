"""The digest of a pack's workbook and tables; packs withdrawn by a person; to whom packs were sent.

Of a pack issued before this version there are no such files, and its digest stays empty.
"""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_A_PACK = ("authority", "period", "audience", "scope")


def upgrade() -> None:
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.add_column(sa.Column("forms_digest", sa.String(), nullable=True))
    op.create_table(
        "pack_withdrawal",
        *(sa.Column(name, sa.String(), nullable=False) for name in OF_A_PACK),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("acted_by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*OF_A_PACK, "version", name=op.f("pk_pack_withdrawal")),
        schema=SCHEMA,
    )
    op.create_table(
        "pack_delivery",
        *(sa.Column(name, sa.String(), nullable=False) for name in OF_A_PACK),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(*OF_A_PACK, "version", "target", name=op.f("pk_pack_delivery")),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for name in ("pack_delivery", "pack_withdrawal"):
        op.drop_table(name, schema=SCHEMA)
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.drop_column("forms_digest")


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
