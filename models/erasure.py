"""Erasures: whose data were removed, or which were old, why and when. What is kept of a subject is a digest."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table


class Erasure(Table, table=True):
    """One erasure of a provider. Names that come again in later files are erased by it as well.

    One of what was kept long enough has no name: its ``words`` are 0.
    """

    authority: str = Field(primary_key=True)
    erasure_no: int = Field(primary_key=True)
    name_digest: str = Field(
        primary_key=True,
        description="SHA-256 of a name or identifier, as they are compared; of none, empty",
    )
    words: int = Field(description="How many words the name has: it is looked for in running text")
    after_load: int = Field(description="The authority's latest load at the time")
    erased_on: date
    authority_reference: str = Field(description="The request or decision it was done on")
    reason: str = Field(sa_type=Text)
