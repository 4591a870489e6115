"""Monitoring returns: the value of a measure for a period, as the provider gave it."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ReturnVersion(Table, FactVersion, table=True):
    """What one edition said of a measure's value in a period. Days are inclusive."""

    __tablename__ = "return_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    measure: str = Field(sa_type=Text)
    starts_on: date | None
    ends_on: date | None
    value: float | None
    numerator: float | None
    denominator: float | None
    due_on: date | None
    received_on: date | None
