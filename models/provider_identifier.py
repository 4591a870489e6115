"""Registered numbers that are of one body, as a register pairs them."""

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ProviderIdentifierVersion(Table, FactVersion, table=True):
    """What one edition of a register said of two identifiers of one body."""

    __tablename__ = "provider_identifier_version"
    __table_args__ = one_version_an_edition()

    provider_org_id: str | None
    other_org_id: str | None
    provider_name: str | None = Field(sa_type=Text)
