"""What people do, kept as a row of the ledger: it is known from that row's number on, and chained.

The row says what was done by number alone, because the ledger is never erased from.
"""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection

from models.ledger import BEFORE_EDITIONS, Load
from models.metadata import table_of
from models.store.arrival import Slot
from models.store.ledger_rows import row_without_file
from models.store.publish import count_versions, latest_load
from models.store.rows import insert_rows
from models.store.standing import ACKNOWLEDGEMENT, DECISION, HAND_OVER

SOURCES = {
    DECISION: ("decisions", "recorded_decisions"),
    ACKNOWLEDGEMENT: ("cases", "acknowledgements"),
    HAND_OVER: ("cases", "hand_overs"),
}


def record_act(
    connection: Connection,
    authority: str,
    kind: str,
    *,
    digest: str,
    on: date,
    said: str,
    rows: int = 1,
) -> Load:
    """Store the ledger's row of an act and return it; the caller stores the act in the same transaction.

    ``digest`` is of all that was said, ``rows`` how many rows hold it, and ``said`` names nobody.
    """
    feed, source = SOURCES[kind]
    key = (authority, feed, source, source)
    last = latest_load(connection, key)
    load = row_without_file(
        connection,
        Slot(*key, last.slot_seq if last else 0),
        kind=kind,
        edition_on=BEFORE_EDITIONS,
        on=on,
        digest=digest,
        reason=said,
    )
    insert_rows(connection, table_of(Load), [load.model_dump()])
    count_versions(connection, load, rows)
    return load


def act_digest(content: Mapping[str, object]) -> str:
    """Return the digest of all that an act said."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()
