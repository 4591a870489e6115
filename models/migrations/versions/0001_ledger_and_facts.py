"""The ledger, the facts, judgements, cases and packs."""

import sqlalchemy as sa
from alembic import op

from models.metadata import SCHEMA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("part_no", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "agreement_id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "authority",
            "source",
            "reference",
            "part_no",
            name=op.f("uq_agreement_authority_source_reference_part_no"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "agreement_key",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "source", "natural_key", name=op.f("pk_agreement_key")
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_agreement_key_agreement_id"),
        "agreement_key",
        ["agreement_id"],
        unique=False,
        schema=SCHEMA,
    )

    op.create_table(
        "agreement_link",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("same_as_id", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "agreement_id", "same_as_id", name=op.f("pk_agreement_link")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "agreement_now",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("version_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "agreement_id", name=op.f("pk_agreement_now")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_agreement_now_version_no", "agreement_now", ["version_no"], unique=False, schema=SCHEMA
    )

    op.create_table(
        "agreement_provider",
        sa.Column("version_no", sa.BigInteger(), nullable=False),
        sa.Column("provider_key", sa.String(), nullable=False),
        sa.Column("provider_name", sa.Text(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", "provider_key", name=op.f("pk_agreement_provider")),
        schema=SCHEMA,
    )
    op.create_table(
        "agreement_version",
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=True),
        sa.Column("regime", sa.String(), nullable=True),
        sa.Column("delivery_route", sa.String(), nullable=True),
        sa.Column("service_category", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("provider_org_id", sa.String(), nullable=True),
        sa.Column("provider_type", sa.String(), nullable=True),
        sa.Column("procurement_method", sa.String(), nullable=True),
        sa.Column("direct_award_ground", sa.String(), nullable=True),
        sa.Column("tenderers", sa.Integer(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("latest_end_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.Column("value_pence", sa.BigInteger(), nullable=True),
        sa.Column("annual_value_pence", sa.BigInteger(), nullable=True),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("specification", sa.Text(), nullable=True),
        sa.Column("area_codes", sa.String(), nullable=True),
        sa.Column("groups", sa.String(), nullable=True),
        sa.Column("policy_objectives", sa.String(), nullable=True),
        sa.Column("exit_plan_on", sa.Date(), nullable=True),
        sa.Column("successor_reference", sa.String(), nullable=True),
        sa.Column("as_published", sa.Text(), nullable=True),
        sa.Column(
            "version_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint(
            "authority",
            "agreement_id",
            "valid_from",
            "known_from",
            name=op.f("uq_agreement_version_authority_agreement_id_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "case_event",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("case_no", sa.Integer(), nullable=False),
        sa.Column("event_no", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("judgement_no", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "case_no", "event_no", name=op.f("pk_case_event")),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_case_event_subject",
        "case_event",
        ["authority", "subject_kind", "subject_id"],
        unique=False,
        schema=SCHEMA,
    )

    op.create_table(
        "check_result",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("expectation", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "load_no", "expectation", "column", name=op.f("pk_check_result")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "decision",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("decision_no", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("authority_reference", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("successor_reference", sa.String(), nullable=True),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("expected_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "decision_no", name=op.f("pk_decision")),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_decision_agreement_id"), "decision", ["agreement_id"], unique=False, schema=SCHEMA
    )

    op.create_table(
        "extension_version",
        sa.Column(
            "version_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key_hash", sa.BigInteger(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("previous_ends_on", sa.Date(), nullable=True),
        sa.Column("new_ends_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("authority_reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_extension_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_extension_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        op.f("ix_extension_version_agreement_id"),
        "extension_version",
        ["agreement_id"],
        unique=False,
        schema=SCHEMA,
    )

    op.create_table(
        "finding",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("expectation", sa.String(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("likely_cause", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "load_no", "row_no", "column", "expectation", name=op.f("pk_finding")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "judged",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("agreement_id", sa.BigInteger(), nullable=False),
        sa.Column("from_judgement", sa.Integer(), nullable=False),
        sa.Column("statuses", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "agreement_id", "from_judgement", name=op.f("pk_judged")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "judgement",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("judgement_no", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("rules_digest", sa.String(), nullable=False),
        sa.Column("thresholds_digest", sa.String(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("agreements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "judgement_no", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "authority",
            "on_day",
            "load_no",
            "rules_digest",
            "thresholds_digest",
            name=op.f("uq_judgement_authority_on_day_load_no_rules_digest_thresholds_digest"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "load",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("slot_seq", sa.Integer(), nullable=False),
        sa.Column("edition_on", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("feeds", sa.String(), nullable=False),
        sa.Column("rows_in", sa.BigInteger(), nullable=False),
        sa.Column("rows_loaded", sa.BigInteger(), nullable=False),
        sa.Column("rows_set_aside", sa.BigInteger(), nullable=False),
        sa.Column("rows_not_data", sa.BigInteger(), nullable=False),
        sa.Column("pence_in", sa.BigInteger(), nullable=False),
        sa.Column("pence_loaded", sa.BigInteger(), nullable=False),
        sa.Column("pence_set_aside", sa.BigInteger(), nullable=False),
        sa.Column("versions", sa.BigInteger(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "load_no", name=op.f("pk_load")),
        sa.UniqueConstraint(
            "authority",
            "feed",
            "source",
            "slot",
            "slot_seq",
            name=op.f("uq_load_authority_feed_source_slot_slot_seq"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "observation_version",
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
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("area_name", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("age", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("lower", sa.Float(), nullable=True),
        sa.Column("upper", sa.Float(), nullable=True),
        sa.Column("count", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_observation_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_observation_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "pack",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("period_label", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("judgement_no", sa.Integer(), nullable=False),
        sa.Column("previous_period", sa.String(), nullable=True),
        sa.Column("previous_version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(
            "authority", "period", "audience", "scope", "version", name=op.f("pk_pack")
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "payment_version",
        sa.Column(
            "version_no",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("known_from", sa.Integer(), nullable=False),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("provider_org_id", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("service_category", sa.String(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("financial_year", sa.String(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_payment_version")),
        sa.UniqueConstraint(
            "authority",
            "known_from",
            "row_hash",
            "occurrence",
            name=op.f("uq_payment_version_authority_known_from_row_hash_occurrence"),
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_payment_version_reference",
        "payment_version",
        ["authority", "reference"],
        unique=False,
        schema=SCHEMA,
        sqlite_where=sa.text("reference IS NOT NULL"),
        postgresql_where=sa.text("reference IS NOT NULL"),
    )

    op.create_table(
        "provider_version",
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
        sa.Column("row_hash", sa.BigInteger(), nullable=False),
        sa.Column("provider_org_id", sa.String(), nullable=False),
        sa.Column("provider_name", sa.Text(), nullable=True),
        sa.Column("provider_type", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("insolvency", sa.Boolean(), nullable=True),
        sa.Column("accounts_overdue", sa.Boolean(), nullable=True),
        sa.Column("regulator_rating", sa.String(), nullable=True),
        sa.Column("insurance_expires_on", sa.Date(), nullable=True),
        sa.Column("excluded", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("version_no", name=op.f("pk_provider_version")),
        sa.UniqueConstraint(
            "authority",
            "key_hash",
            "valid_from",
            "known_from",
            name=op.f("uq_provider_version_authority_key_hash_valid_from_known_from"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "quarantined_row",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("load_no", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("expectation", sa.String(), nullable=False),
        sa.Column("line_no", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("likely_cause", sa.Text(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint(
            "authority",
            "load_no",
            "row_no",
            "column",
            "expectation",
            name=op.f("pk_quarantined_row"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "rule_result",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("from_judgement", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("act_by", sa.Date(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("row_ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority",
            "subject_kind",
            "subject_id",
            "rule",
            "from_judgement",
            name=op.f("pk_rule_result"),
        ),
        schema=SCHEMA,
    )
    op.create_table(
        "run",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("run_key", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "run_key", name=op.f("pk_run")),
        schema=SCHEMA,
    )
    op.create_table(
        "snapshot",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("edition_on", sa.Date(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority", "digest", name=op.f("pk_snapshot")),
        schema=SCHEMA,
    )
    op.create_table(
        "stoppage",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("slot_seq", sa.Integer(), nullable=False),
        sa.Column("after_load", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority", "source", "slot", "slot_seq", name=op.f("pk_stoppage")
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.drop_table("stoppage", schema=SCHEMA)
    op.drop_table("snapshot", schema=SCHEMA)
    op.drop_table("run", schema=SCHEMA)
    op.drop_table("rule_result", schema=SCHEMA)
    op.drop_table("quarantined_row", schema=SCHEMA)
    op.drop_table("provider_version", schema=SCHEMA)
    op.drop_index("ix_payment_version_reference", "payment_version", schema=SCHEMA)

    op.drop_table("payment_version", schema=SCHEMA)
    op.drop_table("pack", schema=SCHEMA)
    op.drop_table("observation_version", schema=SCHEMA)
    op.drop_table("load", schema=SCHEMA)
    op.drop_table("judgement", schema=SCHEMA)
    op.drop_table("judged", schema=SCHEMA)
    op.drop_table("finding", schema=SCHEMA)
    op.drop_index(op.f("ix_extension_version_agreement_id"), "extension_version", schema=SCHEMA)

    op.drop_table("extension_version", schema=SCHEMA)
    op.drop_index(op.f("ix_decision_agreement_id"), "decision", schema=SCHEMA)

    op.drop_table("decision", schema=SCHEMA)
    op.drop_table("check_result", schema=SCHEMA)
    op.drop_index("ix_case_event_subject", "case_event", schema=SCHEMA)

    op.drop_table("case_event", schema=SCHEMA)
    op.drop_table("agreement_version", schema=SCHEMA)
    op.drop_table("agreement_provider", schema=SCHEMA)
    op.drop_index("ix_agreement_now_version_no", "agreement_now", schema=SCHEMA)

    op.drop_table("agreement_now", schema=SCHEMA)
    op.drop_table("agreement_link", schema=SCHEMA)
    op.drop_index(op.f("ix_agreement_key_agreement_id"), "agreement_key", schema=SCHEMA)

    op.drop_table("agreement_key", schema=SCHEMA)
    op.drop_table("agreement", schema=SCHEMA)
