"""The mean of what was measured, and how far it is certain."""

import numpy as np
import pandas as pd
from scipy import special

from commissioning.needs.inputs import as_numbers, groups_of
from commissioning.needs.intervals import tail_beyond


def means(
    observations: pd.DataFrame, by: str | list[str], *, confidence: float = 0.95
) -> pd.DataFrame:
    """Return ``count``, ``sum``, ``sd``, ``value``, ``lower`` and ``upper`` for each group of observations.

    ``observations`` has ``value`` and the columns ``by``, one row each. A missing one is left out of
    all six. The limits are Student's t on one degree less than the count, so a single observation has a
    mean and neither limits nor sd.
    Source: Office for Health Improvement and Disparities, Technical Guide: Confidence Intervals (2018).
    """
    values = as_numbers("means", value=observations["value"])["value"]
    groups = groups_of("means", observations, by)
    is_given = values.notna()
    count = groups.sums(is_given.astype("float64"))
    total = groups.sums(values.fillna(0))
    mean = total / count.where(count > 0)
    off = (values - groups.of_rows(mean)).fillna(0)
    degrees = (count - 1).where(count > 1)
    sd = np.sqrt(groups.sums(off**2) / degrees)
    spread = special.stdtrit(degrees, 1 - tail_beyond(confidence)) * sd / np.sqrt(count)
    return pd.DataFrame(
        {
            "count": count.astype("int64"),
            "sum": total.where(count > 0),
            "sd": sd,
            "value": mean,
            "lower": mean - spread,
            "upper": mean + spread,
        }
    )
