"""Judgements: every rule asked of every live agreement on a day, as known at a load."""

from datetime import date

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from models.metadata import Table

SEVERITIES = ("low", "medium", "high", "critical")  # of what is flagged, the worst last


class Judgement(Table, table=True):
    """One asking. The same day, load, rules and thresholds are never judged twice."""

    __table_args__ = (
        UniqueConstraint("authority", "on_day", "load_no", "rules_digest", "thresholds_digest"),
    )

    authority: str = Field(primary_key=True)
    judgement_no: int = Field(primary_key=True)
    on_day: date
    load_no: int
    rules_digest: str
    thresholds_digest: str
    rules: str = Field(
        sa_type=Text, description="Code names in the order of the status characters, as JSON"
    )
    agreements: int = Field(description="How many live agreements were asked about")


class Judged(Table, table=True):
    """An agreement's outcomes, one character a rule; a row only where they changed.

    f flagged, c clear, n not applicable, u unknown; an empty text: no longer asked about.
    """

    authority: str = Field(primary_key=True)
    agreement_id: int = Field(primary_key=True, sa_type=BigInteger)
    from_judgement: int = Field(primary_key=True)
    statuses: str


class RuleResult(Table, table=True):
    """What a rule found of a subject: kept when flagged or unknown, written when it changed.

    Of departments and providers, which ``Judged`` does not hold, every status is kept; an empty one
    says that the rule was no longer asked.

    ``facts`` holds days and amounts, never a count of days, so that a quiet day writes nothing; the
    sentence a person reads is made from them when it is read.
    """

    __tablename__ = "rule_result"

    authority: str = Field(primary_key=True)
    subject_kind: str = Field(primary_key=True, description="agreement, provider or department")
    subject_id: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    from_judgement: int = Field(primary_key=True)
    status: str
    severity: str
    act_by: date | None
    facts: str = Field(sa_type=Text, description="JSON object")
    row_ids: str = Field(sa_type=Text, description="JSON list: the evidence rows")
