"""Packs withdrawn by a person: which version, when, by whom and why. Its row and its files stay."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table


class PackWithdrawal(Table, table=True):
    """One withdrawal. The next build issues the next version, even of the same content."""

    __tablename__ = "pack_withdrawal"

    authority: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    audience: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    on_day: date
    acted_by: str = Field(description="Who withdrew it")
    reason: str = Field(sa_type=Text)
