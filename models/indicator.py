"""What publishers say their indicators are, by what the observations of each are kept under."""

from sqlalchemy import Text
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class IndicatorVersion(Table, FactVersion, table=True):
    """What one edition said of an indicator. ``polarity`` is missing where the publisher's word is not known."""

    __tablename__ = "indicator_version"
    __table_args__ = one_version_an_edition()

    indicator: str
    title: str | None = Field(sa_type=Text)
    definition: str | None = Field(sa_type=Text)
    unit: str | None
    value_type: str | None
    polarity: str | None
    data_source: str | None = Field(sa_type=Text)
    methodology: str | None = Field(sa_type=Text)
    caveats: str | None = Field(sa_type=Text)
