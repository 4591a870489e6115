"""Files of payments that a person gives where they do not belong: a second time, or in another month's place."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from commissioning.dates import spoken_day
from commissioning.errors import BadFile
from commissioning.ingest.snapshot import Kept
from commissioning.ingest.staging import Staged
from models.ledger import Load
from models.store.arrival import Slot
from models.store.engine import reading
from models.store.slots import days_paid, same_file_elsewhere

PAYMENTS = "payments"
NONE = pd.Series(dtype="datetime64[s]")
# What a person says of a file that settles the one question, and the other.
WHERE = frozenset({"slot", "source"})
WHEN = frozenset({"slot", "edition_on"})


def must_not_be_in_force(engine: Engine, slot: Slot, kept: Kept, said: Collection[str]) -> None:
    """Refuse payments whose very bytes count already elsewhere: they would count twice."""
    if slot.feed != PAYMENTS or WHERE & set(said):
        return
    with reading(engine) as connection:
        load = same_file_elsewhere(connection, slot, kept.digest)
    if load:
        raise BadFile(
            kept.name,
            f"this very file is in force as load {load.load_no}, source {load.source}, slot {load.slot}, "
            "so that its payments would count twice",
            f"roll load {load.load_no} back first, or say with --slot that it is to count beside it",
        )


def must_be_of_its_days(
    engine: Engine,
    slot: Slot,
    standing: Load | None,
    staged: Staged,
    kept: Kept,
    said: Collection[str],
) -> None:
    """Refuse payments of other days than those that they would replace."""
    if slot.feed != PAYMENTS or standing is None or WHEN & set(said):
        return
    if standing.snapshot == kept.digest:  # by an amended map
        return
    days = pd.concat(
        [frame["paid_on"].agg(["min", "max"]) for frame in staged.staging.frames(PAYMENTS)]
        or [NONE]
    ).dropna()
    with reading(engine) as connection:
        there = days_paid(connection, slot)
    if there is None or days.empty:
        return
    first, last = days.min().date(), days.max().date()
    if last < there[0] or there[1] < first:
        raise BadFile(
            kept.name,
            f"its payments are of {span(first, last)}, and it would replace those of {span(*there)}, load {standing.load_no}, slot {slot.slot}",
            f"name a slot of its own with --slot, or --slot {slot.slot} if it is to replace them",
        )


def span(first: date, last: date) -> str:
    """Return days as they are said: "30 April 2020", or "1 April 2020 to 30 April 2020"."""
    return spoken_day(first) if first == last else f"{spoken_day(first)} to {spoken_day(last)}"
