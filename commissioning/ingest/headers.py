"""Which source's layout a file has, by its header; and what it lacks where it has none."""

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np

from commissioning.errors import SourceChanged
from commissioning.sources import SOURCES, Source

# A register of providers may hold their numbers or their mergers, and is loaded as one all the same.
LOADED_AS = {"provider_identifiers": "providers", "provider_mergers": "providers"}


def require_columns(source: Source, header: Sequence[str], file: str) -> None:
    """Raise SourceChanged unless the file has every column the source must have."""
    missing = missing_columns(source, header)
    if not missing:
        return
    what = f"{source.name} needs {', '.join(missing)}; the file has {', '.join(header)}"
    remedy = "rename the column back, or amend the source's list if the publisher renamed it"
    if renames := probable_renames(source, header):
        remedy = f"probable renames: {', '.join(renames)}; {remedy}"
    raise SourceChanged(file, what, remedy, column=", ".join(missing))


def missing_columns(source: Source, header: Sequence[str]) -> list[str]:
    """Return the columns that the source must have and the file has not."""
    return [column for column in source.required if column not in header]


def probable_renames(source: Source, header: Sequence[str]) -> list[str]:
    """Return, for each missing column that an unknown one is called much like, which it may be."""
    spare = {column.casefold(): column for column in source.unknown_columns(header)}
    return [
        f"{spare[near[0]]} may be {column}"
        for column in missing_columns(source, header)
        if (near := get_close_matches(column.casefold(), spare, n=1))
    ]


def recognise(feed: str, header: Sequence[str]) -> Source | None:
    """Return the source whose layout this is: the canonical one first, then the adapters."""
    return next((source for source in _loaded_as(feed) if source.recognises(header)), None)


def nearest(feed: str, header: Sequence[str]) -> Source | None:
    """Return the source that shares most columns with a file none recognises, for the error."""
    of_feed = _loaded_as(feed)
    shared = [len({*source.required, *source.optional} & set(header)) for source in of_feed]
    return of_feed[int(np.argmax(shared))] if any(shared) else None


def _loaded_as(feed: str) -> list[Source]:
    return [s for s in SOURCES.values() if feed in (s.feed, LOADED_AS.get(s.feed))]
