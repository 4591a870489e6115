"""The markup of an .ods workbook: one part holds the cells of every sheet."""

import re
import zipfile
from dataclasses import dataclass, field

from commissioning.errors import BadFile
from commissioning.ingest.sheet_markup import (
    ANEW,
    Attributes,
    Damaged,
    Fault,
    Markup,
    Merged,
    Sheet,
    error_cell,
    formula_without_value,
    go_through,
)

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
PASSWORD = b"encryption-data"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
HIDING = ("collapse", "filter")
CELLS = ("table-cell", "covered-table-cell")
VALUES = tuple(
    OFFICE + name for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
)
ERROR = re.compile(r"#(REF!|N/A|DIV/0!|NAME\?|NULL!|NUM!|VALUE!)|Err:[0-9]{3}")


@dataclass
class Content(Markup):
    """All sheets, gone through in order."""

    sheets: list[Sheet] = field(default_factory=list)
    _hidden_styles: set[str] = field(default_factory=set)
    _style: str = ""
    _tables: int = 0
    _cell: Attributes = field(default_factory=dict)
    _row: int = 0
    _rows: int = 0
    _column: int = 0
    _columns: int = 0
    _is_hidden: bool = False
    _is_filled: bool = False
    _annotations: int = 0
    _paragraphs: int = 0
    _open_paragraphs: int = 0
    _pieces: list[str] = field(default_factory=list)
    _unread: str = ""
    _tags: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a cell, a row, a sheet or a style, or take what is said of a column."""
        tag = self._tag(name)
        if tag in CELLS and self._tables:
            self._begin_cell(attributes)
        elif tag == "p":
            self._begin_paragraph()
        elif tag == "table-row" and self._tables:
            self._begin_row(attributes)
        elif tag == "table-column" and self._tables:
            self._take_column(attributes)
        elif tag in ("tab", "line-break") and self._is_text():
            self._unread = tag.replace("-", " ")
        elif tag == "annotation":
            self._annotations += 1
        elif tag == "table" and name.startswith(TABLE):
            self._begin_table(attributes)
        elif tag == "style":
            self._style = attributes.get(f"{STYLE}name", "")
        elif tag == "table-properties" and attributes.get(f"{TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        """Finish a cell, a row or a sheet."""
        tag = self._tag(name)
        if tag in CELLS and self._tables:
            self._finish_cell("".join(self._pieces))
        elif tag == "p":
            self._open_paragraphs -= 1
        elif tag == "table-row" and self._tables:
            if self._is_filled and self._is_hidden:
                self.sheets[-1].hidden_rows += self._rows
        elif tag == "annotation":
            self._annotations -= 1
        elif tag == "table" and name.startswith(TABLE):
            self._tables -= 1

    def text(self, text: str) -> None:
        """Keep a piece of a cell's text."""
        if self._is_text():
            self._pieces.append(text)

    def _is_text(self) -> bool:
        return self._open_paragraphs > 0 and not self._annotations and self._tables > 0

    def _tag(self, name: str) -> str:
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.rpartition("}")[2]
        return tag

    def _begin_table(self, attributes: Attributes) -> None:
        self._tables += 1
        if self._tables > 1:
            raise Damaged("a table inside a cell")
        is_visible = attributes.get(f"{TABLE}style-name") not in self._hidden_styles
        self.sheets.append(Sheet(attributes.get(f"{TABLE}name", ""), is_visible))
        self._row = self._rows = self._column = self._columns = 0

    def _take_column(self, attributes: Attributes) -> None:
        first = self._column + 1
        self._column += repeated(attributes, "columns")
        if attributes.get(f"{TABLE}visibility") in HIDING:
            self.sheets[-1].hidden_spans.append((first, self._column))

    def _begin_row(self, attributes: Attributes) -> None:
        self._row += self._rows or 1
        self._rows = repeated(attributes, "rows")
        self._column, self._columns = 1, 0
        self._is_hidden = attributes.get(f"{TABLE}visibility") in HIDING
        self._is_filled = False

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._column += self._columns
        self._columns = repeated(attributes, "columns")
        self._pieces = []
        self._paragraphs = 0
        self._unread = ""

    def _begin_paragraph(self) -> None:
        self._open_paragraphs += 1
        if self._is_text():
            self._paragraphs += 1
            if self._paragraphs > 1:
                self._pieces.append("\n")

    def _finish_cell(self, text: str) -> None:
        sheet, cell = self.sheets[-1], self._cell
        has_formula = f"{TABLE}formula" in cell
        if has_formula and "'file:" in cell[f"{TABLE}formula"]:
            sheet.links_out = True
        self._note_merged(sheet)
        value = next((cell[name] for name in VALUES if name in cell), text)
        is_error = cell.get(f"{CALC}value-type") == "error"
        if is_error or (has_formula and ERROR.fullmatch(text)):
            sheet.refuse(error_cell(self._row, self._column, text))
        elif has_formula and not value and cell.get(f"{OFFICE}value-type") != "string":
            sheet.refuse(formula_without_value(self._row, self._column))
        elif self._unread:
            sheet.refuse(unread_mark(self._row, self._column, self._unread))
        if not value:
            return
        sheet.reach(self._row + self._rows - 1, self._column + self._columns - 1)
        times = self._rows * self._columns
        sheet.note_odd(value, times)
        if not value.isspace():
            sheet.filled += times
            self._is_filled = True

    def _note_merged(self, sheet: Sheet) -> None:
        columns = int(self._cell.get(f"{TABLE}number-columns-spanned", 1))
        rows = int(self._cell.get(f"{TABLE}number-rows-spanned", 1))
        if columns > 1 or rows > 1:
            last = self._row + rows - 1, self._column + columns - 1
            sheet.merged.append(Merged(self._row, self._column, *last))


def repeated(attributes: Attributes, what: str) -> int:
    """Return how many times a row, a column or a cell stands there."""
    times = int(attributes.get(f"{TABLE}number-{what}-repeated", 1))
    if times < 1:
        raise Damaged(f"{what} repeated {times} times")
    return times


def unread_mark(row: int, column: int, mark: str) -> Fault:
    """Return the fault of a cell that holds a mark which the reader of values would lose."""
    what = f"holds a {mark}, which would be lost"
    return Fault(row, column, None, what, "put a space in its place")


def ods_sheets(archive: zipfile.ZipFile, file: str) -> list[Sheet]:
    """Return the workbook's sheets with all that their markup says."""
    names = archive.namelist()
    if MANIFEST in names and PASSWORD in archive.read(MANIFEST):
        raise BadFile(file, "the workbook asks for a password", "save it without one")
    if CONTENT not in names:
        raise BadFile(file, f"the workbook has no {CONTENT}", f"fetch it again, or {ANEW}")
    content = Content()
    go_through(archive, archive.getinfo(CONTENT), content, file)
    return content.sheets
