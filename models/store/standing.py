"""Which loads stand: those that no rollback has undone, in the order in which they count.

Loads count by the publisher's edition, then by number. What is known after some of them is what was
once known when just those stood, so most of it need not be worked out again.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, select

from models.ledger import Load
from models.store.arrival import Slot

ROLLBACK = "rollback"
CONFIRMATION = "confirmation"  # what people decided of providers' names
# What people did: decided on an agreement, acknowledged the flags of cases, handed cases over.
DECISION, ACKNOWLEDGEMENT, HAND_OVER = "decision", "acknowledgement", "hand_over"
FILES = "load"  # a publisher's files: corrections and rollbacks are no editions of a source

Decides = Callable[[Load], bool]


class Known(NamedTuple):
    """The first ``count`` of some loads make what was known at ``load_no``."""

    load_no: int
    count: int


def stands(load: Any, load_no: int) -> ColumnElement[bool]:
    """Return the condition that a load counts at another: from its own number on, until undone.

    ``load`` has the ledger's columns: ``Load``, its table's, or those of an alias.
    """
    return (load.load_no <= load_no) & (load.undone_by.is_(None) | (load.undone_by > load_no))


def loads_of_source(connection: Connection, slot: Slot) -> list[Load]:
    """Return every load of the slot's source, whatever its slot, kind or standing, by number."""
    return _loads(
        connection,
        select(Load)
        .where(Load.authority == slot.authority, Load.feed == slot.feed, Load.source == slot.source)
        .order_by(Load.load_no),
    )


def standing_file(connection: Connection, slot: Slot, *, given_by_hand: bool = True) -> Load | None:
    """Return the slot's latest file that stands, or None; ``given_by_hand`` counts those as well."""
    statement = _files(slot).where(Load.undone_by.is_(None))
    if not given_by_hand:
        statement = statement.where(~Load.is_by_hand)
    return next(iter(_loads(connection, statement)), None)


def undone_file(connection: Connection, slot: Slot, snapshot: str) -> Load | None:
    """Return the load of these very bytes in the slot where the last of them was rolled back, or None."""
    last = next(iter(_loads(connection, _files(slot).where(Load.snapshot == snapshot))), None)
    return last if last and last.undone_by is not None else None


def _files(slot: Slot) -> Select[tuple[Load]]:
    return (
        select(Load)
        .where(
            Load.authority == slot.authority,
            Load.feed == slot.feed,
            Load.source == slot.source,
            Load.slot == slot.slot,
            Load.kind == FILES,
        )
        .order_by(Load.slot_seq.desc())
    )


def _loads(connection: Connection, statement: Select[tuple[Load]]) -> list[Load]:
    return [Load(**row._mapping) for row in connection.execute(statement)]


def loads_that_bring(loads: Iterable[Load], feed: str) -> list[Load]:
    """Return the loads that have a say about a feed, and the rollbacks among them."""
    return [
        load
        for load in loads
        if load.kind == ROLLBACK or (load.rows_in and feed in json.loads(load.feeds))
    ]


def standing_at(loads: Iterable[Load], load_no: int, *, until: date = date.max) -> list[Load]:
    """Return the loads that stood at a load, of editions up to a day, in the order they count."""
    stood = [
        load
        for load in loads
        if load.kind != ROLLBACK
        and load.load_no <= load_no
        and load.edition_on <= until
        and (load.undone_by is None or load.undone_by > load_no)
    ]
    return sorted(stood, key=lambda load: (load.edition_on, load.load_no))


def since_decided(loads: Sequence[Load], decides: Decides) -> list[Load]:
    """Return the loads from the last that settled everything on: what came before has no say."""
    last = max((at for at, load in enumerate(loads) if decides(load)), default=0)
    return list(loads[last:])


def known_part(
    loads: Sequence[Load], wanted: Sequence[Load], decides: Decides, *, until: date = date.max
) -> Known:
    """Return how much of what ``wanted`` make, in their order, was known at some load of the source.

    ``wanted`` are loads as ``since_decided`` returns them.
    """
    numbers = [load.load_no for load in wanted]
    best = Known(0, 0)
    for at in sorted((load.load_no for load in loads), reverse=True):
        stood = since_decided(standing_at(loads, at, until=until), decides)
        count = len(stood)
        if count > best.count and numbers[:count] == [load.load_no for load in stood]:
            best = Known(at, count)
        if best.count == len(numbers):
            break
    return best
