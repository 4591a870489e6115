"""The totals of a table of people, and the shares that are told of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from commissioning.small_numbers.bounds import Sum

ALL = "All"

Cell = tuple[Any, ...]


def with_margins(counts: pd.Series) -> tuple[pd.Series, list[Sum]]:
    """Return the counts with the total over each level and over several, and the sums that hold.

    ``counts`` are indexed by what they are counted by, such as area and group; a total has ``All`` in
    the place of what it is over. A count that was not recorded is in no total.
    """
    is_flat = not isinstance(counts.index, pd.MultiIndex)
    cells = [(cell,) if is_flat else tuple(cell) for cell in counts.index.tolist()]
    recorded = {
        cell: int(count) for cell, count in zip(cells, counts, strict=True) if pd.notna(count)
    }
    found, sums = dict(recorded), []
    for level in range(len(cells[0]) if cells else 0):
        parts = parts_of(found, level)
        sums += [Sum(total, tuple(own)) for total, own in parts.items()]
        found |= {total: sum(found[part] for part in own) for total, own in parts.items()}
    totals = {cell: count for cell, count in found.items() if cell not in recorded}
    index = [*cells, *totals]
    if is_flat:
        sums = [Sum(plain(one.total), tuple(plain(part) for part in one.parts)) for one in sums]
        index = [plain(cell) for cell in index]
    whole = pd.Series([*counts, *totals.values()], dtype="Int64")
    whole.index = pd.Index(index) if is_flat else pd.MultiIndex.from_tuples(index)
    return whole.rename_axis(counts.index.names), sums


def parts_of(found: Mapping[Cell, int], level: int) -> dict[Cell, list[Cell]]:
    """Return each total over one level with the cells that it adds up."""
    parts: dict[Cell, list[Cell]] = {}
    for cell in found:
        parts.setdefault((*cell[:level], ALL, *cell[level + 1 :]), []).append(cell)
    return parts


def plain(cell: Any) -> Any:
    """Return the name of a cell that is counted by one thing only."""
    return cell[0]


def share_told(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return the share, 0 to 1, of two counts as they are shown; missing where either is hidden.

    Worked out of what readers see, it tells them nothing that they could not work out themselves.
    """
    parts, wholes = part.astype("Float64"), whole.astype("Float64")
    return parts / wholes.where(wholes > 0)
