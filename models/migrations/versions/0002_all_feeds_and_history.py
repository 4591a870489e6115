"""Every feed of the register, corrections and rollbacks, erasures, and the answers that were given."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What loads made before this migration hold in the columns that it adds.
BEFORE = {"file": "", "adapter": "", "loaded_on": "0001-01-01"}


def upgrade() -> None:
    _change_load()
    _change_facts()
    _create_tables()
    _move_closings()
    _change_stoppage()


def _schema() -> str | None:
    """Return the schema as the database names it: batches reflect tables, which no map translates."""
    return None if op.get_bind().dialect.name == "sqlite" else SCHEMA


def _change_load() -> None:
    with op.batch_alter_table("load", schema=_schema()) as load:
        load.add_column(
            sa.Column("file", sa.String(), nullable=False, server_default=BEFORE["file"])
        )
        load.add_column(
            sa.Column("adapter", sa.String(), nullable=False, server_default=BEFORE["adapter"])
        )
        load.add_column(
            sa.Column("loaded_on", sa.Date(), nullable=False, server_default=BEFORE["loaded_on"])
        )
        load.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        load.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def _change_facts() -> None:
    with op.batch_alter_table("provider_version", schema=_schema()) as provider:
        provider.add_column(sa.Column("snapshot", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("extension_version", schema=_schema()) as extension:
        extension.alter_column("agreement_id", existing_type=sa.BigInteger(), nullable=True)
        extension.add_column(sa.Column("reference", sa.String(), nullable=True))
        extension.create_index(op.f("ix_extension_version_reference"), ["reference"])
    with op.batch_alter_table("snapshot", schema=_schema()) as snapshot:
        snapshot.alter_column("size", existing_type=sa.Integer(), type_=sa.BigInteger())
        snapshot.add_column(sa.Column("erased_by", sa.Integer(), nullable=True))
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.add_column(sa.Column("erased_by", sa.Integer(), nullable=True))
    with op.batch_alter_table("payment_version", schema=_schema()) as payment:
        payment.add_column(sa.Column("row_of", sa.Integer(), nullable=True))


def _closings() -> sa.TableClause:
    names = ("authority", "load_no", "row_no", "closed_by")
    return sa.table("quarantine_closing", *map(sa.column, names), schema=_schema())


def _set_aside() -> sa.TableClause:
    names = ("authority", "load_no", "row_no", "closed_by")
    return sa.table("quarantined_row", *map(sa.column, names), schema=_schema())


def _move_closings() -> None:
    """Give each closing of a row a row of its own: a row may be closed again after a rollback."""
    closings, rows = _closings(), _set_aside()
    closed = sa.select(*rows.columns).where(rows.c.closed_by.is_not(None)).distinct()
    op.execute(closings.insert().from_select(list(closings.columns.keys()), closed))
    with op.batch_alter_table("quarantined_row", schema=_schema()) as quarantined:
        quarantined.drop_column("closed_by")


def _change_stoppage() -> None:
    """Keep each refusal of a file, and until when it counted."""
    with op.batch_alter_table("stoppage", schema=_schema()) as stoppage:
        stoppage.add_column(sa.Column("withdrawn_after", sa.Integer(), nullable=True))
        stoppage.drop_constraint("pk_stoppage", type_="primary")
        stoppage.create_primary_key(
            "pk_stoppage", ["authority", "source", "slot", "slot_seq", "after_load"]
        )


def _create_tables() -> None:
    op.create_table(
        "answer",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("answer_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "answer_no", name=op.f("pk_answer")),
        schema=SCHEMA,
    )
    op.create_table(
        "answer_total",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("answer_no", sa.Integer(), nullable=False),
        sa.Column("total_no", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("payee_no", sa.Integer(), nullable=False),
        sa.Column("provider_key", sa.String(), nullable=False),
        sa.Column("payments", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "answer_no", "total_no", "payee_no", name=op.f("pk_answer_total")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "decision_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("authority_reference", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("successor_reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_decision_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_decision_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_decision_version_reference"),
        "decision_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "engagement_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("vcse_attended", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_engagement_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_engagement_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_engagement_version_reference"),
        "engagement_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "equality_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("risk", sa.String(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_equality_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_equality_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_equality_version_reference"),
        "equality_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "erasure",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("erasure_no", sa.Integer(), nullable=False),
        sa.Column("name_digest", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("after_load", sa.Integer(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("authority_reference", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "erasure_no", "name_digest", name=op.f("pk_erasure")),
        schema=SCHEMA,
    )
    op.create_table(
        "measure_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("tolerance", sa.Float(), nullable=True),
        sa.Column("frequency", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_measure_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_measure_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_measure_version_reference"),
        "measure_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "modification_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("value_change_pence", sa.BigInteger(), nullable=True),
        sa.Column("term_change_days", sa.BigInteger(), nullable=True),
        sa.Column("authority_reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_modification_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_modification_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_modification_version_reference"),
        "modification_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "needs_assessment_version",
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
        sa.Column("service_category", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_needs_assessment_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_needs_assessment_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "notice_version",
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
        sa.Column("ocid", sa.String(), nullable=False),
        sa.Column("notice_type", sa.String(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_notice_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_notice_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_notice_version_reference"),
        "notice_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "quarantine_closing",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "load_no", "row_no", "closed_by", name=op.f("pk_quarantine_closing")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "register_size",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("agreements", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "load_no", name=op.f("pk_register_size")),
        schema=SCHEMA,
    )
    op.create_table(
        "return_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_return_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_return_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_return_version_reference"),
        "return_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "review_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("users_asked", sa.Boolean(), nullable=True),
        sa.Column("communities_asked", sa.Boolean(), nullable=True),
        sa.Column("providers_asked", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_review_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_review_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_review_version_reference"),
        "review_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "social_value_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("committed", sa.Float(), nullable=True),
        sa.Column("delivered", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_social_value_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_social_value_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_social_value_version_reference"),
        "social_value_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_table(
        "users_version",
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
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("users", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_users_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_users_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_users_version_reference"),
        "users_version",
        ["reference"],
        unique=False,
        schema=SCHEMA,
    )


def downgrade() -> None:
    _move_closings_back()
    _change_stoppage_back()
    _drop_tables()
    with op.batch_alter_table("provider_version", schema=_schema()) as provider:
        provider.drop_column("snapshot")
    with op.batch_alter_table("snapshot", schema=_schema()) as snapshot:
        snapshot.drop_column("erased_by")
        snapshot.alter_column("size", existing_type=sa.BigInteger(), type_=sa.Integer())
    with op.batch_alter_table("extension_version", schema=_schema()) as extension:
        extension.drop_index(op.f("ix_extension_version_reference"))
        extension.drop_column("reference")
        extension.alter_column("agreement_id", existing_type=sa.BigInteger(), nullable=False)
    with op.batch_alter_table("pack", schema=_schema()) as pack:
        pack.drop_column("erased_by")
    with op.batch_alter_table("payment_version", schema=_schema()) as payment:
        payment.drop_column("row_of")
    with op.batch_alter_table("load", schema=_schema()) as load:
        for name in ("reason", "corrects", "loaded_on", "adapter", "file"):
            load.drop_column(name)


def _move_closings_back() -> None:
    with op.batch_alter_table("quarantined_row", schema=_schema()) as quarantined:
        quarantined.add_column(sa.Column("closed_by", sa.Integer(), nullable=True))
    closings, rows = _closings(), _set_aside()
    last = sa.select(sa.func.max(closings.c.closed_by)).where(
        *(closings.c[name] == rows.c[name] for name in ("authority", "load_no", "row_no"))
    )
    op.execute(rows.update().values(closed_by=last.scalar_subquery()))


def _change_stoppage_back() -> None:
    """Leave the last refusal of each file, where it still counts: there was no room for others."""
    names = ("authority", "source", "slot", "slot_seq", "after_load", "withdrawn_after")
    stoppage = sa.table("stoppage", *map(sa.column, names), schema=_schema())
    later = stoppage.alias("later")
    same = [later.c[name] == stoppage.c[name] for name in names[:4]]
    is_followed = sa.exists().where(*same, later.c.after_load > stoppage.c.after_load)
    op.execute(stoppage.delete().where(stoppage.c.withdrawn_after.is_not(None) | is_followed))
    with op.batch_alter_table("stoppage", schema=_schema()) as changed:
        changed.drop_constraint("pk_stoppage", type_="primary")
        changed.create_primary_key("pk_stoppage", list(names[:4]))
        changed.drop_column("withdrawn_after")


def _drop_tables() -> None:
    op.drop_table("users_version", schema=SCHEMA)
    op.drop_table("social_value_version", schema=SCHEMA)
    op.drop_table("review_version", schema=SCHEMA)
    op.drop_table("return_version", schema=SCHEMA)
    op.drop_table("register_size", schema=SCHEMA)
    op.drop_table("quarantine_closing", schema=SCHEMA)
    op.drop_table("notice_version", schema=SCHEMA)
    op.drop_table("needs_assessment_version", schema=SCHEMA)
    op.drop_table("modification_version", schema=SCHEMA)
    op.drop_table("measure_version", schema=SCHEMA)
    op.drop_table("erasure", schema=SCHEMA)
    op.drop_table("equality_version", schema=SCHEMA)
    op.drop_table("engagement_version", schema=SCHEMA)
    op.drop_table("decision_version", schema=SCHEMA)
    op.drop_table("answer_total", schema=SCHEMA)
    op.drop_table("answer", schema=SCHEMA)
