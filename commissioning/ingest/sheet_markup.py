"""What the markup of a workbook's sheets says beside their values: which cells are filled, what is hidden or wrong.

The values are read by a library that leaves out error cells, formulas without a value and merged ranges. So
the markup is gone through here, by other code, and its count of filled cells is the one that the values are
held against. Document types and entities are refused: no spreadsheet program writes them.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from commissioning.errors import BadFile
from commissioning.ingest.record_count import DIRECTION_OVERRIDES, REPLACEMENT

BLOCK = 1 << 18
ANEW = "save it again from a spreadsheet program"

OVERRIDES = re.compile(f"[{DIRECTION_OVERRIDES}]")
MISDECODED = re.compile("[\x80-\x9f]")

Attributes = dict[str, str]


class Damaged(ValueError):
    """The markup is not as any spreadsheet program writes it."""


class Fault(NamedTuple):
    """A cell that cannot be taken: where it is, what it shows, what is wrong with it and what to do."""

    row: int
    column: int
    value: str | None
    what: str
    remedy: str


class Merged(NamedTuple):
    """A range of cells merged into one, its corners counted from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = f"{letters_of(self.first_column)}{self.first_row}"
        return f"{first}:{letters_of(self.last_column)}{self.last_row}"


@dataclass
class Sheet:
    """One sheet as its markup has it. Rows and columns count from 1; the last are those with a value.

    ``filled`` is how many cells hold more than blanks, ``hidden_rows`` how many hidden rows have such a cell.
    """

    name: str
    is_visible: bool = True
    filled: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    hidden_spans: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    fault: Fault | None = None
    formula: tuple[int, int] | None = None
    links_out: bool = False
    overrides: int = 0
    misdecoded: int = 0
    replaced: int = 0

    @property
    def has_cells(self) -> bool:
        """Whether any cell has a value, or should have one."""
        return self.last_row > 0 or self.fault is not None

    @property
    def hidden_columns(self) -> int:
        """How many of the columns with values are hidden."""
        spans = [(first, min(last, self.last_column)) for first, last in self.hidden_spans]
        return sum(last - first + 1 for first, last in spans if first <= last)

    def reach(self, row: int, column: int) -> None:
        """Take note that the cell of this row and column has a value."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def refuse(self, fault: Fault) -> None:
        """Keep the first fault, which is the one to be told of."""
        self.fault = self.fault or fault

    def note_odd(self, text: str, times: int = 1) -> None:
        """Count the characters of a cell that a reader of the data should know about."""
        if not text.isascii():
            self.overrides += times * len(OVERRIDES.findall(text))
            self.misdecoded += times * len(MISDECODED.findall(text))
            self.replaced += times * text.count(chr(REPLACEMENT))


class Markup:
    """What goes through one part's markup; ``start``, ``end`` and ``text`` are told of each piece of it."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take text between two tags."""


def go_through(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    markup: Markup,
    file: str,
    *,
    until: Callable[[], bool] = lambda: False,
) -> None:
    """Tell ``markup`` of all that a part holds, or of as much as it takes ``until`` it has enough.

    Raises BadFile when the part is not well-formed, declares entities, or makes no sense to ``markup``.
    """
    parser = DefusedXMLParser(forbid_dtd=True).parser
    parser.ordered_attributes = False  # a dictionary of them, where ElementTree asks for a list
    parser.StartElementHandler = markup.start
    parser.EndElementHandler = markup.end
    parser.CharacterDataHandler = markup.text
    try:
        with archive.open(part) as stream:
            while not until() and (block := stream.read(BLOCK)):
                parser.Parse(block, False)
            if not until():
                parser.Parse(b"", True)
    except DefusedXmlException:
        what = f"{part.filename} in it declares a document type, as attacks do"
        raise BadFile(file, what, ANEW) from None
    except (ExpatError, ValueError, KeyError):
        what = f"{part.filename} in it is damaged"
        raise BadFile(file, what, f"fetch it again, or {ANEW}") from None


def formula_without_value(row: int, column: int) -> Fault:
    """Return the fault of a formula that nothing has worked out yet."""
    return Fault(
        row,
        column,
        None,
        "has a formula whose value was never worked out",
        "open the file in a spreadsheet program, save it, and load it again",
    )


def error_cell(row: int, column: int, value: str) -> Fault:
    """Return the fault of a cell that shows an error of the spreadsheet."""
    what = "holds an error of the spreadsheet, not a value"
    return Fault(row, column, value, what, "mend the formula, or empty the cell")


def letters_of(column: int) -> str:
    """Return a column as a spreadsheet names it: A, Z, AA."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def column_of(letters: str) -> int:
    """Return the number of a column, counted from 1, by the letters a spreadsheet names it with."""
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise Damaged(letters)
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
