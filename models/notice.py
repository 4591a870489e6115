"""Notices published of a contracting process."""

from datetime import date

from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class NoticeVersion(Table, FactVersion, table=True):
    """What one edition said of a notice."""

    __tablename__ = "notice_version"
    __table_args__ = one_version_an_edition()

    ocid: str
    notice_type: str | None
    published_on: date | None
    reference: str | None = Field(index=True)
