"""Equality impact assessments: where each stands, and what risk it found."""

from datetime import date

from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class EqualityVersion(Table, FactVersion, table=True):
    """What one edition said of the assessment of an agreement."""

    __tablename__ = "equality_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    status: str | None
    risk: str | None
    completed_on: date | None
    published_on: date | None
