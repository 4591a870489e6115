"""OCDS releases: what each said, kept to be merged with later ones, and which said what of an agreement."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_NOTICES = (
    *((name, sa.String()) for name in ("release_id", "stage")),
    *((name, sa.Text()) for name in ("title", "commissioner")),
    ("value_pence", sa.BigInteger()),
    *((name, sa.Date()) for name in ("starts_on", "ends_on", "latest_end_on")),
    ("extension_months", sa.Integer()),
    ("closes_on", sa.Date()),
    ("procurement_method", sa.String()),
    ("release", sa.Text()),
)
OF_AGREEMENTS = (("ocid", sa.String()), ("lots", sa.Text()), ("said_by", sa.Text()))


def upgrade() -> None:
    with op.batch_alter_table("notice_version", schema=_schema()) as notice:
        for name, kind in OF_NOTICES:
            notice.add_column(sa.Column(name, kind, nullable=True))
        notice.create_index(op.f("ix_notice_version_ocid"), ["ocid"])
    with op.batch_alter_table("agreement_version", schema=_schema()) as agreement:
        for name, kind in OF_AGREEMENTS:
            agreement.add_column(sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("agreement_version", schema=_schema()) as agreement:
        for name, _ in OF_AGREEMENTS:
            agreement.drop_column(name)
    with op.batch_alter_table("notice_version", schema=_schema()) as notice:
        notice.drop_index(op.f("ix_notice_version_ocid"))
        for name, _ in OF_NOTICES:
            notice.drop_column(name)


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
