"""The file by which rows that were set aside go out to a person and come back corrected.

It has the publisher's own columns and three of ours before them. ``row`` says which row of which load each
is: ``3:17:tkwr`` is record 17 of load 3, and the letters show that it was written here and not changed.
``leave_out`` is for the person: "yes" says that the row is no data. ``reason`` is why it was set aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from typing import Any

import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.reader import Layout, Table

# Excel on Windows saves what it calls plain CSV in cp1252.
LAYOUT = Layout(encodings=("utf-8", "cp1252"))
OURS = ("row", "leave_out", "reason")
# A spreadsheet takes a cell that begins with one of these for a formula, or for one after a blank.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
APOSTROPHE = "'"
LETTERS = "bcdfghjklmnpqrstvwxz"  # no e, or a spreadsheet might see a number; no vowel, or a word
MARK = re.compile(r"([1-9][0-9]{0,8}):([1-9][0-9]{0,17}):([a-z]{4})")
OUR_NOTES = "the sheet 'notes' was not read"  # which the export itself wrote
NOT_EXPORTED = "delete it: a total is not needed, and a new row goes in the publisher's file"
AS_EXPORTED = "leave the column as it was exported, or export the rows again"


def mark_of(authority: str, snapshot: str, load_no: int, row_no: int) -> str:
    """Return what stands for a row in the file: its load, its number, and letters that prove both."""
    digest = sha256(f"{authority}|{snapshot}|{load_no}|{row_no}".encode()).digest()
    proof = "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:4])
    return f"{load_no}:{row_no}:{proof}"


def own_columns(header: Sequence[str]) -> tuple[str, str, str]:
    """Return the names of our three columns, each unlike any of the publisher's."""
    row, leave_out, reason = (_unlike(name, header) for name in OURS)
    return row, leave_out, reason


def _unlike(name: str, header: Sequence[str]) -> str:
    while name in header:
        name += "_"
    return name


def guarded(cell: str, *, formulas: bool) -> str:
    """Return a cell as it is written, with an apostrophe before what a spreadsheet would work out.

    ``formulas`` says whether the format has any chance of it: CSV does, cells of text do not.
    """
    is_dangerous = formulas and cell.startswith(DANGEROUS)
    return APOSTROPHE + cell if is_dangerous or unguarded(cell) != cell else cell


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that ``guarded`` put before it."""
    if cell.startswith(APOSTROPHE) and cell[1:].startswith((*DANGEROUS, APOSTROPHE)):
        return cell[1:]
    return cell


@dataclass(frozen=True)
class Corrected:
    """A file that came back, read: its rows by their number in it, none of them judged yet.

    ``rows`` has ``load_no``, ``row_no`` (of that load), ``mark`` and ``line`` of each; ``cells`` every
    column of the file, as written, and ``_line``.
    """

    file: str
    row_column: str
    notes: tuple[str, ...]
    rows: pd.DataFrame
    cells: pd.DataFrame

    @property
    def load_no(self) -> int:
        """The one load that the rows are of."""
        return int(self.rows["load_no"].iloc[0])

    def fault(self, row: Any, what: str, remedy: str) -> BadFile:
        """Return the refusal of the file for one of its rows, given as a tuple of ``rows``."""
        place = {"line": row.line, "column": self.row_column, "value": row.mark}
        return BadFile(self.file, what, remedy, **place)

    def must_be_of(self, authority: str, snapshot: str) -> None:
        """Refuse marks that were not written for this load of this authority, and rows listed twice."""
        first: dict[int, int] = {}
        rows: Iterator[Any] = self.rows.itertuples()
        for row in rows:
            row_no = row.row_no
            if row.mark != mark_of(authority, snapshot, self.load_no, row_no):
                what = f"this is no row of {authority}'s load {self.load_no}"
                remedy = f"name the authority that the file was exported for, and {AS_EXPORTED}"
                raise self.fault(row, what, remedy)
            if row_no in first:
                what = f"the row stands on line {first[row_no]:,} already"
                raise self.fault(row, what, "keep one of the two lines")
            first[row_no] = row.line

    def published(self, header: Sequence[str]) -> tuple[pd.DataFrame, "pd.Series[bool]"]:
        """Return the rows in the publisher's columns, and which of them the person said are no data."""
        cells = self.cells.rename(columns=unguarded)
        self._refuse_other_columns(list(cells.columns.drop("_line")), header)
        _, leave_out, _ = own_columns(header)
        left_out = self._left_out(cells, leave_out)
        columns = {name: cells[name].map(unguarded).astype("str") for name in header}
        return pd.DataFrame({**columns, "_line": cells["_line"]}), left_out

    def _refuse_other_columns(self, found: list[str], header: Sequence[str]) -> None:
        unknown = [name for name in found if name not in (*header, *own_columns(header))]
        for name in header:
            if name not in found:
                near = get_close_matches(name, unknown, n=1, cutoff=0.4)
                what = "the file has no such column"
                remedy = (
                    f"rename {near[0]} back to it" if near else "put it back as it was exported"
                )
                raise BadFile(self.file, what, remedy, line=1, column=name)
        for name in unknown:
            what, remedy = "the publisher's file has no such column", "delete the column"
            raise BadFile(self.file, what, remedy, line=1, column=name)

    def _left_out(self, cells: pd.DataFrame, column: str) -> "pd.Series[bool]":
        if column not in cells:
            return pd.Series(False, index=cells.index)
        said = cells[column].str.strip().str.casefold()
        unclear = ~said.isin(["", "yes", "no"])
        for line, word in zip(cells["_line"][unclear], cells[column][unclear], strict=True):
            raise BadFile(
                self.file,
                "only yes is understood here",
                "write yes where the row is no data, and leave the cell empty otherwise",
                line=int(line),
                column=column,
                value=word,
            )
        return said == "yes"


def read_corrected(table: Table) -> Corrected:
    """Return a file that came back. All its rows must be of one load.

    Raises BadFile where it has no ``row`` column, or a mark in it is none.
    """
    named = [name for name in table.header if re.fullmatch("row_*", name)]
    if not named:
        raise BadFile(
            table.name,
            "the file has no column row, which says what each row is",
            "put the column back as it was exported, or export the rows again",
            line=1,
        )
    column = max(named, key=len)  # a publisher's own column of that name is the shorter
    cells = pd.concat(table.chunks())
    if cells.empty:
        raise BadFile(table.name, "the file has no rows", "keep the rows that were corrected")
    rows = _rows_of(cells, column, table.name)
    notes = tuple(note for note in table.notes if note != OUR_NOTES)
    return Corrected(table.name, column, notes, rows, cells)


def _rows_of(cells: pd.DataFrame, column: str, file: str) -> pd.DataFrame:
    found, loads = [], set()
    for mark, line in zip(cells[column].str.strip(), cells["_line"], strict=True):
        parts = MARK.fullmatch(mark)
        what = "" if parts else "this does not say which row it is"
        if parts:
            loads.add(int(parts[1]))
        if len(loads) > 1:
            what = f"rows of the loads {' and '.join(map(str, sorted(loads)))} stand in one file"
        if not parts or what:
            remedy = "load the rows of each in a file of their own" if parts else AS_EXPORTED
            if not mark:
                what, remedy = "this row was not in the export", NOT_EXPORTED
            raise BadFile(file, what, remedy, line=int(line), column=column, value=mark)
        found.append((int(parts[1]), int(parts[2]), mark, int(line)))
    return pd.DataFrame(found, columns=["load_no", "row_no", "mark", "line"], index=cells.index)
