"""Facts that are known by their key: versions of what changed in a file of their feed."""

from collections.abc import Iterable

import pandas as pd

from models.ledger import Load
from models.store.arrival import Publication
from models.store.keyed import KEYED
from models.store.listing import listed_keys
from models.store.replay import Replay
from models.store.versions import VersionWriter


def publish_keyed(publication: Publication, feed: str, frames: Iterable[pd.DataFrame]) -> int:
    """Store what a file says of a feed; return the versions written."""
    writer, replay = _writing(publication, feed)
    for facts in map(_in_key_order, frames):
        told = facts.assign(authority=publication.slot.authority, source=publication.slot.source)
        if "snapshot" in KEYED[feed].table.columns:
            told["snapshot"] = publication.snapshot
        writer.write(told)
        del facts, told  # else two are held while the next is read
    writer.spare(pd.Index(publication.refused, dtype="int64"))
    if publication.complete:
        writer.retract_absent()
    replay.after_late_file()
    return writer.written


def _in_key_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows by key, so that its index is written along and not all over: a million in half the time."""
    return frame.sort_values("key_hash")


def restore_keyed(publication: Publication, feed: str, undone: Load) -> int:
    """Bring a feed to what it is without a load; return the versions written."""
    writer, replay = _writing(publication, feed)
    replay.after_rollback(undone)
    return writer.written


def _writing(publication: Publication, feed: str) -> tuple[VersionWriter, Replay]:
    table, slot = KEYED[feed].table, publication.slot
    writer = VersionWriter(
        publication.connection,
        KEYED[feed],
        (table.c.authority == slot.authority, table.c.source == slot.source),
        load_no=publication.load_no,
        edition_on=publication.edition_on,
    )
    replay = Replay(
        writer,
        publication.history,
        feed,
        lambda load: listed_keys(publication.read_again(load), feed),
    )
    return writer, replay
