"""Users: how many people an agreement served, by area and group."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class UsersVersion(Table, FactVersion, table=True):
    """What one edition said of the people served in a period. Counts of people, not yet suppressed."""

    __tablename__ = "users_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    starts_on: date | None
    ends_on: date | None
    area_code: str | None
    group: str | None
    users: int | None = Field(sa_type=BigInteger)
