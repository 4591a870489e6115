"""The promises about a whole table: its columns, its size and its unit of money, judged once a load."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

# Names of columns about one person, separators taken out: a table of services has none of them.
PERSONAL_COLUMN = re.compile(
    r"nhsnumber|^nhsno$|dateofbirth|birthdate|^dob$|surname|forename|firstname|lastname"
    r"|nationalinsurance|^ninumber$|^nino$|(patient|client|child|serviceuser)s?(name|postcode|address)"
)

# £ to £k divides the mean row by a thousand and £ to pence multiplies it by a hundred.
UNIT_SHIFT = 80


@dataclass(frozen=True)
class Totals:
    """One load's table in the large, beside the source's last complete load if there was one."""

    columns: Collection[str]
    required: Collection[str]
    known: Collection[str]
    rows: int
    previous_rows: int | None = None
    previous_columns: Collection[str] = ()
    pence: int | None = None
    previous_pence: int | None = None

    @property
    def unknown(self) -> list[str]:
        """The columns that nobody reads, in file order."""
        return [column for column in self.columns if column not in self.known]


@dataclass(frozen=True)
class TablePromise:
    """A promise about the whole table. ``broken`` returns what was found amiss, or nothing."""

    name: str
    severity: Literal["critical", "warning"]
    notes: str
    broken: Callable[[Totals], str]


def columns_missing(totals: Totals) -> str:
    """Name the required columns that the file lacks."""
    lacking = [column for column in totals.required if column not in totals.columns]
    return named(lacking, totals.unknown)


def columns_dropped(totals: Totals) -> str:
    """Name the columns that the last file had and this one lacks."""
    return named([c for c in totals.previous_columns if c not in totals.columns], totals.unknown)


def columns_about_people(totals: Totals) -> str:
    """Name the columns that are about people, by their names alone."""
    found = about_people(totals.columns)
    return f"{', '.join(found)} is about people, and no such column is taken in" if found else ""


def about_people(columns: Collection[str]) -> list[str]:
    """Return the columns that are about people, by their names alone."""
    squeezed = {column: re.sub(r"[^a-z0-9]", "", column.lower()) for column in columns}
    return [column for column, name in squeezed.items() if PERSONAL_COLUMN.search(name)]


def columns_unknown(totals: Totals) -> str:
    """Name the columns that are not loaded, because the feed does not know them, and what they may be."""
    absent = {column.lower(): column for column in totals.known if column not in totals.columns}
    named = []
    for column in totals.unknown:
        near = get_close_matches(column.lower(), absent, n=1)
        named.append(column + (f" (rename it if it is {absent[near[0]]})" if near else ""))
    return f"not loaded: {', '.join(named)}" if named else ""


def no_rows(totals: Totals) -> str:
    """Tell of a table without a row of data."""
    return "" if totals.rows else "no rows of data"


def rows_halved(totals: Totals) -> str:
    """Tell of a table with half the last complete load's rows, or fewer."""
    if not totals.previous_rows or totals.rows * 2 > totals.previous_rows:
        return ""
    return f"{totals.rows:,} rows, where the last complete load had {totals.previous_rows:,}"


def unit_changed(totals: Totals) -> str:
    """Tell of a mean row so many times the last load's that the unit must have changed."""
    if not (totals.rows and totals.previous_rows and totals.pence and totals.previous_pence):
        return ""
    shift = abs(totals.pence / totals.rows) / abs(totals.previous_pence / totals.previous_rows)
    if 1 / UNIT_SHIFT < shift < UNIT_SHIFT:
        return ""
    times = f"{shift:,.0f} times" if shift > 1 else f"one {1 / shift:,.0f}th of"
    return f"the mean row is {times} the last load's"


def named(lacking: list[str], candidates: list[str]) -> str:
    """Return a clause naming each column that is not there, with the nearest name that is."""
    by_name = {candidate.lower(): candidate for candidate in candidates}
    clauses = []
    for column in lacking:
        near = get_close_matches(column.lower().removesuffix("_gbp"), by_name, n=1, cutoff=0.4)
        clauses.append(
            f"no column {column}" + (f" (the nearest is '{by_name[near[0]]}')" if near else "")
        )
    return ", ".join(clauses)


TABLE_PROMISES = (
    TablePromise(
        "columns_present",
        "critical",
        "The publisher renamed a column, or the export was made from another report.",
        columns_missing,
    ),
    TablePromise(
        "columns_kept",
        "critical",
        "The publisher renamed or dropped a column that the last file had; rename it back, or add the column, "
        "empty, if nothing is recorded.",
        columns_dropped,
    ),
    TablePromise(
        "columns_about_people",
        "critical",
        "A case-level report was exported in place of the summary.",
        columns_about_people,
    ),
    TablePromise(
        "columns_known",
        "warning",
        "The publisher added a column, or renamed one that may be left out.",
        columns_unknown,
    ),
    TablePromise(
        "rows_present",
        "critical",
        "The export ran under a filter that nothing passed, or before the report was ready.",
        no_rows,
    ),
    TablePromise(
        "rows_halved",
        "critical",
        "The export was cut short, or covers one department or month of several.",
        rows_halved,
    ),
    TablePromise(
        "unit_of_money_changed",
        "warning",
        "Thousands or pence given as pounds, or pounds given as thousands.",
        unit_changed,
    ),
)
