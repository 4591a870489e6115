"""Modifications of agreements: what changed after award, and on whose authority."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ModificationVersion(Table, FactVersion, table=True):
    """What one edition said of a modification. Money is in pence, the change of the term in days."""

    __tablename__ = "modification_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    decided_on: date | None
    value_change_pence: int | None = Field(sa_type=BigInteger)
    term_change_days: int | None = Field(sa_type=BigInteger)
    authority_reference: str | None
