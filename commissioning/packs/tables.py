"""A table of a pack: one frame, shown as an accessible table and handed on as it is for CSV and JSON.

The frame keeps pence, days and shares; only what is shown is rounded and worded.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import pounds
from commissioning.packs.wording import whole_pounds

Kind = Literal[
    "text", "count", "money", "exact_money", "score", "day", "share", "severity", "code", "rag"
]
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Column:
    """One column: what is shown of it, and the columns set in smaller type beneath it.

    ``field`` is the canonical field that it shows, such as ``equality.risk``, where its own name does not
    say so: ``sensitivity.py`` tells which are exempt from publication.
    """

    name: str
    heading: str
    kind: Kind = "text"
    under: tuple[str, ...] = ()
    missing: str = "Not recorded"
    field: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell as it is read; ``width`` draws a share as a bar, 0 to 100."""

    text: str
    kind: Kind
    is_missing: bool = False
    under: tuple[str, ...] = ()
    width: str = ""


@dataclass(frozen=True)
class Table:
    """A captioned table. The first column names the row; ``has_total`` makes the last row the total.

    ``stacks``: on a telephone each row becomes a block with its headings beside its cells, for tables
    of sentences; the others scroll. Where each row is about a field of a feed, ``fields_of`` names the
    feed, and the frame's column ``field`` the field.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    has_total: bool = False
    stacks: bool = False
    fields_of: str = ""

    def rows(self, stop: int | None = None) -> list[list[Cell]]:
        """Return the rows, or the first ``stop`` of them, as cells in the frame's order."""
        records = self.frame.iloc[:stop].to_dict("records")
        return [[cell(record, column) for column in self.columns] for record in records]


def cell(record: dict[Hashable, Any], column: Column) -> Cell:
    """Return one value worded for its kind, and what is set beneath it."""
    value = record[column.name]
    under = tuple(str(record[name]) for name in column.under if not is_missing(record[name]))
    if is_missing(value):
        return Cell(column.missing, column.kind, is_missing=True, under=under)
    width = f"{100 * float(value):.1f}" if column.kind == "share" else ""
    return Cell(worded(value, column.kind), column.kind, under=under, width=width)


def is_missing(value: Any) -> bool:
    """Say whether a value is not recorded; an empty text is not either."""
    return bool(pd.isna(value)) or value == ""


def worded(value: Any, kind: Kind) -> str:
    """Return a value as its kind is read."""
    match kind:
        case "count":
            return f"{int(value):,}"
        case "money":
            return whole_pounds(int(value))
        case "exact_money":
            return pounds(int(value))
        case "score":
            return score(float(value))
        case "day":
            return spoken_day(value)
        case "share":
            return percent(float(value))
        case "severity":
            return str(value).capitalize()
        case _:
            return str(value)


def score(value: float) -> str:
    """Return an index score: one decimal, or two where it is below ten."""
    return f"{value:,.{1 if abs(value) >= 10 else 2}f}".replace("-", MINUS)


def percent(share: float) -> str:
    """Return a share as a whole per cent that says 0% only of none and 100% only of all."""
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{int(share * 100 + 0.5)}%"
