"""What part of the people it could be true of something is true of."""

import pandas as pd

from commissioning.needs.inputs import as_numbers, refuse, refuse_below_zero
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
    rows = checked_shares("proportions", numerator, denominator)
    lower, upper = wilson(rows["numerator"], rows["denominator"], confidence)
    return pd.DataFrame(
        {
            "value": rows["numerator"] / rows["denominator"] * multiplier,
            "lower": lower * multiplier,
            "upper": upper * multiplier,
            "method": pd.Series("Wilson", index=rows.index, dtype="str"),
        }
    )


def checked_shares(method: str, numerator: pd.Series, denominator: pd.Series) -> pd.DataFrame:
    """Return ``numerator`` and ``denominator`` as numbers, or refuse the rows that are no share."""
    rows = as_numbers(method, numerator=numerator, denominator=denominator)
    refuse_below_zero(method, rows, "numerator")
    refuse(
        method,
        rows,
        rows["denominator"] <= 0,
        "the denominator is not above nought",
        "leave it empty where nobody could be counted",
    )
    refuse(
        method,
        rows,
        rows["numerator"] > rows["denominator"],
        "the numerator is more than the denominator",
        "give both for the same people",
    )
    return rows
