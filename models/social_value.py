"""Social value: what was promised in an agreement, and what was delivered."""

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class SocialValueVersion(Table, FactVersion, table=True):
    """What one edition said of a commitment, in the unit it is counted in."""

    __tablename__ = "social_value_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    commitment: str = Field(sa_type=Text)
    unit: str | None
    committed: float | None
    delivered: float | None
