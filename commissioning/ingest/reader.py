"""The one strict reader: a publisher's bytes into text cells, every record checked and counted twice.

A workbook's sheet is read as if it had been saved as text, and held to the same.

Nothing is guessed beyond what a layout declares: "NA", "007" and a twenty-digit identifier stay the text
they are, and spaces around a cell's text are kept. A file that could be read in two ways is refused with its
line and the remedy. Rows that carry no data (blank, the header again, a declared footer) are left out and listed.

Control characters are refused. Marks that override the direction of text are left out with a note, because
they come with text copied from a word processor and change only how a name looks. Characters U+0080 to
U+009F, the trace of text the publisher decoded wrongly, are kept with a note.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pandas as pd
import pyarrow as pa

from commissioning.errors import BadFile
from commissioning.ingest.archive import WorkbookKind, workbook_kind
from commissioning.ingest.decoding import (
    encoding_of,
    line_blocks,
    line_ends,
    mark_as_text,
    refuse_other_formats,
    text_lines,
)
from commissioning.ingest.dialect import Marks, below_titles, column_names, delimiter_of
from commissioning.ingest.layout import PLAIN, USUAL, Caps, Layout
from commissioning.ingest.notes import notes_on, notes_on_text, notes_on_titles
from commissioning.ingest.parsing import RecordParser, cells_up_to
from commissioning.ingest.record_count import DIRECTION_OVERRIDES, RecordCount, count_records
from commissioning.ingest.workbook import OpenSheet, SheetRecords, open_sheet

__all__ = ["Caps", "Layout", "Table", "open_table", "table_of"]

# Few enough records that their cells stay in the processor's cache between parser and frame.
BATCH = 2_000
WITHOUT_OVERRIDES = str.maketrans("", "", DIRECTION_OVERRIDES)


@dataclass(frozen=True)
class Table:
    """An opened file. ``rows`` is how many records stand below its header, by the count that is not the parser's.

    A workbook's ``encoding`` is its kind, and it has a ``sheet`` where a text file has a delimiter.
    ``not_data`` lists (row_no, line, reason) for the records left out; it is complete once ``chunks`` is
    exhausted.
    """

    path: Path
    name: str
    layout: Layout
    caps: Caps
    header: tuple[str, ...]
    encoding: str
    delimiter: str
    notes: tuple[str, ...]
    rows: int
    header_row: tuple[str, ...]
    columns: tuple[str, ...]
    has_overrides: bool = False
    sheet: OpenSheet | None = None
    not_data: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def is_workbook(self) -> bool:
        """Whether the rows come from a workbook's sheet."""
        return self.sheet is not None

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Yield the data in frames made of at most ``rows`` records each; without records, one empty frame.

        Every cell is text. The index ``row_no`` is the record's number below the header, from 1; ``_line``
        is the line on which it starts. Where the layout keeps ragged rows, ``_surplus`` is by how many cells
        a row is longer than the header; the last cell then holds the rest of the row.
        """
        self.not_data.clear()
        parser = self._parser()
        while (frame := self._next_frame(parser, rows)) is not None:
            yield frame
            del frame  # else two are held while the next is made
        if not parser.seen:
            yield self.empty_frame()
        if parser.seen != self.rows:
            raise BadFile(
                self.name,
                f"{parser.seen:,} records were parsed where {self.rows:,} were counted",
                "look for stray quotation marks, and report the file",
            )

    def empty_frame(self) -> pd.DataFrame:
        """Return the frame of this file's columns with no rows."""
        cells = {name: pa.array([], pa.large_string()) for name in self.header}
        kept = ("_surplus",) if self.layout.keeps_ragged and not self.is_workbook else ()
        numbers = {name: pa.array([], pa.int64()) for name in ("_line", "row_no", *kept)}
        return frame_of([pa.table(cells | numbers)])

    def _next_frame(self, parser: RecordParser | SheetRecords, rows: int) -> pd.DataFrame | None:
        batches, end = [], parser.seen + rows
        while parser.seen < end:
            batch = parser.batch(min(BATCH, end - parser.seen))
            if batch is None:
                break
            batches.append(batch)
        return frame_of(batches) if batches else None

    def _parser(self) -> RecordParser | SheetRecords:
        if self.sheet:
            return SheetRecords(
                file=self.name,
                header_row=self.header_row,
                columns=self.columns,
                marks=marks_of(self.layout),
                not_data=self.not_data,
                sheet=self.sheet,
                longest_record=self.caps.line_characters,
            )
        lines = text_lines(self.path, self.encoding)
        return RecordParser(
            file=self.name,
            lines=map(without_overrides, lines) if self.has_overrides else lines,
            delimiter=self.delimiter,
            header_row=self.header_row,
            columns=self.columns,
            marks=marks_of(self.layout),
            keeps_ragged=self.layout.keeps_ragged,
            multiline_columns=self.layout.multiline_columns,
            longest_cell=self.caps.line_characters,
            last_row=self.rows,
            not_data=self.not_data,
            title_rows=self.layout.title_rows,
        )


def open_table(path: Path, name: str, layout: Layout = PLAIN, caps: Caps = USUAL) -> Table:
    """Return the file as a table, every byte decoded and every record counted, or refuse it.

    ``name`` is what errors call the file.
    """
    refuse_large_file(path, name, caps)
    if kind := workbook_kind(path, name):
        return open_workbook(path, name, kind, layout, caps)
    refuse_other_formats(path, name)
    encoding = encoding_of(path, name, layout.encodings)
    whole_sample = without_overrides(next(line_blocks(path, encoding, caps.line_characters), ""))
    sample = below_titles(whole_sample, layout.title_rows)
    header_line = 1 + line_ends(whole_sample[: len(whole_sample) - len(sample)])
    with cells_up_to(caps.line_characters):
        delimiter = layout.delimiter or delimiter_of(sample, name)
    count = count_records(
        line_blocks(path, encoding, caps.line_characters),
        name,
        delimiter,
        longest_record=caps.line_characters,
        most_rows=caps.rows,
    )
    refuse_cut_off(count, name, layout)
    with cells_up_to(caps.line_characters):
        header_row = next(csv.reader(StringIO(sample, newline=""), delimiter=delimiter), [])
    columns = column_names(header_row, layout.header, name, line=header_line)
    refuse_many_columns(columns, name, caps, line=header_line)
    return Table(
        path=path,
        name=name,
        layout=layout,
        caps=caps,
        header=tuple(filter(None, columns)),
        encoding=encoding,
        delimiter=delimiter,
        notes=(
            *notes_on_titles(layout.title_rows),
            *notes_on(count, columns, mark_as_text(path, encoding)),
        ),
        rows=count.records - 1 - layout.title_rows,
        header_row=tuple(cell.strip() for cell in header_row),
        columns=columns,
        has_overrides=count.overrides > 0,
    )


def open_workbook(path: Path, name: str, kind: WorkbookKind, layout: Layout, caps: Caps) -> Table:
    """Return the one sheet of a workbook that has cells as a table, or refuse it."""
    return table_of(open_sheet(path, name, kind, layout.title_rows), path, layout, caps)


def table_of(sheet: OpenSheet, path: Path, layout: Layout, caps: Caps = USUAL) -> Table:
    """Return an open sheet of a workbook as a table, or refuse it."""
    name = sheet.file
    header_row = sheet.header_row()
    sheet.refuse_faults(header_row)
    columns = column_names(header_row, layout.header, name, line=sheet.header_line)
    unheaded = ("",) * (len(columns) - len(header_row))
    refuse_many_columns(columns, name, caps, line=sheet.header_line)
    if sheet.rows > caps.rows:
        what = f"more than {caps.rows:,} rows below the header"
        raise BadFile(name, what, "split the file, or raise the cap on rows")
    return Table(
        path=path,
        name=name,
        layout=layout,
        caps=caps,
        header=tuple(filter(None, columns)),
        encoding=sheet.kind,
        delimiter="",
        notes=(
            *notes_on_titles(layout.title_rows),
            *sheet.notes,
            *notes_on_text(sheet.markup, columns),
        ),
        rows=sheet.rows,
        header_row=tuple(cell.strip() for cell in (*header_row, *unheaded)),
        columns=columns,
        sheet=sheet,
    )


def refuse_large_file(path: Path, name: str, caps: Caps) -> None:
    """Refuse a file of more bytes than the cap."""
    size = path.stat().st_size
    if size > caps.file_bytes:
        raise BadFile(
            name,
            f"{size:,} bytes, over the cap of {caps.file_bytes:,}",
            "split the file, or raise the cap",
        )


def refuse_many_columns(columns: tuple[str, ...], name: str, caps: Caps, *, line: int) -> None:
    """Refuse a header, which stands on ``line``, of more columns than the cap."""
    if len(columns) > caps.columns:
        what = f"{len(columns):,} columns, over the cap of {caps.columns:,}"
        remedy = "delete the columns that are not needed, or raise the cap"
        raise BadFile(name, what, remedy, line=line)


def refuse_cut_off(count: RecordCount, name: str, layout: Layout) -> None:
    """Refuse a file without a last line end where the layout promises one."""
    if layout.final_newline and not count.ends_with_newline:
        raise BadFile(
            name,
            "the last line has no line end, so the file may be cut off",
            "fetch the file again, or end its last line if it is complete",
            line=count.lines + 1,
        )


def marks_of(layout: Layout) -> Marks:
    """Return what a layout says of rows that are no data."""
    return Marks(layout.footer_marks, layout.page_marks, layout.padding)


def frame_of(batches: list[pa.Table]) -> pd.DataFrame:
    """Return the batches as one frame of text columns, indexed by row number."""
    frame: pd.DataFrame = pa.concat_tables(batches).combine_chunks().to_pandas()
    return frame.set_index("row_no")


def without_overrides(text: str) -> str:
    """Return the text without marks that override its direction."""
    return text.translate(WITHOUT_OVERRIDES)
