"""The markup of an .xlsx workbook: its list of sheets, its shared texts, and the cells of one sheet."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from commissioning.errors import BadFile
from commissioning.ingest.archive import XLSX_WORKBOOK
from commissioning.ingest.sheet_markup import (
    ANEW,
    Attributes,
    Damaged,
    Markup,
    Merged,
    Sheet,
    column_of,
    error_cell,
    formula_without_value,
    go_through,
)

RELATIONS = "xl/_rels/workbook.xml.rels"
SHARED = "xl/sharedstrings.xml"
EXTERNAL = "xl/externallinks/"
VALUES_FROM = ("xl/styles.xml", SHARED)
WORKSHEET, ID = "/worksheet", "}id"
TRUE = ("1", "true")
# Excel writes a character that XML does not allow as its number: _x000D_.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass
class Parts(Markup):
    """The list of sheets and where each one's cells are."""

    sheets: list[tuple[Sheet, str]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    recalculates: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Take a sheet, a relation or the settings of calculation."""
        tag = name.rpartition("}")[2]
        if tag == "sheet":
            relation = next((text for key, text in attributes.items() if key.endswith(ID)), "")
            is_visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((Sheet(attributes["name"], is_visible), relation))
        elif tag == "Relationship" and attributes.get("Type", "").endswith(WORKSHEET):
            target = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))
            self.targets[attributes["Id"]] = target.removeprefix("/").casefold()
        elif tag == "calcPr":
            self.recalculates = attributes.get("fullCalcOnLoad") in TRUE


@dataclass
class SharedTexts(Markup):
    """The texts that cells refer to by number; only those that are blank or odd are remembered."""

    count: int = 0
    blank: set[int] = field(default_factory=set)
    odd: dict[int, str] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _taken: bool = False
    _phonetic: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a text, or a piece of it."""
        tag = name.rpartition("}")[2]
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._taken = not self._phonetic

    def end(self, name: str) -> None:
        """Finish a piece, or the text."""
        tag = name.rpartition("}")[2]
        if tag == "t":
            self._taken = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            text = unescaped("".join(self._pieces))
            if not text.strip():
                self.blank.add(self.count)
            if not text.isascii():
                self.odd[self.count] = text
            self.count += 1

    def text(self, text: str) -> None:
        """Keep a piece of a text."""
        if self._taken:
            self._pieces.append(text)


@dataclass
class Cells(Markup):
    """The cells of one sheet, gone through in order; what is found goes into ``sheet``."""

    sheet: Sheet
    shared: SharedTexts
    recalculates: bool = False
    _row: int = 0
    _column: int = 0
    _is_hidden: bool = False
    _is_filled: bool = False
    _kind: str = "n"
    _has_formula: bool = False
    _phonetic: bool = False
    _taken: bool = False
    _pieces: list[str] = field(default_factory=list)
    _tags: dict[str, str] = field(default_factory=dict)
    _columns: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin a cell or a row, or take what is said of a range or a column."""
        tag = self._tag(name)
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._taken = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self.sheet.merged.append(self._merged(attributes["ref"]))
        elif tag == "col" and attributes.get("hidden") in TRUE:
            self.sheet.hidden_spans.append((int(attributes["min"]), int(attributes["max"])))

    def end(self, name: str) -> None:
        """Finish a cell or a row."""
        tag = self._tag(name)
        if tag in ("v", "t"):
            self._taken = False
        elif tag == "c":
            self._finish_cell("".join(self._pieces))
        elif tag == "row":
            self.sheet.hidden_rows += self._is_hidden and self._is_filled
        elif tag == "rPh":
            self._phonetic = False

    def text(self, text: str) -> None:
        """Keep a piece of a cell's value."""
        if self._taken:
            self._pieces.append(text)

    def _tag(self, name: str) -> str:
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.rpartition("}")[2]
        return tag

    def _begin_row(self, attributes: Attributes) -> None:
        before, self._row = self._row, int(attributes.get("r", self._row + 1))
        if self._row <= before:
            raise Damaged("rows out of order")
        self._column = 0
        self._is_hidden = attributes.get("hidden") in TRUE
        self._is_filled = False

    def _begin_cell(self, attributes: Attributes) -> None:
        before = self._column
        if "r" in attributes:
            row, self._column = self._place(attributes["r"])
        else:
            row, self._column = self._row, before + 1
        if row != self._row or self._column <= before:
            raise Damaged("cells out of order")
        self._kind = attributes.get("t", "n")
        self._has_formula = False
        self._pieces = []

    def _finish_cell(self, value: str) -> None:
        if self._kind == "e":
            self.sheet.refuse(error_cell(self._row, self._column, value))
        if self._has_formula:
            # A text that is empty is a value; a number that is empty is none.
            if not value and self._kind not in ("str", "e"):
                self.sheet.refuse(formula_without_value(self._row, self._column))
            self.sheet.formula = self.sheet.formula or (self._row, self._column)
        if not value:
            return
        self.sheet.reach(self._row, self._column)
        if self._kind == "s":
            index = int(value)
            self.sheet.note_odd(self.shared.odd.get(index, ""))
            is_filled = index not in self.shared.blank
        else:
            text = unescaped(value)
            self.sheet.note_odd(text)
            is_filled = not text.isspace()
        self.sheet.filled += is_filled
        self._is_filled |= is_filled

    def _place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_of(letters)
        return int(reference[len(letters) :]), column

    def _merged(self, reference: str) -> Merged:
        first, _, last = reference.replace("$", "").partition(":")
        return Merged(*self._place(first), *self._place(last or first))


def unescaped(text: str) -> str:
    """Return a text with the characters that Excel writes by their number."""
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def xlsx_sheets(archive: zipfile.ZipFile, file: str) -> "XlsxSheets":
    """Return the workbook's sheets, each looked at as far as its first cell with a value."""
    parts = {info.filename.casefold(): info for info in archive.infolist()}
    listed = Parts()
    for part in (XLSX_WORKBOOK, RELATIONS):
        go_through(archive, part_of(parts, part, file), listed, file)
    shared = SharedTexts()
    for part in VALUES_FROM:
        if part in parts:
            go_through(archive, parts[part], shared if part == SHARED else Markup(), file)
    found = XlsxSheets(archive, file, shared, listed.recalculates)
    links_out = any(name.startswith(EXTERNAL) for name in parts)
    for sheet, relation in listed.sheets:
        if relation in listed.targets:  # else a chart
            sheet.links_out = links_out
            part_info = part_of(parts, listed.targets[relation], file)
            found.add(sheet, part_info)
    return found


@dataclass
class XlsxSheets:
    """The sheets of an open workbook; ``whole`` goes through all of one of them."""

    archive: zipfile.ZipFile
    file: str
    shared: SharedTexts
    recalculates: bool
    sheets: list[Sheet] = field(default_factory=list)
    _parts: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def add(self, sheet: Sheet, part: zipfile.ZipInfo) -> None:
        """Add a sheet, looked at as far as its first cell with a value."""
        cells = Cells(sheet, self.shared)
        go_through(self.archive, part, cells, self.file, until=lambda: sheet.has_cells)
        self.sheets.append(sheet)
        self._parts[sheet.name] = part

    def whole(self, sheet: Sheet) -> Sheet:
        """Return a sheet with all that its markup says."""
        whole = Sheet(sheet.name, sheet.is_visible, links_out=sheet.links_out)
        go_through(self.archive, self._parts[sheet.name], Cells(whole, self.shared), self.file)
        if self.recalculates and whole.formula:
            whole.refuse(formula_without_value(*whole.formula))
        return whole


def part_of(parts: dict[str, zipfile.ZipInfo], name: str, file: str) -> zipfile.ZipInfo:
    """Return a part of the workbook, which must have it."""
    if name not in parts:
        raise BadFile(file, f"the workbook has no {name}", f"fetch it again, or {ANEW}")
    return parts[name]
