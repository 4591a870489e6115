"""Days in a workbook's columns of text: a spreadsheet turns a reference such as 3-4 into one as it is typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from commissioning.errors import shown
from models.feeds import FEEDS

if TYPE_CHECKING:
    from commissioning.sources.source import Source

DAY = r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?"


@dataclass
class StrayDays:
    """The cells of text columns that are days, chunk by chunk: the first of each column, and how many."""

    source: "Source"
    _found: dict[str, tuple[int, str, int]] = field(default_factory=dict)

    def look_at(self, published: pd.DataFrame) -> None:
        """Remember the days in a chunk's columns of text."""
        for column in FEEDS[self.source.feed].columns:
            cell = self.source.cells.get(column.name)
            if column.kind != "text" or cell is None or cell.published not in published:
                continue
            days = published[published[cell.published].str.fullmatch(DAY)]
            if len(days):
                first = (int(days["_line"].iloc[0]), str(days[cell.published].iloc[0]))
                line, value, cells = self._found.get(cell.published, (*first, 0))
                self._found[cell.published] = (line, value, cells + len(days))

    def notes(self) -> Iterator[str]:
        """Yield one sentence for each column that has any."""
        for column, (line, value, cells) in self._found.items():
            yield (
                f"line {line:,}, column {column}, value {shown(value)}: a day in a column of text, the first of "
                f"{cells:,}; where Excel turned such as '3-4' into a day, format the column as text and type it again"
            )
