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

    f flagged, c clear, n not applicable, u unknown, and any other letter unknown for the reason that
    the rule's row about every agreement gives it; an empty text: no longer asked about.
    """

    authority: str = Field(primary_key=True)
    agreement_id: int = Field(primary_key=True, sa_type=BigInteger)
    from_judgement: int = Field(primary_key=True)
    statuses: str


class RuleResult(Table, table=True):
    """What a rule found of a subject: kept when there is more to say than its status, written when it changed.

    Of an agreement that is so when it is flagged, or unknown and with rows of its own to show for it.
    Why all the others are unknown is said once, in one row that is about every agreement, which has the
    digest of all that the rule said as well: what has not changed is known by it without being read.
    Another such row, of ``cases`` in the place of a rule, has the digest of what the cases were made of.
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
