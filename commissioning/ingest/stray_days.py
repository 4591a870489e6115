"""What a spreadsheet makes of days: a reference such as 3-4 becomes one, and 04/03 becomes the 3rd of April."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from commissioning.errors import shown
from models.feeds import FEEDS

if TYPE_CHECKING:
    from commissioning.sources.source import Source

DAY = r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?"
REAL = re.compile(r"\d{4}-\d{2}-\d{2}([ T].*)?")
LEFT_AS_TEXT = re.compile(r"(?P<first>\d{1,2})[-/.]\d{1,2}[-/.]\d{2,4}")
MONTHS = 12


def are_turned(days: Iterable[str]) -> bool:
    """Return whether a spreadsheet seems to have read days as months.

    It does where whatever can be read so became a real day, none above the twelfth, and all that is above it
    stayed text.
    """
    texts = list(days)
    real = [text for text in texts if REAL.fullmatch(text)]
    left = [found for text in texts if (found := LEFT_AS_TEXT.fullmatch(text))]
    return (
        bool(real and left)
        and all(int(text[8:10]) <= MONTHS for text in real)
        and all(int(found["first"]) > MONTHS for found in left)
    )


@dataclass
class StrayDays:
    """The cells of text columns that are days, chunk by chunk: the first of each column, and how many.

    Of the columns of days, what is written in them, to tell whether days and months changed places.
    """

    source: "Source"
    _found: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    _days: dict[str, set[str]] = field(default_factory=dict)

    def look_at(self, published: pd.DataFrame) -> None:
        """Remember the days in a chunk's columns of text."""
        for column in FEEDS[self.source.feed].columns:
            cell = self.source.cells.get(column.name)
            if column.kind == "day" and cell and cell.published in published:
                said = self._days.setdefault(cell.published, set())
                said.update(published[cell.published].str.strip().unique())
            if column.kind != "text" or cell is None or cell.published not in published:
                continue
            days = published[published[cell.published].str.fullmatch(DAY)]
            if len(days):
                first = (int(days["_line"].iloc[0]), str(days[cell.published].iloc[0]))
                line, value, cells = self._found.get(cell.published, (*first, 0))
                self._found[cell.published] = (line, value, cells + len(days))

    def notes(self) -> Iterator[str]:
        """Yield one sentence for each column that has any, or whose days seem turned round."""
        for column, days in self._days.items():
            if are_turned(days):
                yield (
                    f"column {column}: its real days are all of the 1st to the 12th, and those left as text all of later "
                    "days, as where a spreadsheet took the day for the month; hold them against the publisher's own file"
                )
        for column, (line, value, cells) in self._found.items():
            yield (
                f"line {line:,}, column {column}, value {shown(value)}: a day in a column of text, the first of "
                f"{cells:,}; where Excel turned such as '3-4' into a day, format the column as text and type it again"
            )
