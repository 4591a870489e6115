"""How much an indicator changed between two periods, and how far that is certain."""

import numpy as np
import pandas as pd


def change_percent(after: pd.Series, before: pd.Series) -> pd.Series:
    """Return the change in per cent of the value before; missing where that is not above nought."""
    return 100 * (after / before.where(before > 0) - 1)


def lower_change_percent(
    after: pd.Series, lower_after: pd.Series, before: pd.Series, upper_before: pd.Series
) -> pd.Series:
    """Return the lower 95% limit of the change in per cent, from the limits of the two values.

    The distances of the limits from their values are added as squares on the logarithmic scale (the
    method of variance estimates recovery; Donner and Zou, 2012). Missing where a value or a limit is,
    or is not above nought.
    """
    logs = [
        np.log(each.where(each > 0).astype("float64"))
        for each in (after, lower_after, before, upper_before)
    ]
    spread = np.sqrt((logs[0] - logs[1]) ** 2 + (logs[3] - logs[2]) ** 2)
    lower: pd.Series = 100 * (np.exp(logs[0] - logs[2] - spread) - 1)
    return lower
