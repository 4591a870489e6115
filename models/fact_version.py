"""What every version of a keyed fact has: its key, the time it is true for, and the load that told us."""

from datetime import date

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.metadata import VersionNumber


class FactVersion(SQLModel):
    """One version of a fact that a feed's key names. A missing value is not recorded, never "no".

    The latest ``valid_from`` wins, then the latest ``known_from``; ``retracted`` ends the fact.
    """

    version_no: int = Field(
        primary_key=True, sa_type=VersionNumber, sa_column_kwargs={"autoincrement": False}
    )
    authority: str
    source: str
    key_hash: int = Field(
        sa_type=BigInteger, description="63 bits of SHA-256(the feed's key | source)"
    )
    valid_from: date
    known_from: int
    retracted: bool
    row_no: int = Field(sa_type=BigInteger)
    snapshot: str
    row_hash: int = Field(sa_type=BigInteger)


def one_version_an_edition() -> tuple[UniqueConstraint]:
    """Return the constraint that a load says one thing of a fact in an edition."""
    return (UniqueConstraint("authority", "key_hash", "valid_from", "known_from"),)
