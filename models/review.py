"""Reviews of agreements, and who was asked."""

from datetime import date

from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ReviewVersion(Table, FactVersion, table=True):
    """What one edition said of a review."""

    __tablename__ = "review_version"
    __table_args__ = one_version_an_edition()

    reference: str = Field(index=True)
    reviewed_on: date | None
    users_asked: bool | None
    communities_asked: bool | None
    providers_asked: bool | None
