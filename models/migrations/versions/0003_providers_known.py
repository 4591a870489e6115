"""Numbers that are of one provider, mergers of providers, and what people decided of their names."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_alias",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("decision_no", sa.Integer(), nullable=False),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("provider_org_id", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "load_no", "decision_no", name=op.f("pk_provider_alias")
        ),
        schema=SCHEMA,
    )
    _create_version_table(
        "provider_identifier_version",
        sa.Column("provider_org_id", sa.String(), nullable=True),
        sa.Column("other_org_id", sa.String(), nullable=True),
        sa.Column("provider_name", sa.Text(), nullable=True),
    )
    _create_version_table(
        "provider_merger_version",
        sa.Column("provider_org_id", sa.String(), nullable=True),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("part", sa.BigInteger(), nullable=True),
        sa.Column("transferee_org_id", sa.String(), nullable=True),
        sa.Column("transferee_name", sa.Text(), nullable=True),
        sa.Column("transferee_part", sa.BigInteger(), nullable=True),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
    )


def _create_version_table(name: str, *facts: sa.Column) -> None:
    op.create_table(
        name,
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
        *facts,
        sa.PrimaryKeyConstraint("version_no", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f(f"uq_{name}_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for name in ("provider_merger_version", "provider_identifier_version", "provider_alias"):
        op.drop_table(name, schema=SCHEMA)
