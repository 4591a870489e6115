"""Providers as their registers describe them."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ProviderVersion(Table, FactVersion, table=True):
    """What one edition of a register said of a provider."""

    __tablename__ = "provider_version"
    __table_args__ = one_version_an_edition()

    provider_org_id: str
    provider_name: str | None = Field(sa_type=Text)
    provider_type: str | None
    postcode: str | None
    insolvency: bool | None
    accounts_overdue: bool | None
    regulator_rating: str | None
    insurance_expires_on: date | None
    excluded: bool | None
