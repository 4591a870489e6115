"""The cells of counts of people by kind of service, area and group, what they add up to, and how they are told."""

from collections.abc import Sequence

import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.small_numbers.published import safe_to_publish

REST = "\0elsewhere\0"  # marks the cell of what a count has in no area that is told


def with_cells(reached: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the ``cell`` that each is, and its ``place``, the cell of all users there."""
    place = reached["category"] + "\0" + reached["area_code"]
    return reached.assign(place=place, cell=place + "\0" + reached["key"])


def category_of(cells: pd.Index) -> pd.Series:
    """Return the kind of service, folded, that each cell of ``with_cells`` counts users of."""
    return cells.to_series().astype("str").str.split("\0").str[0]


def sums_of_groups(known: pd.DataFrame) -> list[Sum]:
    """Return each place's total as the sum of its groups, which are those whose need is known."""
    cells = known.groupby("place")["cell"].agg(tuple)
    return [Sum(place, parts) for place, parts in cells.items()]


def of_areas(known: pd.DataFrame, area_code: str) -> tuple[list[Sum], pd.DataFrame]:
    """Return each count of the authority's area as a sum of the other areas', and what that leaves.

    What is left is of no area that is told. It is printed nowhere, and follows from what is, so it is a cell too.
    """
    is_whole = known["area_code"] == area_code
    by_group = ["category", "key"]
    parts = known[~is_whole].groupby(by_group).agg(parts=("cell", tuple), added=("users", "sum"))
    pairs = known[is_whole].join(parts, on=by_group, how="inner")
    pairs = pairs.assign(left=pairs["users"] - pairs["added"])
    pairs = pairs[pairs["left"] >= 0]
    rest = pairs[pairs["left"] > 0]
    rest = rest.assign(cell=rest["cell"] + REST, users=rest["left"])
    cells = set(rest["cell"])
    sums = [
        Sum(cell, (*parts, cell + REST) if cell + REST in cells else parts)
        for cell, parts in zip(pairs["cell"], pairs["parts"], strict=True)
    ]
    return sums, rest


def told(
    counts: pd.Series,
    sums: list[Sum],
    kinds: pd.Series,
    rule: Suppression,
    also: frozenset[str] = frozenset(),
    before: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Return how each count is told: exactly where no count of its kind is small, and published otherwise.

    ``also`` are cells that are told exactly whatever else is small. ``before`` is what earlier outputs told.
    """
    is_small = counts.between(1, rule.hide_up_to).fillna(False)
    is_safe = ~kinds.isin(kinds[is_small]) & (counts > 0)
    exact = frozenset(counts.index[is_safe.to_numpy(dtype=bool)]) | also
    return safe_to_publish(counts, sums, rule=rule, before=before, exact=exact)
