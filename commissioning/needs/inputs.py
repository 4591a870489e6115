"""What a method is given: numbers, or a refusal in one sentence that names the rows."""

import numpy as np
import pandas as pd

from commissioning.errors import RequestError

MOST_ROWS_NAMED = 3


def as_numbers(method: str, **columns: pd.Series | float) -> pd.DataFrame:
    """Return the columns as float64, one row for each row given; empty cells are missing.

    Text that is no number and infinity are refused: neither is the same as missing.
    """
    given = pd.DataFrame(columns)
    rows = pd.DataFrame(
        {name: pd.to_numeric(cells, errors="coerce") for name, cells in given.items()}
    ).astype("float64")
    is_wrong = (rows.isna() & given.notna()) | np.isinf(rows)
    refuse(method, given, is_wrong.any(axis=1), "what is given is not a number", "give numbers")
    return rows


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
        refuse(method, rows, rows[name] < 0, f"the {name} is below nought", "give counts")


def spoken_cell(cell: object) -> str:
    """Return a cell as it is shown in a refusal."""
    if cell is None or cell is pd.NA or cell != cell:
        return "missing"
    return f"{cell:,.15g}" if isinstance(cell, (int, float)) else f"'{cell}'"
