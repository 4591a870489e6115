"""What a pack is made of, as one digest: the same one makes the same bytes again, without making them.

It is of everything that a pack is given and of everything that makes it, so nothing need be named that
might matter: a fact, an act, the profile, a section, a template, a library.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from weakref import ref

import pandas as pd
from pydantic import BaseModel

from commissioning.packs.inputs import PackInputs

LIBRARIES = ("gptables", "jinja2", "markupsafe", "numpy", "pandas", "pyarrow", "xlsxwriter")
PLAIN = (str, int, float, bool, type(None), date, time)
ROOMS = ("commissioning", "models")  # what a pack is made by, once its facts were read
NOT_SOURCE = (".pyc", ".pyo")


class MadeOf:
    """Digests of inputs; the packs of a run share frames, and each of those is looked at once."""

    def __init__(self) -> None:
        self._frames: dict[int, tuple[ref[pd.DataFrame], str]] = {}

    def digest(self, inputs: PackInputs) -> str:
        """Return the digest of what a pack is made of."""
        told = sha256(making_digest().encode())
        for part in self._told(inputs):
            told.update(part.encode("utf-8", "surrogatepass"))
            told.update(b"\0")
        return told.hexdigest()

    def _told(self, value: Any) -> Iterator[str]:
        """Yield a value in words that no other value has."""
        if isinstance(value, PLAIN):
            yield repr(value)
        elif isinstance(value, pd.DataFrame):
            yield self._frame_digest(value)
        elif isinstance(value, BaseModel):
            yield value.model_dump_json()
        elif is_dataclass(value):
            for one in fields(value):
                yield one.name
                yield from self._told(getattr(value, one.name))
        elif isinstance(value, Mapping):
            yield f"mapping of {len(value)}"
            for name, each in value.items():
                yield from self._told(name)
                yield from self._told(each)
        elif isinstance(value, (tuple, list)):
            yield f"list of {len(value)}"
            for each in value:
                yield from self._told(each)
        elif isinstance(value, frozenset):
            yield from self._told(sorted(value))
        else:
            raise TypeError(f"what a pack is made of has a {type(value).__name__}")

    def _frame_digest(self, frame: pd.DataFrame) -> str:
        known = self._frames.get(id(frame))
        if known and known[0]() is frame:
            return known[1]
        found = frame_digest(frame)
        at = id(frame)
        self._frames[at] = (ref(frame, lambda _gone: self._frames.pop(at, None)), found)
        return found


def frame_digest(frame: pd.DataFrame) -> str:
    """Return the digest of a frame: its columns, their types and every cell, in order.

    What its rows are called counts where that has a name; else, of a part, it is where they stand in the whole.
    """
    rows = frame.index.tolist() if frame.index.name else len(frame)
    told = sha256(repr((rows, [*map(str, frame.columns)])).encode("utf-8", "surrogatepass"))
    for at in range(frame.shape[1]):
        column = frame.iloc[:, at]
        told.update(str(column.dtype).encode())
        told.update(repr(column.tolist()).encode("utf-8", "surrogatepass"))
    return told.hexdigest()


@cache
def making_digest() -> str:
    """Return the digest of what makes packs: our own sources as they are now, and the libraries used.

    Not the version alone: the sources of a checkout change under one version.
    """
    libraries = [sys.version, *(f"{name} {version(name)}" for name in LIBRARIES)]
    sources = sources_digest(Path(__file__).resolve().parents[2])
    return sha256(repr([*libraries, sources]).encode()).hexdigest()


def sources_digest(root: Path) -> str:
    """Return the digest of the sources of the rooms: each file's name and bytes, code, template or table."""
    told = sha256()
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*")):
        if path.is_file() and path.suffix not in NOT_SOURCE:
            told.update(f"{path.relative_to(root)}\0".encode())
            told.update(sha256(path.read_bytes()).digest())
    return told.hexdigest()
