"""A suite: what a feed promises of its rows and of the whole table, and the name of each promise.

A promise has a name that says what is wrong when it is broken (``ends_before_it_starts``). Quarantine, findings
and a profile's ``keep_with_finding`` all use that name, so it never changes once a load has stored it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import pandas as pd

from expectations.table import TABLE_PROMISES, TablePromise
from models.area_codes import is_listed
from models.personal_details import PERSONAL_DETAILS

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

# The Office for National Statistics' Register of Geographic Codes: country letter, entity of two digits, six more.
AREA_CODE = r"[EJKLMNSW]\d{8}"

# No agreement still kept began before 1990; a day from 2100 on is a slip or a placeholder.
EARLIEST_DAY = pd.Timestamp("1990-01-01")
LATEST_DAY = pd.Timestamp("2099-12-31")
DAYS_IN_A_YEAR = 365.25


@dataclass(frozen=True)
class Suite:
    """What one feed promises.

    ``row_expectations`` are Great Expectations objects with ``severity``, ``notes`` (the likely cause) and
    ``meta["name"]``; ``meta["column"]`` names the column to look at where the one tested is only worked out.
    ``worked_out`` adds such columns to a frame, each only where the columns it needs are there: of a column
    that the file left out nothing is asked.
    """

    feed: str
    row_expectations: tuple["Expectation", ...]
    table_expectations: tuple[TablePromise, ...] = TABLE_PROMISES
    worked_out: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame

    def with_promises_of(self, *others: "Suite") -> "Suite":
        """Return the suite with what others promise of the same feed, after its own."""
        suites = (self, *others)

        def worked_out(frame: pd.DataFrame) -> pd.DataFrame:
            return reduce(lambda made, suite: suite.worked_out(made), suites, frame)

        of_rows = tuple(e for suite in suites for e in suite.row_expectations)
        of_table = dict.fromkeys(e for suite in suites for e in suite.table_expectations)
        return replace(
            self,
            row_expectations=of_rows,
            table_expectations=tuple(of_table),
            worked_out=worked_out,
        )

    @property
    def withheld(self) -> frozenset[str]:
        """The promises whose failing cell may hold a person's details.

        The value is not shown, nor stored with the row; it is still in the file as received.
        """
        return frozenset(
            name_of(e) for e in self.row_expectations if (e.meta or {}).get("withhold")
        )


def name_of(expectation: "Expectation") -> str:
    """Return the promise's stable name."""
    return str((expectation.meta or {})["name"])


def column_of(expectation: "Expectation") -> str:
    """Return the column to look at when the promise is broken; of a pair, the first."""
    return str((expectation.meta or {}).get("column") or columns_of(expectation)[0])


def columns_of(expectation: "Expectation") -> tuple[str, ...]:
    """Return the columns that the promise reads."""
    named = (getattr(expectation, name, None) for name in ("column", "column_A", "column_B"))
    return tuple(name for name in named if name)


def cause_of(expectation: "Expectation") -> str:
    """Return the likely cause, as the operator reads it."""
    notes = expectation.notes or ""
    return notes if isinstance(notes, str) else " ".join(notes)


def about_a_person(text: pd.Series) -> pd.Series:
    """Tell which texts hold a person's number or day of birth, looking at each distinct text once."""
    codes, distinct = pd.factorize(text.astype("str"))
    found = [re.search(PERSONAL_DETAILS, each) is not None for each in distinct]
    # The code -1 of a missing text takes the last.
    return pd.Series([*found, False], dtype="bool").take(codes).set_axis(text.index)


def with_listed_area(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``listed_area_code``: the code, missing where no area has it.

    One that is no whole code is left to the promise about that.
    """
    if "area_code" not in frame.columns:
        return frame
    codes = frame["area_code"]
    distinct = codes.dropna().drop_duplicates()
    is_whole = distinct.str.fullmatch(AREA_CODE)
    unlisted = distinct[is_whole & ~is_listed(distinct)]
    return frame.assign(listed_area_code=codes.fillna("").mask(codes.isin(unlisted)))


def with_term_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``term_days``, from the first day to the last; missing where either is."""
    if not {"starts_on", "ends_on"} <= set(frame.columns):
        return frame
    return frame.assign(term_days=(frame["ends_on"] - frame["starts_on"]).dt.days + 1)
