"""Mergers of bodies: who gave all it had to whom, and from which day on."""

from datetime import date

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ProviderMergerVersion(Table, FactVersion, table=True):
    """What one edition of a register said of a merger. ``part`` 0 is the body itself."""

    __tablename__ = "provider_merger_version"
    __table_args__ = one_version_an_edition()

    provider_org_id: str | None
    provider_name: str | None = Field(sa_type=Text)
    part: int | None = Field(sa_type=BigInteger)
    transferee_org_id: str | None
    transferee_name: str | None = Field(sa_type=Text)
    transferee_part: int | None = Field(sa_type=BigInteger)
    transferred_on: date | None
    registered_on: date | None
