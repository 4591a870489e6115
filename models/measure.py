"""Measures: how much, how well, and whether anyone is better off."""

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class MeasureVersion(Table, FactVersion, table=True):
    """What one edition said a measure of an agreement is. Values are in the measure's own unit."""

    __tablename__ = "measure_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    measure: str = Field(sa_type=Text)
    kind: str | None
    unit: str | None
    direction: str | None
    baseline: float | None
    target: float | None
    tolerance: float | None
    frequency: str | None
