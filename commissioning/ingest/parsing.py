"""Records parsed from text lines, each held to the header: the rows that are data become columns of text.

Arrow parses what leaves no question: lines that are each one record, of as many fields as the header, and
of data. Everything else goes through Python's strict parser, which can say what is wrong and where.
"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow

from commissioning.errors import BadFile
from commissioning.ingest.decoding import line_ends
from commissioning.ingest.dialect import swallows_rows
from commissioning.ingest.records import Numbers, Records

QUOTE = '"'
ZERO_WIDTH = "\ufeff"  # Arrow would take it for a byte-order mark, and off


@dataclass(kw_only=True)
class RecordParser(Records):
    """The records below a text file's header, batch by batch; what is not data goes out of the batch.

    ``last_row`` is how many records the independent count found below the header, ``title_rows`` how many
    stand above it.
    """

    lines: Iterator[str]
    delimiter: str
    multiline_columns: Sequence[str]
    longest_cell: int
    last_row: int
    title_rows: int = 0
    keeps_ragged: bool = False
    _lines_read: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        for _ in range(self.title_rows + 1):
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
            cells = cells.append_column("_line", [lines]).append_column("row_no", [rows])
            whole = np.zeros(count, "int64")
            return cells.append_column("_surplus", [whole]) if self.keeps_ragged else cells
        if len(texts) != count:
            heights = [1 + sum(map(line_ends, record)) for record in records]
            lines = before + 1 + np.cumsum([0, *heights[:-1]])
            self._refuse_swallowed_rows(records, heights, lines)
        records, rows, lines = self.only_data(records, rows, lines)
        if self.keeps_ragged:
            surplus = pa.array([len(record) - len(self.columns) for record in records], pa.int64())
            fitted = self.as_columns(list(map(self._fitted, records)), rows, lines)
            return fitted.append_column("_surplus", surplus)
        if set(map(len, records)) - {len(self.columns)}:
            self._refuse_widths(records, rows, lines)
        return self.as_columns(records, rows, lines)

    def _fitted(self, record: list[str]) -> list[str]:
        """Return a record with a cell for every column, the last of which holds what is left over."""
        width = len(self.columns)
        short = [*record[: width - 1], self.delimiter.join(record[width - 1 :])]
        return short + [""] * (width - len(short))

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
        return None if len(cells) != len(texts) or any(map(self.may_be_no_data, firsts)) else cells

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
