"""Cases: the work item that the flagged results of one subject open. Append-only events."""

from datetime import date

from sqlalchemy import Index, Text
from sqlmodel import Field

from models.metadata import Table


class CaseEvent(Table, table=True):
    """One thing that happened to a case; the latest event says how it stands.

    A judgement opens, updates and closes; people decide, acknowledge and hand over, each such act
    under the row of the ledger that it was recorded by.
    """

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_subject", "authority", "subject_kind", "subject_id"),)

    authority: str = Field(primary_key=True)
    case_no: int = Field(primary_key=True)
    event_no: int = Field(primary_key=True)
    subject_kind: str
    subject_id: str
    label: str = Field(description="The subject as people write it: a reference, department:CLS")
    kind: str = Field(description="opened, updated, closed, decided, acknowledged or handed_over")
    judgement_no: int = Field(description="The judgement that made it, or the last before the act")
    on_day: date
    severity: str = Field(description="The highest of its flagged results")
    act_by: date | None = Field(description="The earliest of its flagged results")
    rules: str = Field(sa_type=Text, description="Code names flagged, as a JSON list")
    load_no: int | None = Field(default=None, description="The ledger's row of an act")
    owner: str | None = Field(default=None, description="Whose case it is from here on")
    decision: str | None = Field(
        default=None, description="The decision in force then: extend on 2026-05-01"
    )
    ends_on: date | None = Field(
        default=None, description="The agreement's end when it was decided on"
    )
    about: str | None = Field(
        default=None, sa_type=Text, description="Code names acknowledged, as a JSON list"
    )
    until_on: date | None = Field(default=None, description="The last day of an acknowledgement")
    acted_by: str | None = Field(default=None, description="Who acknowledged or handed over")
    reason: str | None = Field(default=None, sa_type=Text)
