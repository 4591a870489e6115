"""A table's values as they leave a pack: pounds instead of pence, days, and what is missing left missing.

Names of columns say pounds where the frame's say pence: ``value_pence`` leaves as ``value_gbp``.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from commissioning.money import plain_pounds
from commissioning.packs.tables import is_missing

PENCE, POUNDS = "pence", "gbp"


def holds_money(column: str) -> bool:
    """Return whether a frame's column is in pence: its name says so."""
    return PENCE in column.split("_")


def name_outside(column: str) -> str:
    """Return what a frame's column is called outside: pounds where it holds pence."""
    return "_".join(POUNDS if word == PENCE else word for word in column.split("_"))


def rows_outside(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as plain values by the outside names of their columns.

    An amount is text in pounds with two decimals, a day is ISO text, a missing cell is None.
    """
    return [_outside(row) for row in frame.astype(object).to_dict("records")]


def _outside(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name_outside(str(name)): _plain(value, str(name)) for name, value in row.items()}


def _plain(value: Any, column: str) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one, column) for one in value]
    if is_missing(value):
        return None
    if holds_money(column):
        return plain_pounds(int(value))
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
