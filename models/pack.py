"""Packs: what was issued, for whom, as known at which load, with the digest of the bytes."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table


class Pack(Table, table=True):
    """One issued pack. Made again from the same cut it has the same bytes."""

    authority: str = Field(primary_key=True)
    period: str = Field(primary_key=True, description="The period's slug, such as 2022-23-q2")
    audience: str = Field(primary_key=True)
    scope: str = Field(
        primary_key=True, description="authority, or the part of it the pack is about"
    )
    version: int = Field(primary_key=True)
    title: str = Field(description="The authority's full name, as printed on it")
    period_label: str = Field(description="The period as people say it, such as 2022/23 Q2")
    starts_on: date
    ends_on: date
    on_day: date
    load_no: int
    judgement_no: int
    previous_period: str | None = Field(
        description="The period compared with, at its pack's own cut"
    )
    previous_version: int | None
    digest: str = Field(description="SHA-256 of the HTML")
    forms_digest: str | None = Field(
        default=None,
        description="SHA-256 of SHA256SUMS, which says that of its workbook and tables",
    )
    made_of: str | None = Field(
        default=None,
        description="SHA-256 of all it was made of; the same again makes the same bytes",
    )
    path: str = Field(description="Relative to the home's pack folder")
    headline: str = Field(sa_type=Text, description="The line that the index page shows")
    withdrawn_by: int | None = Field(
        default=None,
        description="The version that replaced it; pack_withdrawal has those that a person withdrew",
    )
    erased_by: int | None = Field(
        default=None, description="The erasure that removed its file; the digest stays"
    )
