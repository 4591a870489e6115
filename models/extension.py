"""Extensions of agreements, as recorded in a register or a file of their own."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from models.metadata import Table, VersionNumber


class ExtensionVersion(Table, table=True):
    """What one edition said of an extension. Days are inclusive; a missing day is not recorded."""

    __tablename__ = "extension_version"
    __table_args__ = (UniqueConstraint("authority", "key_hash", "valid_from", "known_from"),)

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    source: str
    key_hash: int = Field(
        sa_type=BigInteger,
        description="63 bits of SHA-256(source | agreement | new end), or of the feed's key",
    )
    agreement_id: int | None = Field(
        sa_type=BigInteger, index=True, description="Where a register lists it beside the agreement"
    )
    reference: str | None = Field(
        index=True, description="The agreement's name in a file of extensions alone"
    )
    valid_from: date
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    snapshot: str
    row_hash: int = Field(sa_type=BigInteger)
    decided_on: date | None
    previous_ends_on: date | None
    new_ends_on: date | None
    kind: str | None
    authority_reference: str | None
