"""Rows of the ledger that no file brought: rollbacks, and what people confirmed."""

from datetime import date

from sqlalchemy import Connection

from models.ledger import Load
from models.store.arrival import Slot
from models.store.publish import chain_hash, next_load

COUNTS = (
    *("rows_in", "rows_loaded", "rows_set_aside", "rows_not_data"),
    *("pence_in", "pence_loaded", "pence_set_aside", "versions"),
)


def row_without_file(
    connection: Connection,
    slot: Slot,
    *,
    kind: str,
    edition_on: date,
    on: date,
    digest: str,
    reason: str,
) -> Load:
    """Return the authority's next row of the ledger, chained to the last; it counts no rows and no money."""
    load_no, prev_hash = next_load(connection, slot.authority)
    row = Load(
        authority=slot.authority,
        load_no=load_no,
        kind=kind,
        is_by_hand=True,
        feed=slot.feed,
        source=slot.source,
        slot=slot.slot,
        slot_seq=slot.seq + 1,
        edition_on=edition_on,
        complete=False,
        snapshot="",
        file="",
        adapter="",
        loaded_on=on,
        digest=digest,
        columns="[]",
        feeds="[]",
        reason=reason,
        prev_hash=prev_hash,
        hash="",
        **dict.fromkeys(COUNTS, 0),
    )
    return row.model_copy(update={"hash": chain_hash(row)})
