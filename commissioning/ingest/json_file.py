"""A JSON file of objects read as a table of text cells, as the publisher's flat file would have them."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.decoding import checked_blocks
from commissioning.ingest.json_count import count_objects
from commissioning.ingest.json_reader import Json, open_json

Columns = Mapping[str, tuple[str, ...]]


@dataclass
class JsonFile:
    """An opened file of objects, each a row; ``columns`` says where in it a column's cell is found.

    Of several objects where a column takes one, such as two recipients, the first is read, and a
    note says how often. ``rows`` is how many objects there are, by a count that is not the
    parser's.
    """

    path: Path
    name: str
    columns: Columns
    arrays: tuple[str, ...]
    encodings: tuple[str, ...] = ("utf-8",)
    is_workbook: bool = False
    not_data: list[tuple[int, int, str]] = field(default_factory=list)
    rows: int = field(init=False)
    _nesting: tuple[str, ...] = field(init=False)
    _read: frozenset[str] = field(init=False)
    _told: tuple[str, ...] = ()
    _several: Counter[str] = field(default_factory=Counter)
    _unread: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        open_json(self.path, self.name, encodings=self.encodings)
        _, blocks = checked_blocks(self.path, self.name, self.encodings)
        self.rows = count_objects(blocks, self.arrays)
        paths = self.columns.values()
        self._nesting = tuple(dict.fromkeys(path[0] for path in paths if len(path) > 1))
        self._read = frozenset(".".join(path) for path in paths)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, whether or not any object has a value for them."""
        return tuple(self.columns)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the file as a whole; complete when the rows are read."""
        several = [
            f"{name} has more than one entry in {count:,} {'row' if count == 1 else 'rows'}: "
            "the first was read"
            for name, count in self._several.items()
        ]
        unread = f"not loaded: {', '.join(sorted(self._unread))}"
        return (*self._told, *several, *([unread] if self._unread else []))

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Yield the rows as text, at most so many at a time; one empty frame where there are none."""
        self._several.clear()
        self._unread.clear()
        opened = open_json(self.path, self.name, arrays=self.arrays, encodings=self.encodings)
        cells: list[dict[str, str]] = []
        lines: list[int] = []
        seen = 0
        for line, found in opened.each():
            cells.append(self._cells(found))
            lines.append(line)
            if len(lines) == rows:
                yield self._frame(cells, lines, seen)
                seen, cells, lines = seen + len(lines), [], []
        if lines or not seen:
            yield self._frame(cells, lines, seen)
        seen += len(lines)
        self._told = opened.notes
        if seen != self.rows:
            raise BadFile(
                self.name,
                f"{seen:,} objects were parsed where {self.rows:,} were counted",
                "look for damaged brackets or quotation marks, and report the file",
            )

    def _frame(self, cells: list[dict[str, str]], lines: list[int], before: int) -> pd.DataFrame:
        numbers = pd.RangeIndex(before + 1, before + 1 + len(lines), name="row_no")
        frame = pd.DataFrame(cells, columns=list(self.columns), index=numbers, dtype="str")
        return frame.assign(_line=pd.Series(lines, index=numbers, dtype="int64"))

    def _cells(self, found: Json) -> dict[str, str]:
        inside = {name: self._first(name, found[name]) for name in self._nesting if name in found}
        self._unread.update(names_in(found, inside) - self._read)
        cells = {}
        for column, path in self.columns.items():
            value = found.get(path[0]) if len(path) == 1 else inside.get(path[0], {}).get(path[1])
            cells[column] = cell_text(value)
        return cells

    def _first(self, name: str, value: Any) -> Json:
        """Return the object under a name, or the first of an array of them."""
        if isinstance(value, list):
            if len(value) > 1:
                self._several[name] += 1
            value = value[0] if value else {}
        return value if isinstance(value, dict) else {}


def names_in(found: Json, inside: Mapping[str, Json]) -> set[str]:
    """Return the names in an object, those inside another after its own: ``recipient.name``."""
    nested = {f"{outer}.{name}" for outer, values in inside.items() for name in values}
    return nested | (found.keys() - inside.keys())


def cell_text(value: Any) -> str:
    """Return a value as the text a CSV file would have; what is no single value as its JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False, default=str)
