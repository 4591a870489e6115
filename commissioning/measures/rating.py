"""The statutory rating of an indicator: Good, Approaching target, Requires improvement, Inadequate.

Good meets the target; approaching is within the tolerance of it, requiring improvement within twice
the tolerance, and inadequate further off. The law gives the words and not these cuts, which are a
proposal. What has a value and no target or direction is Other; what has no value is not rated.
"""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.measures.rag import USUAL_TOLERANCE, at_least
from commissioning.register import happened

KEY = ["agreement_id", "measure"]
GOOD, APPROACHING = "Good", "Approaching target"
IMPROVE, INADEQUATE, OTHER = "Requires improvement", "Inadequate", "Other"


def rating(
    value: pd.Series, target: pd.Series, tolerance: pd.Series, direction: pd.Series
) -> pd.Series:
    """Return the rating of each value, missing where there is none; ``tolerance`` is a fraction."""
    allowed = tolerance.fillna(USUAL_TOLERANCE)
    sign = direction.map({"higher": 1.0, "lower": -1.0}).astype("float64")
    none = pd.Series(0.0, value.index)
    within = [at_least(sign, value, target, share) for share in (none, allowed, 2 * allowed)]
    can_be_compared = target.notna() & sign.notna()
    words = np.select([~can_be_compared, *within], [OTHER, GOOD, APPROACHING, IMPROVE], INADEQUATE)
    return pd.Series(words, value.index, dtype="str").where(value.notna())


def rated_indicators(indicators: pd.DataFrame, returns: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Return each indicator with the ``rating`` of its last return received, or undated, by that day."""
    given = happened(happened(returns, "received_on", on), "ends_on", on)
    given = given[given["value"].notna()].sort_values("ends_on", kind="stable", na_position="first")
    last = given.drop_duplicates(KEY, keep="last")[[*KEY, "value"]]
    joined = indicators[[*KEY, "target", "tolerance", "direction"]].merge(last, on=KEY, how="left")
    columns = (joined[name] for name in ("value", "target", "tolerance", "direction"))
    return joined.assign(rating=rating(*columns))
