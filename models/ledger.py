"""The ledger: every load that was completed, chained by digest, and who is working on what now."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Text, UniqueConstraint
from sqlmodel import Field

from models.metadata import Table

BEFORE_EDITIONS = date(1, 1, 1)  # the edition of a source that declares none: true since ever


class Run(Table, table=True):
    """Who works on what: a lease by the database's clock. Not part of any dump or page."""

    authority: str = Field(primary_key=True)
    run_key: str = Field(primary_key=True, description="What is worked on: load register/register")
    attempt: int
    owner: str = Field(description="host:process:start of the process that holds the lease")
    lease_until: int = Field(
        sa_type=BigInteger, description="Seconds since 1970, the database's clock"
    )
    ended_at: int | None = Field(
        default=None, sa_type=BigInteger, description="When a run last gave it back, by that clock"
    )


class Load(Table, table=True):
    """One completed load. Its row is committed with the facts it brought.

    Money is in pence. ``digest`` covers the bytes, the adapter, the column map, the suite and the
    version of the code; ``hash`` chains ``digest`` and the counts to the load before.
    """

    __table_args__ = (UniqueConstraint("authority", "feed", "source", "slot", "slot_seq"),)

    authority: str = Field(primary_key=True)
    load_no: int = Field(primary_key=True)
    kind: str = Field(
        description="load, correction, confirmation, rollback, decision, acknowledgement or hand_over"
    )
    is_by_hand: bool = Field(description="Whether a person gave the file, not the profile's source")
    feed: str
    source: str
    slot: str
    slot_seq: int = Field(description="1 for the slot's first load, then 2, 3, ...")
    edition_on: date
    complete: bool = Field(description="Whether what is absent from the file has ended with it")
    snapshot: str = Field(description="Digest of the bytes")
    file: str = Field(description="What the file was called when it came")
    adapter: str = Field(description="What read its rows")
    loaded_on: date = Field(
        description="The day, where the authority is, of the run that loaded it"
    )
    digest: str
    columns: str = Field(sa_type=Text, description="The file's header, as a JSON list")
    feeds: str = Field(description="The feeds it brought rows of, as a JSON list")
    rows_in: int = Field(sa_type=BigInteger)
    rows_loaded: int = Field(sa_type=BigInteger)
    rows_set_aside: int = Field(sa_type=BigInteger)
    rows_not_data: int = Field(sa_type=BigInteger)
    pence_in: int = Field(sa_type=BigInteger)
    pence_loaded: int = Field(sa_type=BigInteger)
    pence_set_aside: int = Field(sa_type=BigInteger)
    versions: int = Field(sa_type=BigInteger, description="Versions stored: what differed")
    corrects: int | None = Field(
        default=None, description="The load whose rows, set aside, a correction brings back"
    )
    reason: str = Field(default="", sa_type=Text, description="Why a rollback was asked for")
    undone_by: int | None = Field(default=None, description="The rollback that undid it")
    prev_hash: str
    hash: str


class Stoppage(Table, table=True):
    """A file that was refused whole. The last good load stays in force, and is shown as stale.

    It counts from ``after_load`` on, until the load before which the last good file came again.
    """

    authority: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    slot_seq: int = Field(
        primary_key=True, description="The load of the slot that it would have been"
    )
    after_load: int = Field(primary_key=True, description="The authority's latest load at the time")
    sentence: str = Field(sa_type=Text)
    withdrawn_after: int | None = Field(
        default=None, description="The authority's latest load when the last good file came again"
    )
    refused_on: date | None = Field(
        default=None, description="The day, where the authority is, of the run that refused it"
    )


class Refusal(NamedTuple):
    """Why a source's newest file was refused, and on which day's run, where that was recorded."""

    sentence: str
    refused_on: date | None
    slot: str
