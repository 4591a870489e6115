"""A load taken back: what it told is no longer so, and what later loads told is."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine, select

from models.ledger import Load
from models.metadata import table_of
from models.store.agreements import restore_agreements, restore_extensions
from models.store.arrival import Publication, Slot
from models.store.engine import publishing
from models.store.errors import CannotRollBack
from models.store.keyed import KEYED
from models.store.keyed_facts import restore_keyed
from models.store.lease import Lease
from models.store.ledger_rows import row_without_file
from models.store.listing import ReadAgain
from models.store.payments import restore_payments
from models.store.publish import count_versions, latest_load, load_numbered
from models.store.releases import latest_merged_with
from models.store.rows import insert_rows
from models.store.standing import (
    ACKNOWLEDGEMENT,
    DECISION,
    HAND_OVER,
    ROLLBACK,
    loads_of_source,
)

_load = table_of(Load)

# What people did is never as if it had not been; what is done instead.
INSTEAD = {
    DECISION: "supersede it: record-decision with --supersedes and its number",
    ACKNOWLEDGEMENT: "acknowledge again, until another day",
    HAND_OVER: "hand over again",
}


def load_to_undo(connection: Connection, authority: str, load_no: int) -> Load:
    """Return a load that may be rolled back.

    Raises CannotRollBack where there is no such load, it is one no longer or never was, or rows of
    it that were brought back stand on it.
    """
    load = load_numbered(connection, authority, load_no)
    if load is None:
        raise CannotRollBack(
            f"{authority} has no load {load_no}; commissioning loads lists those it has."
        )
    if load.undone_by is not None:
        raise CannotRollBack(
            f"Load {load_no} was rolled back already, by load {load.undone_by}; "
            "commissioning loads shows what stands."
        )
    if load.kind == ROLLBACK:
        raise CannotRollBack(
            f"Load {load_no} is itself a rollback; load the file that it undid again instead."
        )
    if load.kind in INSTEAD:
        raise CannotRollBack(f"Load {load_no} is {load.reason}, no file; {INSTEAD[load.kind]}.")
    standing = (
        select(Load.load_no)
        .where(Load.authority == authority, Load.corrects == load_no, Load.undone_by.is_(None))
        .order_by(Load.load_no.desc())
    )
    if correction := connection.execute(standing).first():
        raise CannotRollBack(
            f"Load {correction.load_no} brought rows of load {load_no} back, corrected; "
            f"roll load {correction.load_no} back first."
        )
    if merged_by := latest_merged_with(connection, load):
        raise CannotRollBack(
            f"Load {merged_by} brought later releases of processes that load {load_no} has releases of, "
            f"and they were merged; roll load {merged_by} back first."
        )
    return load


def roll_back(
    engine: Engine,
    authority: str,
    load_no: int,
    lease: Lease,
    *,
    reason: str,
    on: date,
    read_again: ReadAgain,
) -> Load:
    """Undo a load in one transaction and return the rollback's own row of the ledger.

    Afterwards all is as if the load had never been, and what later ones told is as it was. Who the
    agreements are is kept: names are given once. Rows that a correction closed are open again, because
    it no longer stands. Raises CannotRollBack and LeaseLost.
    """
    with publishing(engine) as connection:
        lease.must_hold(connection)
        undone = load_to_undo(connection, authority, load_no)
        rollback = _ledger_row(connection, undone, reason, on)
        insert_rows(connection, _load, [rollback.model_dump()])
        connection.execute(
            _load.update()
            .where(_load.c.authority == authority, _load.c.load_no == load_no)
            .values(undone_by=rollback.load_no)
        )
        versions = _restore(connection, undone, rollback, read_again)
        count_versions(connection, rollback, versions)
        return rollback.model_copy(update={"versions": versions})


def rollback_digest(load_no: int, reason: str) -> str:
    """Return the digest of a rollback of that load: what it undid can be told from it."""
    content = json.dumps(["rollback of", load_no, reason], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _slot_of(load: Load) -> Slot:
    return Slot(load.authority, load.feed, load.source, load.slot, load.slot_seq)


def _ledger_row(connection: Connection, undone: Load, reason: str, on: date) -> Load:
    slot = _slot_of(undone)
    last = latest_load(connection, slot)
    return row_without_file(
        connection,
        replace(slot, seq=(last or undone).slot_seq),
        kind=ROLLBACK,
        edition_on=undone.edition_on,
        on=on,
        digest=rollback_digest(undone.load_no, reason),
        reason=reason,
    )


def _restore(connection: Connection, undone: Load, rollback: Load, read_again: ReadAgain) -> int:
    slot = _slot_of(undone)
    publication = Publication(
        connection,
        slot,
        rollback.snapshot,
        rollback.load_no,
        undone.edition_on,
        rollback.complete,
        tuple(m for m in loads_of_source(connection, slot) if m.load_no != rollback.load_no),
        read_again,
    )
    written = 0
    for feed in json.loads(undone.feeds):
        if feed == "payments":
            written += restore_payments(publication, rollback)
        elif feed == "agreements":
            written += restore_agreements(publication, undone)
        elif feed == "extensions" and feed != undone.feed:
            written += restore_extensions(publication, undone)
        elif feed in KEYED:
            written += restore_keyed(publication, feed, undone)
    return written
