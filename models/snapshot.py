"""One fetched file, kept as received: where from, which edition, its digest."""

from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.metadata import Table


class Snapshot(Table, table=True):
    """The bytes of one edition of a source. ``path`` is relative to the snapshot folder of the home."""

    authority: str = Field(primary_key=True)
    digest: str = Field(primary_key=True, description="SHA-256 of the bytes, in hexadecimal")
    source: str
    slot: str = Field(description="The part of the source it replaces: register, spend 2026-03")
    edition_on: date | None = Field(description="The publisher's day of the edition, where known")
    path: str
    size: int = Field(sa_type=BigInteger, description="Bytes")
    erased_by: int | None = Field(
        default=None, description="The erasure that removed its bytes; the digest stays"
    )
