"""What a method is given: numbers, or a refusal in one sentence that names the rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.errors import RequestError

MOST_ROWS_NAMED = 3


def as_numbers(method: str, **columns: pd.Series | float) -> pd.DataFrame:
    """Return the columns as float64, one row for each row given; empty cells are missing.

    Text that is no number and infinity are refused: neither is the same as missing.
    """
    given = pd.DataFrame(columns)
    rows = pd.DataFrame({name: as_floats(cells) for name, cells in given.items()})
    is_wrong = pd.Series(False, index=rows.index)
    for name in rows:
        is_wrong |= (rows[name].isna() & given[name].notna()) | np.isinf(rows[name])
    refuse(method, given, is_wrong, "what is given is not a number", "give numbers")
    return rows


def as_floats(cells: pd.Series) -> pd.Series:
    """Return the cells as float64; those that are no number are missing."""
    if not pd.api.types.is_numeric_dtype(cells):
        cells = pd.to_numeric(cells, errors="coerce")
    return cells.astype("float64")


@dataclass(frozen=True)
class Groups:
    """The groups that rows fall into, in the order in which each first comes."""

    index: pd.Index
    of_row: npt.NDArray[Any]

    def sums(self, cells: pd.Series | npt.NDArray[np.float64]) -> pd.Series:
        """Return the sum of the cells of each group; a missing cell makes its sum missing."""
        summed = np.bincount(self.of_row, weights=cells, minlength=len(self.index))
        return pd.Series(summed, index=self.index)

    def sizes(self) -> pd.Series:
        """Return how many rows each group has."""
        return pd.Series(np.bincount(self.of_row, minlength=len(self.index)), index=self.index)

    def of_rows(self, cells: pd.Series) -> npt.NDArray[np.float64]:
        """Return the cell of each row's group."""
        of_row: npt.NDArray[np.float64] = cells.to_numpy()[self.of_row]
        return of_row


def groups_of(method: str, frame: pd.DataFrame, by: str | list[str]) -> Groups:
    """Return the groups that the named columns make; a row without a group is refused."""
    names = [by] if isinstance(by, str) else by
    keys = frame[names]
    refuse(method, keys, keys.isna().any(axis=1), "the group is missing", f"fill in {names[0]}")
    if len(names) == 1:
        codes, index = pd.factorize(frame[names[0]])
        return Groups(pd.Index(index, name=names[0]), codes.astype(np.int64))
    numbers = frame.groupby(names, sort=False, observed=True).ngroup()
    index = pd.MultiIndex.from_frame(keys.drop_duplicates())
    return Groups(index, numbers.to_numpy(dtype="int64"))


def refuse(
    method: str, rows: pd.DataFrame, is_wrong: "pd.Series[bool]", what: str, remedy: str
) -> None:
    """Raise a RequestError where any row is wrong: it names rows by their index and shows the first."""
    wrong = rows[is_wrong]
    if wrong.empty:
        return
    named = ", ".join(str(label) for label in wrong.index[:MOST_ROWS_NAMED])
    more = len(wrong) - MOST_ROWS_NAMED
    named += f" and {more:,} more" if more > 0 else ""
    first = ", ".join(f"{name} {spoken_cell(cell)}" for name, cell in wrong.iloc[0].items())
    noun = "row" if len(wrong) == 1 else "rows"
    raise RequestError(f"{method}: {what} in {noun} {named} ({first}); {remedy}.")


def refuse_below_zero(method: str, rows: pd.DataFrame, *names: str) -> None:
    """Raise a RequestError where any of the named columns is negative."""
    for name in names:
        refuse(method, rows, rows[name] < 0, f"{name} below nought", "give a count")


def spoken_cell(cell: object) -> str:
    """Return a cell as it is shown in a refusal."""
    if cell is None or cell is pd.NA or cell != cell:
        return "missing"
    return f"{cell:,.15g}" if isinstance(cell, (int, float)) else f"'{cell}'"
