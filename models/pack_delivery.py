"""To whom packs were sent: one row for each target of a pack, so that nothing is sent twice."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table


class PackDelivery(Table, table=True):
    """One pack to one target: sent, or owed and why it could not be sent yet."""

    __tablename__ = "pack_delivery"

    authority: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    target: str = Field(
        primary_key=True,
        description="The folder or address, or the name of the variable that has it",
    )
    sent_on: date | None = Field(default=None, description="Empty: still owed")
    trouble: str | None = Field(default=None, sa_type=Text, description="Why the last try failed")
