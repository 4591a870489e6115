"""Providers as their registers describe them."""

from datetime import date

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from models.metadata import Table, VersionNumber


class ProviderVersion(Table, table=True):
    """What one edition of a register said of a provider."""

    __tablename__ = "provider_version"
    __table_args__ = (UniqueConstraint("authority", "key_hash", "valid_from", "known_from"),)

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    source: str
    key_hash: int = Field(sa_type=BigInteger, description="63 bits of SHA-256(source | identifier)")
    valid_from: date
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    snapshot: str
    row_hash: int = Field(sa_type=BigInteger)
    provider_org_id: str
    provider_name: str | None = Field(sa_type=Text)
    provider_type: str | None
    postcode: str | None
    insolvency: bool | None
    accounts_overdue: bool | None
    regulator_rating: str | None
    insurance_expires_on: date | None
    excluded: bool | None
