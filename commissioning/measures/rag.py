"""Red, amber, green or grey: a measure's value against its target.

Where higher is better, green is the target or above, amber within the tolerance below it and red
further off; where lower is better, the other way round. The tolerance is a share of the target's
size. What has no value, no target or no direction is grey, never green.
"""

from decimal import Decimal

import numpy as np
import pandas as pd

USUAL_TOLERANCE = 0.10  # a proposal: where none is recorded
# Nearer to a limit than this, floats cannot be told apart and decimals decide.
CLOSE = 1e-9


def rag(
    value: pd.Series, target: pd.Series, tolerance: pd.Series, direction: pd.Series
) -> pd.Series:
    """Return ``red``, ``amber``, ``green`` or ``grey`` for each value.

    ``tolerance`` is a fraction, 0.10 for 10%, and that where it is missing; ``direction`` is
    ``higher`` or ``lower``, whichever is better. Compared as decimals are, so that 81 is exactly a
    tenth below 90.
    """
    allowed = tolerance.fillna(USUAL_TOLERANCE)
    sign = direction.map({"higher": 1.0, "lower": -1.0}).astype("float64")
    green = at_least(sign, value, target, pd.Series(0.0, value.index))
    amber = at_least(sign, value, target, allowed)
    known = value.notna() & target.notna() & sign.notna()
    colours = np.select([~known, green, amber], ["grey", "green", "amber"], "red")
    return pd.Series(colours, value.index, dtype="str")


def at_least(sign: pd.Series, value: pd.Series, target: pd.Series, allowed: pd.Series) -> pd.Series:
    """Tell which values are on the good side of the target, or no further off than is allowed."""
    spare = sign * (value - target) + allowed * target.abs()
    is_good = (spare >= 0).to_numpy(copy=True)
    close = np.flatnonzero(spare.abs() <= CLOSE * (1 + target.abs()))
    columns = (each.to_numpy()[close].tolist() for each in (sign, value, target, allowed))
    for row, *numbers in zip(close, *columns, strict=True):
        good, number, aim, share = (Decimal(str(each)) for each in numbers)
        is_good[row] = good * (number - aim) + share * abs(aim) >= 0
    return pd.Series(is_good, value.index)
