"""What part of the people it could be true of something is true of."""

import pandas as pd

from commissioning.needs.inputs import as_numbers, refuse
from commissioning.needs.intervals import wilson


def proportions(
    numerator: pd.Series,
    denominator: pd.Series,
    *,
    multiplier: float = 100,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return ``value``, ``lower``, ``upper`` and ``method`` for each row: per cent, unless the multiplier is 1.

    Figure and limits are missing where either number is. Refused: a negative numerator, one over its
    denominator, and a denominator of nought or less. The limits are Wilson's.
    Source: Office for Health Improvement and Disparities, Technical Guide: Confidence Intervals (2018).
    """
    rows = as_numbers("proportions", numerator=numerator, denominator=denominator)
    refuse(
        "proportions",
        rows,
        rows["denominator"] <= 0,
        "the denominator is not above nought",
        "leave it empty where nobody could be counted",
    )
    lower, upper = wilson(rows["numerator"], rows["denominator"], confidence)
    return pd.DataFrame(
        {
            "value": rows["numerator"] / rows["denominator"] * multiplier,
            "lower": lower * multiplier,
            "upper": upper * multiplier,
            "method": pd.Series("Wilson", index=rows.index, dtype="str"),
        }
    )
