"""Notices published of a contracting process."""

from datetime import date

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class NoticeVersion(Table, FactVersion, table=True):
    """What one edition said of a notice."""

    __tablename__ = "notice_version"
    __table_args__ = one_version_an_edition()

    ocid: str = Field(index=True)
    notice_type: str | None
    published_on: date | None
    reference: str | None = Field(index=True)
    release_id: str | None = None
    stage: str | None = None
    title: str | None = Field(default=None, sa_type=Text)
    commissioner: str | None = Field(default=None, sa_type=Text)
    value_pence: int | None = Field(default=None, sa_type=BigInteger)
    starts_on: date | None = None
    ends_on: date | None = None
    latest_end_on: date | None = None
    extension_months: int | None = None
    closes_on: date | None = None
    procurement_method: str | None = None
    release: str | None = Field(
        default=None,
        sa_type=Text,
        description="What is read of an OCDS release, as JSON: later releases are merged with it",
    )
