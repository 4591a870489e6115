"""Which source's layout a file has, by its header; and what it lacks where it has none."""

from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from commissioning.errors import BadFile, SourceChanged
from commissioning.ingest.json_reader import is_json, json_header
from commissioning.ingest.layout import PLAIN
from commissioning.ingest.reader import open_table
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


def recognise(feed: str, header: Sequence[str], *, is_json: bool = False) -> Source | None:
    """Return the source whose layout this is: of several, the one that knows most of its columns.

    A table of needs may have the few columns that ours must have; of equals the canonical one is first.
    With ``is_json`` the header has the names in a file's JSON.
    """
    known = [s for s in _loaded_as(feed) if s.recognises(header, is_json=is_json)]
    return min(known, key=lambda source: len(source.unknown_columns(header)), default=None)


def recognise_file(feed: str, path: Path, file: str) -> tuple[Source | None, tuple[str, ...]]:
    """Return the source whose layout a file has, and its header or the names in its JSON.

    A file that was made here says so itself. What cannot be read as plain text, or is of no known layout then, is
    tried as each of the feed's sources declares its files: below titles, or in another encoding.

    Raises BadFile when the file cannot be read at all.
    """
    for ours in _loaded_as(feed):
        if ours.made_here and ours.made_here(path, file):
            return ours, ours.required
    try:
        header = json_header(path, file) if is_json(path) else open_table(path, file).header
    except BadFile:
        source = _by_own_layout(feed, path, file)
        if source is None:
            raise
        return source, source.required
    found = recognise(feed, header, is_json=is_json(path))
    return found or _by_own_layout(feed, path, file), header


def _by_own_layout(feed: str, path: Path, file: str) -> Source | None:
    if is_json(path):
        return None
    for source in SOURCES.values():
        layout = source.layout
        is_plain = (layout.title_rows, layout.encodings) == (PLAIN.title_rows, PLAIN.encodings)
        if source.feed != feed or is_plain:
            continue
        with suppress(BadFile):
            if source.recognises(open_table(path, file, layout).header):
                return source
    return None


def nearest(feed: str, header: Sequence[str]) -> Source | None:
    """Return the source that shares most columns with a file none recognises, for the error."""
    of_feed = _loaded_as(feed)
    shared = [len({*source.required, *source.optional} & set(header)) for source in of_feed]
    return of_feed[int(np.argmax(shared))] if any(shared) else None


def _loaded_as(feed: str) -> list[Source]:
    return [s for s in SOURCES.values() if feed in (s.feed, *s.also, LOADED_AS.get(s.feed))]
