"""A table's values as they leave a pack: pounds instead of pence, days, and what is missing left missing.

Names of columns say pounds where the frame's say pence: ``value_pence`` leaves as ``value_gbp``.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd

from commissioning.money import plain_pounds
from commissioning.packs.tables import is_missing

PENCE, POUNDS = "pence", "gbp"
NOT_PLAIN = re.compile(r"[^a-z0-9_]+")
LONGEST_NAME = 80


def file_name(table: str) -> str:
    """Return a table's name as that of a file: its own, or a like one with a digest where it is not safe as one.

    A table may be called after an indicator, whose name a publisher chose.
    """
    plain = NOT_PLAIN.sub("_", table.lower())[:LONGEST_NAME]
    if plain == table:
        return table
    return f"{plain}_{sha256(table.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


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
