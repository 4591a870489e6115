"""Needs assessments, by what the need is for."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class NeedsAssessmentVersion(Table, FactVersion, table=True):
    """What one edition said of an assessment."""

    __tablename__ = "needs_assessment_version"
    __table_args__ = one_version_an_edition()

    service_category: str
    completed_on: date | None
    title: str | None = Field(sa_type=Text)
