"""Comparisons in whole numbers, so that exactly a tenth is never more than a tenth."""

from fractions import Fraction

import pandas as pd


def exceeds(part: pd.Series, whole: pd.Series, limit: float) -> pd.Series:
    """Tell whether ``part`` is more than ``limit`` times ``whole``; False where either is missing."""
    return compared(part, whole, limit) > 0


def reaches(part: pd.Series, whole: pd.Series, limit: float) -> pd.Series:
    """Tell whether ``part`` is ``limit`` times ``whole`` or more; False where either is missing."""
    return compared(part, whole, limit) >= 0


def compared(part: pd.Series, whole: pd.Series, limit: float) -> pd.Series:
    """Return 1, 0 or -1 as ``part`` is above, at or below ``limit`` times ``whole``, -2 where unknown.

    Both hold whole numbers, of any size.
    """
    exact = Fraction(str(limit)).limit_denominator(10_000)
    known = part.notna() & whole.notna()
    signs = [
        (p * exact.denominator > w * exact.numerator)
        - (p * exact.denominator < w * exact.numerator)
        for p, w in zip(part[known].tolist(), whole[known].tolist(), strict=True)
    ]
    return pd.Series(-2, part.index).mask(known, pd.Series(signs, part.index[known], dtype="int64"))


def times(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the products of whole numbers, however large; missing where either is."""
    known = one.notna() & other.notna()
    products = [a * b for a, b in zip(one[known].tolist(), other[known].tolist(), strict=True)]
    made = pd.Series(products, one.index[known], dtype="object")
    return made.reindex(one.index)
