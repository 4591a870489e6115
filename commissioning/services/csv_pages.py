"""Pages of a service that gives tables as CSV: what is a page, and how several become one file.

A page is kept as it was written; of the pages after the first only the header is left out.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import StringIO

from commissioning.errors import shown
from commissioning.services.packages import decoded, not_data
from commissioning.services.service import NotData, Row

LEAST_COLUMNS = 4  # of any table of needs; a sentence has fewer commas


@dataclass(frozen=True)
class CsvPage:
    """One page: its header and its rows, cell by cell, with its text as it was written."""

    text: str

    @cached_property
    def cells(self) -> list[list[str]]:
        """Every line's cells, the header's first."""
        return [row for row in csv.reader(StringIO(self.text)) if row]

    @property
    def header(self) -> list[str]:
        """The names of its columns."""
        return self.cells[0]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each row of data."""
        return self.cells[1:]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column, or none where the page has no such column."""
        if name not in self.header:
            return []
        at = self.header.index(name)
        return [row[at] for row in self.rows if len(row) > at]

    def must_be_whole(self, columns: Iterable[str]) -> None:
        """Raise NotData where none of these columns is there, or a row is wider or narrower than the header.

        Where only one is not there it may have been renamed, which the reader tells better.
        """
        if not set(columns) & set(self.header):
            told = shown(", ".join(self.header))
            raise NotData(f"no column {', '.join(columns)}, but {told}")
        width = len(self.header)
        if odd := next((row for row in self.rows if len(row) != width), None):
            raise NotData(f"a row of {len(odd)} cells in a table of {width} columns")


def read_page(body: bytes | None) -> CsvPage:
    """Return a page that has a header and a row at least. Raises NotData, saying what it is instead."""
    if instead := not_data(body or b""):
        raise NotData(instead)
    page = CsvPage(decoded(body or b"").strip().replace("\r\n", "\n"))
    try:
        header, *rows = page.cells
    except csv.Error:
        raise NotData("text that is no table") from None
    if len(header) < LEAST_COLUMNS:
        raise NotData(f"no table, but {shown(page.text)}")
    if not rows:
        raise NotData("a header and not one row")
    return page


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells, the header's first, as the text of a page."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().rstrip("\n")


def lines(pages: Iterable[Row]) -> list[str]:
    """Return the pages as one table, in the order of their keys.

    Raises NotData where two have not the same columns.
    """
    texts = [page.text for page in sorted(pages, key=lambda page: page.key)]
    if not texts:
        return []
    header, _, _ = texts[0].partition("\n")
    for text in texts[1:]:
        other, _, _ = text.partition("\n")
        if other.strip() != header.strip():
            raise NotData(f"pages of different columns, {shown(header)} and {shown(other)}")
    return [texts[0], *(text.partition("\n")[2] for text in texts[1:])]
