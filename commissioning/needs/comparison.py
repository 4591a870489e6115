"""Whether an area differs from a comparator by more than chance: better, similar or worse.

A value is similar to another while the other lies within its interval, its ends included. That is the
way of the Fingertips profiles ("compared with the benchmark, confidence intervals overlapping"): the
comparator, a country or a region, is large, and its own interval is left out. Two areas of like size
are compared by both intervals.
"""

import numpy as np
import pandas as pd

from commissioning.errors import RequestError
from commissioning.needs.inputs import as_numbers, refuse

# What each answer is called where it is known which way is better.
JUDGED = {
    ("higher", "higher"): "better",
    ("higher", "lower"): "worse",
    ("lower", "higher"): "worse",
    ("lower", "lower"): "better",
}


def compared(
    lower: pd.Series,
    upper: pd.Series,
    comparator: pd.Series | float,
    better: pd.Series | str | None = None,
) -> pd.Series:
    """Return ``better``, ``similar`` or ``worse`` for each row; ``higher`` or ``lower`` where neither is better.

    ``better`` says which way is: ``higher``, ``lower``, or missing where there is no judgement to make.
    Missing, and never similar, where a limit or the comparator is missing. Refused: a lower limit above
    its upper one.
    """
    return compared_intervals(lower, upper, comparator, comparator, better)


def compared_intervals(
    lower: pd.Series,
    upper: pd.Series,
    other_lower: pd.Series | float,
    other_upper: pd.Series | float,
    better: pd.Series | str | None = None,
) -> pd.Series:
    """Return the same words for a value and another that is uncertain too: similar while their intervals meet.

    This asks more than a test of the difference would: intervals that just meet may still differ.
    """
    rows = as_numbers(
        "comparison", lower=lower, upper=upper, other_lower=other_lower, other_upper=other_upper
    )
    for low, high in (("lower", "upper"), ("other_lower", "other_upper")):
        refuse(
            "comparison",
            rows,
            rows[low] > rows[high],
            f"the {low} limit is above the {high} one",
            "give the lower one first",
        )
    directions = [rows["lower"] > rows["other_upper"], rows["upper"] < rows["other_lower"]]
    direction = pd.Series(
        np.select(directions, ["higher", "lower"], "similar"), index=rows.index, dtype="str"
    )
    return judged(direction.where(rows.notna().all(axis=1)), better)


def judged(direction: pd.Series, better: pd.Series | str | None) -> pd.Series:
    """Return ``higher`` and ``lower`` as ``better`` and ``worse`` where ``better`` says which way is."""
    is_better = pd.Series(better, index=direction.index, dtype="str")
    if unknown := sorted(set(is_better.dropna()) - {"higher", "lower"}):
        raise RequestError(
            f"comparison: '{unknown[0]}' is no way to be better; give higher or lower, or leave it empty."
        )
    words = pd.Series(
        list(zip(direction, is_better, strict=True)), index=direction.index, dtype="object"
    ).map(JUDGED)
    return words.astype("str").where(words.notna(), direction)


def compared_with_neighbours(
    areas: pd.DataFrame, neighbours: pd.DataFrame, better: str | None = None
) -> pd.DataFrame:
    """Return how each area stands among its neighbours, one row for each area, in the order given.

    ``areas`` has ``area_code``, ``value``, ``lower`` and ``upper``; ``neighbours`` has ``area_code``
    and ``neighbour_code``, one row for each neighbour of an area. Columns returned: ``area_code``,
    ``neighbours`` (how many of them have a value), ``neighbours_median``, ``rank`` (1 is the highest of
    the area and these neighbours; equals share the better place) and ``comparison`` of the area with
    that median. The median, the rank and the comparison are missing where no neighbour has a value;
    rank and comparison also where the area has none.
    """
    if areas["area_code"].duplicated().any():
        code = areas.loc[areas["area_code"].duplicated(), "area_code"].iloc[0]
        raise RequestError(
            f"comparison: area {code} is given twice; give one value for each area and period."
        )
    values = areas.set_index("area_code")["value"].astype("float64")
    pairs = neighbours[neighbours["area_code"] != neighbours["neighbour_code"]]
    pairs = pairs.drop_duplicates(["area_code", "neighbour_code"]).assign(
        own=lambda each: each["area_code"].map(values),
        value=lambda each: each["neighbour_code"].map(values),
    )
    pairs = pairs.dropna(subset="value").assign(
        is_above=lambda each: (each["value"] > each["own"]).where(each["own"].notna())
    )
    by_area = pairs.groupby("area_code")
    medians = areas["area_code"].map(by_area["value"].median())
    above = areas["area_code"].map(by_area["is_above"].sum(min_count=1))
    return pd.DataFrame(
        {
            "area_code": areas["area_code"],
            "neighbours": areas["area_code"].map(by_area.size()).fillna(0).astype("int64"),
            "neighbours_median": medians,
            "rank": (above + 1).astype("Int64"),
            "comparison": compared(areas["lower"], areas["upper"], medians, better),
        }
    )
