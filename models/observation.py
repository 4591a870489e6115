"""Observations: one value of an indicator for an area, a period and a group of people."""

from datetime import date
from typing import Literal

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from models.metadata import Table, VersionNumber

# Why a publisher gives no value: hidden because it is small, without sense there, not held, or more
# than nought but rounded to it.
Mark = Literal["suppressed", "not_applicable", "not_available", "rounds_to_nought"]


class ObservationVersion(Table, table=True):
    """What one edition of a source said. Values are in the indicator's own unit.

    ``area_level`` is what kind of area it is of, so that England is never added to its districts;
    ``mark`` why there is no value, where the publisher says so.
    """

    __tablename__ = "observation_version"
    __table_args__ = (UniqueConstraint("authority", "key_hash", "valid_from", "known_from"),)

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    source: str
    key_hash: int = Field(
        sa_type=BigInteger, description="63 bits of SHA-256(source | natural key)"
    )
    valid_from: date
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    row_hash: int = Field(sa_type=BigInteger)
    indicator: str
    area_code: str
    area_name: str | None = Field(sa_type=Text)
    area_level: str | None
    starts_on: date | None
    ends_on: date | None
    sex: str | None
    age: str | None
    group: str | None
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    mark: str | None
