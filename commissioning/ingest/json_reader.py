"""The strict reader of JSON: a publisher's file into objects, one at a time, whatever its size.

The objects may stand one a line (NDJSON), in an array, or in a package: an object that holds them
in an array under a known name; lines and arrays may be of packages. Nothing is guessed. A file that
is not whole, or could be read in two ways, is refused with its line and the remedy: a name twice in
one object, a number of more than 40 digits, NaN, text after the end, more than 100 levels.

Text is held to what the reader of tables holds it to: control characters are refused, marks that
override the direction of text are left out with a note.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, overload

from commissioning.errors import BadFile
from commissioning.ingest.decoding import begins_as_json, refuse_other_formats
from commissioning.ingest.json_objects import Json, JsonObjects, Unreadable
from commissioning.ingest.json_text import JsonText

__all__ = [
    "ARRAYS",
    "Json",
    "JsonCaps",
    "Unreadable",
    "is_json",
    "json_header",
    "json_objects",
    "open_json",
]

ARRAYS = ("releases", "records", "grants")


@dataclass(frozen=True)
class JsonCaps:
    """The sizes beyond which a file is refused before it can fill the memory."""

    file_bytes: int = 4 << 30
    object_characters: int = 64 << 20


@overload
def json_objects(
    path: Path,
    name: str,
    *,
    arrays: tuple[str, ...] = ...,
    encodings: tuple[str, ...] = ...,
    caps: JsonCaps = ...,
    hand_over: Literal[False] = ...,
) -> Iterator[tuple[int, Json]]: ...


@overload
def json_objects(
    path: Path,
    name: str,
    *,
    arrays: tuple[str, ...] = ...,
    encodings: tuple[str, ...] = ...,
    caps: JsonCaps = ...,
    hand_over: Literal[True],
) -> Iterator[tuple[int, Json | Unreadable]]: ...


def json_objects(
    path: Path,
    name: str,
    *,
    arrays: tuple[str, ...] = ARRAYS,
    encodings: tuple[str, ...] = ("utf-8",),
    caps: JsonCaps = JsonCaps(),
    hand_over: bool = False,
) -> Iterator[tuple[int, Json | Unreadable]]:
    """Yield each object with the line on which it begins.

    ``name`` is what errors call the file; ``arrays`` are the names under which a package holds its
    objects; ``encodings`` are tried in order. With ``hand_over`` an object that cannot be read
    comes as Unreadable, and the reading goes on after it; otherwise the file is refused for it.

    Raises BadFile, naming the line and the remedy, when the file cannot be read or is not whole.
    """
    yield from open_json(path, name, arrays=arrays, encodings=encodings, caps=caps).each(
        hand_over=hand_over
    )


def open_json(
    path: Path,
    name: str,
    *,
    arrays: tuple[str, ...] = ARRAYS,
    encodings: tuple[str, ...] = ("utf-8",),
    caps: JsonCaps = JsonCaps(),
) -> JsonObjects:
    """Return a file opened as JSON, or refuse it when it is plainly something else."""
    size = path.stat().st_size
    if size > caps.file_bytes:
        what = f"{size:,} bytes, over the cap of {caps.file_bytes:,}"
        raise BadFile(name, what, "split the file, or raise the cap")
    refuse_other_formats(path, name, wanted="JSON")
    return JsonObjects(JsonText(path, name, encodings, caps.object_characters), arrays)


def is_json(path: Path) -> bool:
    """Return whether a file begins as JSON does: with an object or an array."""
    with path.open("rb") as opened:
        return begins_as_json(opened.read(1024))


def json_header(
    path: Path,
    name: str,
    *,
    arrays: tuple[str, ...] = ARRAYS,
    encodings: tuple[str, ...] = ("utf-8",),
) -> tuple[str, ...]:
    """Return the names in the package, as far as its first object, and those in that object.

    An object of one kind is told from another by them, as a table is by its columns.
    """
    opened = open_json(path, name, arrays=arrays, encodings=encodings)
    _, first = next(opened.each(), (1, {}))
    return tuple(dict.fromkeys((*opened.package, *first)))
