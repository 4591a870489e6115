"""Extensions of agreements, as recorded in a register or a file of their own."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.fact_version import FactVersion, one_version_an_edition
from models.metadata import Table


class ExtensionVersion(Table, FactVersion, table=True):
    """What one edition said of an extension. Days are inclusive; a missing day is not recorded.

    One that a register lists is known by agreement and new end, one of a file alone by the feed's key.
    """

    __tablename__ = "extension_version"
    __table_args__ = one_version_an_edition()

    agreement_id: int | None = Field(
        sa_type=BigInteger, index=True, description="Where a register lists it beside the agreement"
    )
    reference: str | None = Field(
        index=True, description="The agreement's name in a file of extensions alone"
    )
    decided_on: date | None
    previous_ends_on: date | None
    new_ends_on: date | None
    kind: str | None
    authority_reference: str | None
