"""What publishers say their indicators are."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "indicator_version"
TEXTS = ("data_source", "methodology", "caveats")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column(
            "version_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key_hash", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("title", "definition")),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("unit", "value_type")),
        sa.Column("polarity", sa.String(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in TEXTS),
        sa.PrimaryKeyConstraint("version_no", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f(f"uq_{TABLE}_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table(TABLE, schema=SCHEMA)
