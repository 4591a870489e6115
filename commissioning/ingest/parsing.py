"""Records parsed from text lines, each held to the header: the rows that are data become columns of text.

Arrow parses what leaves no question: lines that are each one record, of as many fields as the header, and
of data. Everything else goes through Python's strict parser, which can say what is wrong and where.
"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow

from commissioning.errors import BadFile
from commissioning.ingest.decoding import line_ends
from commissioning.ingest.dialect import folded_marks, not_data, swallows_rows

# For the whole process, because pandas' columns of text are Arrow's. Arrow's own allocator keeps what
# thousands of small batches used: a hundred megabytes more for a million rows.
pa.set_memory_pool(pa.system_memory_pool())

QUOTE = '"'
ZERO_WIDTH = "\ufeff"  # Arrow would take it for a byte-order mark, and off

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
    _lines_read: int = 0
    _header: list[str] = field(init=False)
    _footers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._header = [cell.casefold() for cell in self.header_row]
        self._footers = folded_marks(self.footer_marks)
        self._whole_records(1)

    def batch(self, size: int) -> pa.Table | None:
        """Return the data among the next ``size`` records, with ``row_no`` and ``_line``, or None at the end."""
        before = self._lines_read
        texts = self._whole_records(size)
        if not texts:
            return None
        cells = self._one_record_a_line(texts)
        records = [] if cells else self._parsed(texts, before)
        count = len(cells or records)
        rows = np.arange(self.seen + 1, self.seen + 1 + count)
        lines = np.arange(before + 1, before + 1 + count)
        self.seen += count
        if cells:
            return cells.append_column("_line", [lines]).append_column("row_no", [rows])
        if len(texts) != count:
            heights = [1 + sum(map(line_ends, record)) for record in records]
            lines = before + 1 + np.cumsum([0, *heights[:-1]])
            self._refuse_swallowed_rows(records, heights, lines)
        if left_out := self._left_out(records, rows, lines):
            kept = np.setdiff1d(np.arange(count), left_out)
            records, rows, lines = [records[at] for at in kept], rows[kept], lines[kept]
        return self._columns(records, rows, lines)

    def _whole_records(self, size: int) -> list[str]:
        """Return the next lines, at most ``size`` of them and as many more as the last record goes on for."""
        texts = list(islice(self.lines, size))
        quotes = sum(text.count(QUOTE) for text in texts)
        while quotes % 2 and (text := next(self.lines, "")):
            texts.append(text)
            quotes += text.count(QUOTE)
        self._lines_read += len(texts)
        return texts

    def _one_record_a_line(self, texts: list[str]) -> pa.Table | None:
        """Return the cells of lines that are each one whole row of data, or None if any may not be."""
        if not self.delimiter.isascii() or not all(self.columns) or texts[0].startswith(ZERO_WIDTH):
            return None
        text = "".join(texts).encode()
        try:
            cells = arrow.read_csv(
                pa.py_buffer(text),
                arrow.ReadOptions(
                    use_threads=False, block_size=len(text) + 1, column_names=self.columns
                ),
                arrow.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False
                ),
                arrow.ConvertOptions(column_types=dict.fromkeys(self.columns, pa.large_string())),
            )
        except (pa.ArrowInvalid, OverflowError):  # the latter beyond two gigabytes
            return None
        firsts = pc.unique(cells.column(0)).to_pylist()
        return None if len(cells) != len(texts) or any(map(self._may_be_no_data, firsts)) else cells

    def _parsed(self, texts: list[str], before: int) -> list[list[str]]:
        """Return the records of lines, of which the first comes after ``before`` others."""
        records = csv.reader(texts, delimiter=self.delimiter, strict=True)
        with cells_up_to(self.longest_cell):
            try:
                return list(records)
            except csv.Error as fault:
                remedy = "mend the quotation marks, or ask for the file again"
                line = before + records.line_num
                raise BadFile(self.file, str(fault), remedy, line=line) from None

    def _may_be_no_data(self, first: str) -> bool:
        """Return whether a record that begins with this cell may be blank, the header again or a footer."""
        first = first.strip().casefold()
        return not first or first == self._header[0] or first in self._footers

    def _left_out(self, records: list[list[str]], rows: Numbers, lines: Numbers) -> list[int]:
        """Return the places of the records that are not data, having listed them."""
        left_out = []
        for at, record in enumerate(records):
            if record and not self._may_be_no_data(record[0]):
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
                named[name] = pa.array(column, pa.large_string())
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
