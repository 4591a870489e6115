"""Decisions on agreements: who decided what, on what authority. Append-only.

Those recorded here are in ``decision``; those that a file brought, in ``decision_version``.
"""

from datetime import date

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class Decision(Table, table=True):
    """A recorded decision. A correction is a later decision that supersedes it."""

    authority: str = Field(primary_key=True)
    decision_no: int = Field(primary_key=True)
    agreement_id: int = Field(sa_type=BigInteger, index=True)
    outcome: str
    decided_on: date | None
    decided_by: str
    authority_reference: str
    reason: str = Field(sa_type=Text)
    successor_reference: str | None
    supersedes: int | None
    expected_version: int = Field(
        sa_type=BigInteger, description="The agreement's version on the form"
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
