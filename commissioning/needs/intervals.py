"""How far a count or a share is certain: the limits of Wilson, of Byar, and the exact ones of Poisson."""

import numpy as np
import pandas as pd
from scipy import special

from commissioning.errors import RequestError
from commissioning.needs.inputs import as_numbers, refuse, refuse_below_zero

# Below this many events Byar's approximation is not near enough and the exact limits are given.
# Office for Health Improvement and Disparities, Technical Guide: Confidence Intervals (2018), rates.
EXACT_BELOW = 10


def tail_beyond(confidence: float) -> float:
    """Return the part left out on each side of a two-sided interval: 0.025 of 0.95."""
    if not 0 < confidence < 1:
        raise RequestError(
            f"A confidence of {confidence:g} is not between 0 and 1; give a part of 1, such as 0.95."
        )
    return (1 - confidence) / 2


def deviate(confidence: float) -> float:
    """Return how many standard errors either side of the middle hold that part of a normal distribution."""
    return float(special.ndtri(confidence + tail_beyond(confidence)))


def wilson(
    part: pd.Series, whole: pd.Series, confidence: float = 0.95
) -> tuple[pd.Series, pd.Series]:
    """Return the lower and upper limits (0 to 1) of the proportion ``part`` of ``whole``, after Wilson.

    No continuity correction; both may be fractions of a person. Missing where either is missing or
    ``whole`` is nought. Refused where either is negative or the part is more than the whole.
    Source: Wilson, 1927, Journal of the American Statistical Association 22, 209-212.
    """
    rows = as_numbers("wilson", part=part, whole=whole)
    refuse_below_zero("wilson", rows, "part", "whole")
    refuse(
        "wilson",
        rows,
        rows["part"] > rows["whole"],
        "the part is more than the whole",
        "give both for the same people",
    )
    z = deviate(confidence)
    number = rows["whole"].where(rows["whole"] > 0)
    share = rows["part"] / number
    centre = 2 * rows["part"] + z**2
    spread = z * np.sqrt(z**2 + 4 * rows["part"] * (1 - share))
    scale = 2 * (number + z**2)
    return ((centre - spread) / scale).clip(lower=0), ((centre + spread) / scale).clip(upper=1)


def byar(count: pd.Series, confidence: float = 0.95) -> tuple[pd.Series, pd.Series]:
    """Return Byar's lower and upper limits of a count of events, in events.

    The lower one is missing where the count is nought or the formula falls below nought. Both are
    missing where the count is, and a negative count is refused.
    Source: Breslow and Day, 1987, Statistical Methods in Cancer Research II, page 69.
    """
    rows = as_numbers("byar", count=count)
    refuse_below_zero("byar", rows, "count")
    events, z = rows["count"], deviate(confidence)
    some = events.where(events > 0)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    above = events + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return lower.where(lower >= 0), upper


def exact_poisson(count: pd.Series, confidence: float = 0.95) -> tuple[pd.Series, pd.Series]:
    """Return the exact lower and upper limits of a count of events, in events.

    They come from the chi-squared distribution. The lower one of no events is 0. Missing where the count is; a negative count is refused.
    Source: Garwood, 1936, Biometrika 28, 437-442.
    """
    rows = as_numbers("exact_poisson", count=count)
    refuse_below_zero("exact_poisson", rows, "count")
    # A million groups have few different counts, and the inverse is slow.
    different, which = np.unique(rows["count"].to_numpy(), return_inverse=True)
    tail = tail_beyond(confidence)
    lower = np.where(different == 0, 0.0, special.gammaincinv(different, tail))
    upper = special.gammainccinv(different + 1, tail)
    return (
        pd.Series(lower[which], index=rows.index, name="lower"),
        pd.Series(upper[which], index=rows.index, name="upper"),
    )


def poisson(count: pd.Series, confidence: float = 0.95) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return the limits of a count of events and the ``method`` of each: Exact below 10, Byars from 10.

    Missing, as is the method, where the count is; a negative count is refused.
    """
    events = as_numbers("poisson", count=count)["count"]
    is_few = events < EXACT_BELOW
    few_lower, few_upper = exact_poisson(events.where(is_few), confidence)
    lower, upper = byar(events.where(~is_few), confidence)
    method = pd.Series(np.where(is_few, "Exact", "Byars"), index=events.index, dtype="str")
    return (
        few_lower.where(is_few, lower),
        few_upper.where(is_few, upper),
        method.where(events.notna()),
    )
