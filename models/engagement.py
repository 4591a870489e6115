"""Engagement: what was held with providers and communities, or sent to them."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class EngagementVersion(Table, FactVersion, table=True):
    """What one edition said of an event about an agreement."""

    __tablename__ = "engagement_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    held_on: date | None
    kind: str | None
    vcse_attended: bool | None
    outcome: str | None = Field(sa_type=Text)
