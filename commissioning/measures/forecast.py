"""What a measure can be expected to come to: the mean of a stable process, within its limits.

A process is stable where nothing in it has a special cause since it was last rebased. Of any other no
forecast is made: what it was says nothing of what it will be.
"""

from collections.abc import Sequence

import pandas as pd

from commissioning.measures.spc import LONG

METHOD = (
    f"mean of the stable process, with its limits (XmR: {LONG} points or more, no special cause)"
)


def forecasts(chart: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return one row for each series of a control chart: forecast, lower, upper, method, why_none.

    Every period to come is expected to be the mean of the last group, between its limits, and no lower
    than nought where no value was. ``why_none`` is empty where there is a forecast, and ``method`` where
    there is none.
    """
    keys = list(by)
    last = chart.groupby(keys, sort=False)["rebase_group"].transform("max")
    now = chart[chart["rebase_group"] == last]
    groups = now.groupby(keys, sort=False)
    found = groups[["mean", "lower_limit", "upper_limit"]].first()
    points = groups["value"].count()
    signals = groups["is_special_cause"].sum()
    lowest = chart.groupby(keys, sort=False)["value"].min()
    is_rebased = groups["rebase_group"].first() > 0
    rows = zip(points, signals, found["upper_limit"].isna(), is_rebased, strict=True)
    why_none = [reason(*row) for row in rows]
    is_made = pd.Series([why == "" for why in why_none], found.index, dtype="bool")
    lower = found["lower_limit"].mask((found["lower_limit"] < 0) & (lowest >= 0), 0.0)
    return pd.DataFrame(
        {
            "forecast": found["mean"].where(is_made),
            "lower": lower.where(is_made),
            "upper": found["upper_limit"].where(is_made),
            "method": pd.Series(METHOD, found.index, dtype="str").where(is_made),
            "why_none": pd.Series(why_none, found.index, dtype="str").mask(is_made),
        }
    ).reset_index()


def reason(points: int, signals: int, is_constant: bool, is_rebased: bool) -> str:
    """Return why no forecast is made of a series, empty where one is."""
    since = " since it was rebased" if is_rebased else ""
    if points < LONG:
        return f"{points} of the {LONG} points needed{since}"
    if signals:
        has = "has" if signals == 1 else "have"
        return f"not stable: {signals} of its {points} points {has} a special cause{since}"
    return "it never varied, so no limits can be drawn" if is_constant else ""
