"""What people were told of by ``watch``, so that each thing is told once until it changes."""

from datetime import date

from sqlmodel import Field

from models.metadata import Table


class WatchTold(Table, table=True):
    """A thing that is unwell, and was told to one address."""

    __tablename__ = "watch_told"

    authority: str = Field(primary_key=True)
    target: str = Field(primary_key=True, description="The variable that holds the address")
    what: str = Field(primary_key=True, description="What is unwell, as watch names it")
    fault: str = Field(description="Which fault of it was told")
    told_on: date
