"""Who works on which run, when work was last given back, and what people were told of."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("run", schema=_schema()) as table:
        table.add_column(sa.Column("ended_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "flow_run",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("authority", "flow_run")),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "flow_run", name=op.f("pk_flow_run")),
        schema=SCHEMA,
    )
    op.create_table(
        "watch_told",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("authority", "target", "what")),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "target", "what", name=op.f("pk_watch_told")),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for name in ("watch_told", "flow_run"):
        op.drop_table(name, schema=SCHEMA)
    with op.batch_alter_table("run", schema=_schema()) as table:
        table.drop_column("ended_at")


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
