"""Records parsed from text lines, each held to the header: the rows that are data become columns of text."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from commissioning.errors import BadFile
from commissioning.ingest.decoding import line_ends
from commissioning.ingest.dialect import folded_marks, not_data, swallows_rows

if TYPE_CHECKING:
    from _csv import Reader

# Arrow's own allocator keeps the memory of thousands of small batches: 290 MB for a million rows, not 130.
BATCH_MEMORY = pa.system_memory_pool()

Numbers = npt.NDArray[np.int64]


@dataclass
class RecordParser:
    """The records below a header, batch by batch; what is not data goes into ``not_data`` and out of the batch.

    ``columns`` has a name for each field, "" where the header has none: such a column must be empty and is
    dropped. ``last_row`` is how many records the independent count found.
    """

    file: str
    lines: Iterator[str]
    delimiter: str
    header_row: Sequence[str]
    columns: Sequence[str]
    footer_marks: Sequence[str]
    multiline_columns: Sequence[str]
    longest_cell: int
    last_row: int
    not_data: list[tuple[int, int, str]]
    seen: int = 0
    _records: "Reader" = field(init=False)
    _header: list[str] = field(init=False)
    _footers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._header = [cell.casefold() for cell in self.header_row]
        self._footers = folded_marks(self.footer_marks)
        self._records = csv.reader(self.lines, delimiter=self.delimiter, strict=True)
        self._next(1)

    def batch(self, size: int) -> pa.Table | None:
        """Return the data among the next ``size`` records, with ``row_no`` and ``_line``, or None at the end."""
        before = self._records.line_num
        records = self._next(size)
        if not records:
            return None
        rows = np.arange(self.seen + 1, self.seen + 1 + len(records))
        lines = np.arange(before + 1, before + 1 + len(records))
        if self._records.line_num - before != len(records):
            heights = [1 + sum(map(line_ends, record)) for record in records]
            lines = before + 1 + np.cumsum([0, *heights[:-1]])
            self._refuse_swallowed_rows(records, heights, lines)
        self.seen += len(records)
        if left_out := self._left_out(records, rows, lines):
            kept = np.setdiff1d(np.arange(len(records)), left_out)
            records, rows, lines = [records[at] for at in kept], rows[kept], lines[kept]
        return self._columns(records, rows, lines)

    def _next(self, size: int) -> list[list[str]]:
        with cells_up_to(self.longest_cell):
            try:
                return list(islice(self._records, size))
            except csv.Error as fault:
                remedy = "mend the quotation marks, or ask for the file again"
                raise BadFile(self.file, str(fault), remedy, line=self._records.line_num) from None

    def _left_out(self, records: list[list[str]], rows: Numbers, lines: Numbers) -> list[int]:
        """Return the places of the records that are not data, having listed them."""
        left_out = []
        marks = {self._header[0], *self._footers}
        for at, record in enumerate(records):
            first = record[0].strip() if record else ""
            if first and first.casefold() not in marks:
                continue
            if reason := not_data(record, self._header, self._footers):
                self.not_data.append((int(rows[at]), int(lines[at]), reason))
                left_out.append(at)
        return left_out

    def _columns(self, records: list[list[str]], rows: Numbers, lines: Numbers) -> pa.Table:
        if set(map(len, records)) - {len(self.columns)}:
            self._refuse_widths(records, rows, lines)
        cells = list(zip(*records, strict=True)) or [()] * len(self.columns)
        named = {}
        for place, (name, column) in enumerate(zip(self.columns, cells, strict=True)):
            if name:
                named[name] = pa.array(column, pa.large_string(), memory_pool=BATCH_MEMORY)
            else:
                self._refuse_text_without_heading(place, column, lines)
        return pa.table(named | {"_line": pa.array(lines), "row_no": pa.array(rows)})

    def _refuse_widths(self, records: list[list[str]], rows: Numbers, lines: Numbers) -> None:
        expected = len(self.columns)
        at = next(at for at, record in enumerate(records) if len(record) != expected)
        found = len(records[at])
        what = f"{found} {'field' if found == 1 else 'fields'} where the header has {expected}"
        remedy = (
            f"put a cell that holds {self.delimiter!r} in quotation marks, delete any title above the header, "
            "or name every column in the layout's header"
        )
        if found < expected:
            remedy = "ask for the file again, or mend the row"
        if rows[at] == self.last_row and found < expected:
            what += " and the file ends there"
            remedy = "fetch the file again if it was cut off, or declare the row in footer_marks if it closes the table"
        raise BadFile(self.file, what, remedy, line=int(lines[at]))

    def _refuse_text_without_heading(
        self, place: int, column: Sequence[str], lines: Numbers
    ) -> None:
        at = next((at for at, cell in enumerate(column) if cell.strip()), None)
        if at is not None:
            raise BadFile(
                self.file,
                "there is text under a column without a heading",
                "give the column a heading, or declare every column's name in the layout's header",
                line=int(lines[at]),
                column=str(place + 1),
            )

    def _refuse_swallowed_rows(
        self, records: list[list[str]], heights: list[int], lines: Numbers
    ) -> None:
        for record, height, line in zip(records, heights, lines, strict=True):
            if height == 1 or len(record) != len(self.columns):
                continue
            if swallows_rows(record, self.columns, self.delimiter, self.multiline_columns):
                raise BadFile(
                    self.file,
                    f"a pair of quotation marks joins {height} lines that are each a whole row",
                    "remove the stray quotation marks, or declare the column in multiline_columns if its cells "
                    "do hold several lines",
                    line=int(line),
                )


@contextmanager
def cells_up_to(characters: int) -> Iterator[None]:
    """Let the parser take cells of this length, which its own limit of 131,072 would refuse."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)
