"""Decisions with their assessment, term and gate; what people do to cases, and what decided them."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Name, kind and whether it may be empty. No version before this one recorded a decision, so that there is no row to fill in.
OF_DECISIONS = (
    ("load_no", sa.Integer(), False),
    ("recorded_on", sa.Date(), False),
    ("case_no", sa.Integer(), True),
    ("new_ends_on", sa.Date(), True),
    ("value_change_pence", sa.BigInteger(), True),
    ("term_change_days", sa.Integer(), True),
    ("equality_assessment", sa.String(), True),
    ("equality_status", sa.String(), False),
    ("equality_reason", sa.Text(), True),
    ("gate", sa.String(), True),
    ("criteria", sa.Text(), True),
)
OF_CASES = (
    ("load_no", sa.Integer(), True),
    ("owner", sa.String(), True),
    ("decision", sa.String(), True),
    ("ends_on", sa.Date(), True),
    ("about", sa.Text(), True),
    ("until_on", sa.Date(), True),
    ("acted_by", sa.String(), True),
    ("reason", sa.Text(), True),
)
ADDED = {"decision": OF_DECISIONS, "case_event": OF_CASES}


def upgrade() -> None:
    for name, columns in ADDED.items():
        with op.batch_alter_table(name, schema=_schema()) as table:
            for column, kind, nullable in columns:
                table.add_column(sa.Column(column, kind, nullable=nullable))


def downgrade() -> None:
    for name, columns in reversed(ADDED.items()):
        with op.batch_alter_table(name, schema=_schema()) as table:
            for column, _kind, _nullable in columns:
                table.drop_column(column)


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA
