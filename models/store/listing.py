"""What the file of an earlier load lists: the file itself read again, in terms of what is stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from models.ledger import Load


@dataclass(frozen=True)
class Listing:
    """A kept file, read again.

    ``frames`` yields the rows of a feed that passed when it was loaded, and ``refused`` names what the
    rows set aside were about, as they do in an ``Arrival``; so does ``parts``.
    """

    frames: Callable[[str], Iterator[pd.DataFrame]]
    refused: tuple[str | int, ...]
    parts: bool


# Raises an error of one sentence where the file cannot be read again.
ReadAgain = Callable[[Load], Listing]


@dataclass(frozen=True)
class Listed:
    """What a load named of one table: what its rows list, and what rows set aside were about."""

    entities: pd.Index
    refused: pd.Index


def listed_keys(listing: Listing, feed: str) -> Listed:
    """Return the key hashes that a file lists of a feed whose facts are known by their key."""
    listed = [frame["key_hash"] for frame in listing.frames(feed)]
    entities = pd.concat(listed) if listed else pd.Series(dtype="int64")
    return Listed(pd.Index(entities.unique()), pd.Index(listing.refused, dtype="int64"))
