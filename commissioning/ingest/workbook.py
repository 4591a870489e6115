"""A workbook's one sheet of data, opened: which sheet that is, and its cells as the text a CSV file would have.

The values are read by calamine, everything else about the sheet from its markup. Nothing is left out
unsaid: a sheet that cannot be read whole is refused with the cell and the remedy, and what is read although
it is hidden, or left out although it is there, is a note.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

from commissioning.errors import BadFile, shown
from commissioning.ingest.archive import WorkbookKind, opened_zip, refuse_unsafe_members
from commissioning.ingest.ods_markup import ods_sheets
from commissioning.ingest.records import Records
from commissioning.ingest.sheet_markup import ANEW, OVERRIDES, Sheet, letters_of
from commissioning.ingest.xlsx_markup import xlsx_sheets

MOST_CELLS = 50_000_000  # from the first cell to the last, filled or not: calamine keeps them all
NOTES = "notes"
MAIN = "grants"  # of 360Giving's workbooks, which have recipients and code lists on other sheets
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
EXACT_WHOLE = 1e15  # above it a spreadsheet has lost digits, and Python writes an exponent

Value = str | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class OpenSheet:
    """The sheet that holds the data: its markup, its values, and what a reader of the data should know."""

    file: str
    kind: WorkbookKind
    markup: Sheet
    values: CalamineSheet
    notes: tuple[str, ...]
    title_rows: int = 0

    @property
    def header_line(self) -> int:
        """The sheet's row, from 1, that has the column names."""
        return self.title_rows + 1

    @property
    def rows(self) -> int:
        """How many rows stand below the header, by the markup's count."""
        return self.markup.last_row - self.header_line

    def records(self) -> Iterator[list[str]]:
        """Yield each row from the first as text, from column A on."""
        _, first_column = self.values.start or (0, 0)
        before = [""] * first_column
        for row in self.values.iter_rows():
            yield before + [cell if type(cell) is str else text_of(cell) for cell in row]

    def header_row(self) -> list[str]:
        """Return the row that must have the column names."""
        line = self.header_line
        header = next(islice(self.records(), self.title_rows, None), [])
        if not any(cell.strip() for cell in header):
            which = f"row {line:,}" if self.title_rows else "the first row"
            remedy = "begin the sheet with the header row"
            if self.title_rows:
                remedy = "put the header row there, or correct title_rows"
            what = f"{which} of sheet {shown(self.markup.name)} is blank"
            raise BadFile(self.file, what, remedy, line=line)
        width = self.markup.last_column
        return next(cleaned([[*header, *[""] * (width - len(header))]], self.file, line))

    def refuse_faults(self, header_row: Sequence[str]) -> None:
        """Refuse the sheet for its first faulty cell, told with its heading, or for a merged range."""
        below_titles = [each for each in self.markup.merged if each.last_row > self.title_rows]
        for merged in below_titles[:1]:
            remedy = "unmerge the cells, so that each row has its own values"
            if merged.first_row <= self.header_line:
                remedy = "begin the sheet with the header row, without merged cells"
            what = f"cells {merged} are merged into one"
            raise BadFile(self.file, what, remedy, line=merged.first_row)
        if fault := self.markup.fault:
            place = fault.column - 1
            heading = header_row[place].strip() if place < len(header_row) else ""
            letters = letters_of(fault.column)
            raise BadFile(
                self.file,
                f"cell {letters}{fault.row} {fault.what}",
                fault.remedy,
                line=fault.row,
                column=heading if heading and fault.row > self.header_line else letters,
                value=fault.value,
            )


def open_sheet(path: Path, file: str, kind: WorkbookKind, title_rows: int = 0) -> OpenSheet:
    """Return the one visible sheet with cells, its header below so many rows, or refuse the workbook."""
    with opened_zip(path, file) as archive:
        refuse_unsafe_members(archive, path, file)
        if kind == "xlsx":
            workbook = xlsx_sheets(archive, file)
            sheet, notes = the_one(workbook.sheets, file)
            sheet = workbook.whole(sheet)
            refuse_spread(sheet, file)
        else:
            sheets = ods_sheets(archive, file)
            for each in sheets:
                refuse_spread(each, file)
            sheet, notes = the_one(sheets, file)
    told = (*notes, *notes_on(sheet))
    return OpenSheet(file, kind, sheet, values_of(path, file, sheet), told, title_rows)


def the_one(sheets: Iterable[Sheet], file: str) -> tuple[Sheet, list[str]]:
    """Return the one sheet that holds the data, and notes of the sheets with cells that are not read."""
    filled = [sheet for sheet in sheets if sheet.has_cells]
    hidden = [sheet for sheet in filled if not sheet.is_visible]
    aside = [sheet for sheet in filled if sheet.is_visible and sheet.name.casefold() == NOTES]
    data = [sheet for sheet in filled if sheet not in hidden and sheet not in aside]
    if main := [sheet for sheet in data if sheet.name.casefold() == MAIN]:
        aside += [sheet for sheet in data if sheet not in main]
        data = main
    if len(data) > 1:
        raise BadFile(
            file,
            f"the sheets {named(data)} all have cells",
            "keep the one that is to be loaded, and move the others to files of their own",
        )
    if not data:
        unread = f", only {named([*hidden, *aside])}" if hidden or aside else ""
        raise BadFile(
            file,
            f"no sheet to read has any cells{unread}",
            "put the table on a visible sheet that is not called notes",
        )
    notes = [f"the hidden sheet {shown(sheet.name)} was not read" for sheet in hidden]
    notes += [f"the sheet {shown(sheet.name)} was not read" for sheet in aside]
    return data[0], notes


def named(sheets: Sequence[Sheet]) -> str:
    """Return the sheets' names for a sentence."""
    names = [shown(sheet.name) for sheet in sheets]
    return " and ".join([*filter(None, [", ".join(names[:-1])]), names[-1]])


def refuse_spread(sheet: Sheet, file: str) -> None:
    """Refuse a sheet whose first and last cell are so far apart that the memory would not hold the blanks."""
    if sheet.last_row * sheet.last_column > MOST_CELLS:
        last = f"{letters_of(sheet.last_column)}{sheet.last_row}"
        raise BadFile(
            file,
            f"the cells of sheet {shown(sheet.name)} reach to {last}, over the cap of {MOST_CELLS:,} cells",
            "delete stray cells far from the table, or save it as CSV",
        )


def values_of(path: Path, file: str, sheet: Sheet) -> CalamineSheet:
    """Return the sheet with its values."""
    try:
        with path.open("rb") as opened, load_workbook(opened) as workbook:
            return workbook.get_sheet_by_name(sheet.name)
    except PasswordError:
        raise BadFile(file, "the workbook asks for a password", "save it without one") from None
    except CalamineError:
        what = f"sheet {shown(sheet.name)} cannot be read"
        raise BadFile(file, what, ANEW) from None


def notes_on(sheet: Sheet) -> Iterator[str]:
    """Yield what is hidden on the sheet and was read all the same, and where values came from."""
    if sheet.hidden_rows:
        yield f"hidden rows were read like the others: {sheet.hidden_rows:,}"
    if sheet.hidden_columns:
        yield f"hidden columns were read like the others: {sheet.hidden_columns:,}"
    if sheet.links_out:
        yield "formulas refer to other files; their values are those last saved"


@dataclass(kw_only=True)
class SheetRecords(Records):
    """The records below a sheet's header, batch by batch; a line is the sheet's own row."""

    sheet: OpenSheet
    longest_record: int
    _rows: Iterator[list[str]] | None = None
    _filled: int = 0

    def batch(self, size: int) -> pa.Table | None:
        """Return the data among the next ``size`` records, with ``row_no`` and ``_line``, or None at the end."""
        if self._rows is None:
            self._rows = self.sheet.records()
            self._filled = filled(islice(self._rows, self.sheet.header_line))
        size = min(size, self.sheet.rows - self.seen)
        read = list(islice(self._rows, size))
        if not read:
            self._refuse_other_count()
            return None
        rows = np.arange(self.seen + 1, self.seen + 1 + len(read))
        line = self.seen + 1 + self.sheet.header_line
        records = list(cleaned(map(self._fitted, read), self.file, line))
        self._filled += filled(records)
        self._refuse_long(records)
        self.seen += len(read)
        return self.as_columns(*self.only_data(records, rows, rows + self.sheet.header_line))

    def _fitted(self, record: list[str]) -> list[str]:
        """Return a record with a cell for every column."""
        width = len(self.columns)
        if any(map(str.strip, record[width:])):
            raise BadFile(self.file, "cells stand beyond the last column counted", ANEW)
        return record[:width] + [""] * (width - len(record))

    def _refuse_long(self, records: list[list[str]]) -> None:
        for at, record in enumerate(records):
            if sum(map(len, record)) > self.longest_record:
                what = f"a record of more than {self.longest_record:,} characters"
                remedy = "shorten its cells, or raise the cap"
                line = self.seen + at + 1 + self.sheet.header_line
                raise BadFile(self.file, what, remedy, line=line)

    def _refuse_other_count(self) -> None:
        read = self._filled + filled(self._rows or ())
        if read != self.sheet.markup.filled:
            raise BadFile(
                self.file,
                f"{read:,} cells were read where {self.sheet.markup.filled:,} were counted",
                f"{ANEW}, or save it as CSV",
            )


def cleaned(records: Iterable[list[str]], file: str, first_row: int) -> Iterator[list[str]]:
    """Yield the records without marks that override the direction of text; refuse control characters."""
    for row, record in enumerate(records, first_row):
        text = "".join(record)
        if not (text.isascii() and text.isprintable()):
            for column, cell in enumerate(record, 1):
                if found := CONTROL.search(cell):
                    raise BadFile(
                        file,
                        f"the character U+{ord(found.group()):04X}, which is not text",
                        "remove it from the cell",
                        line=row,
                        column=letters_of(column),
                    )
            record = [OVERRIDES.sub("", cell) for cell in record]
        yield record


def filled(records: Iterable[list[str]]) -> int:
    """Return how many cells hold more than blanks."""
    return sum(sum(map(bool, map(str.strip, record))) for record in records)


def text_of(value: Value) -> str:
    """Return a cell that is no text as the text a CSV file would have for it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return number_text(value) if isinstance(value, int | float) else str(value)


def number_text(number: float) -> str:
    """Return a number's shortest exact text, without an exponent and without ".0"."""
    if abs(number) < EXACT_WHOLE and number == int(number):
        return str(int(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text
