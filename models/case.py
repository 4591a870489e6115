"""Cases: the work item that the flagged results of one subject open. Append-only events."""

from datetime import date

from sqlalchemy import Index, Text
from sqlmodel import Field

from models.metadata import Table


class CaseEvent(Table, table=True):
    """One thing that happened to a case; the latest event says how it stands."""

    __tablename__ = "case_event"
    __table_args__ = (Index("ix_case_event_subject", "authority", "subject_kind", "subject_id"),)

    authority: str = Field(primary_key=True)
    case_no: int = Field(primary_key=True)
    event_no: int = Field(primary_key=True)
    subject_kind: str
    subject_id: str
    label: str = Field(description="The subject as people write it: a reference, department:CLS")
    kind: str = Field(description="opened, updated or closed")
    judgement_no: int
    on_day: date
    severity: str = Field(description="The highest of its flagged results")
    act_by: date | None = Field(description="The earliest of its flagged results")
    rules: str = Field(sa_type=Text, description="Code names flagged, as a JSON list")
