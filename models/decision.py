"""Decisions on agreements: who decided what, on what authority. Append-only.

Those recorded here are in ``decision``; those that a file brought, in ``decision_version``.
"""

from datetime import date

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class Decision(Table, table=True):
    """A recorded decision. A correction is a later decision that supersedes it.

    It is known from ``load_no`` on, its own row of the ledger. Money is in pence.
    """

    authority: str = Field(primary_key=True)
    decision_no: int = Field(primary_key=True)
    agreement_id: int = Field(sa_type=BigInteger, index=True)
    outcome: str
    decided_on: date | None
    decided_by: str
    entered_by: str | None = Field(
        default=None,
        description="Who was signed in where it was entered; None of a form, which knows no users",
    )
    authority_reference: str
    reason: str = Field(sa_type=Text)
    successor_reference: str | None
    supersedes: int | None
    expected_version: int = Field(
        sa_type=BigInteger,
        description="The load that had last told something of the agreement when the form was made",
    )
    load_no: int = Field(description="The ledger's row of it")
    recorded_on: date
    case_no: int | None = Field(description="The case that it closed")
    new_ends_on: date | None = Field(description="Of an extension: the new last day")
    value_change_pence: int | None = Field(sa_type=BigInteger, description="Of a variation")
    term_change_days: int | None = Field(description="Of a variation")
    equality_assessment: str | None = Field(
        description="The reference under which the register lists the assessment"
    )
    equality_status: str = Field(description="Its status on the day: published, not_required ...")
    equality_reason: str | None = Field(
        sa_type=Text, description="Why no equality impact assessment is needed"
    )
    gate: str | None = Field(description="The four criteria together: met, not_met or unknown")
    criteria: str | None = Field(
        sa_type=Text, description="Each criterion with its verdict and evidence, as JSON"
    )


class DecisionVersion(Table, FactVersion, table=True):
    """What one edition of a file said of a decision that was recorded elsewhere."""

    __tablename__ = "decision_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    outcome: str | None
    decided_on: date | None
    decided_by: str | None
    authority_reference: str | None
    reason: str | None = Field(sa_type=Text)
    successor_reference: str | None
