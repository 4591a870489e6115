"""Comparisons in whole numbers, so that exactly a tenth is never more than a tenth."""

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# Below this, as floats tell it, a product and its factors are whole numbers that 64 bits hold exactly.
ROOM = 2.0**62


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
    known = (part.notna() & whole.notna()).to_numpy(dtype=bool)
    above = product(part[known], exact.denominator)
    below = product(whole[known], exact.numerator)
    signs = np.full(len(part), -2)
    signs[known] = (above > below).astype("int64") - (above < below).astype("int64")
    return pd.Series(signs, part.index)


def times(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the products of whole numbers, however large; missing where either is."""
    known = one.notna() & other.notna()
    made = product(one[known], other[known])
    kind = "Int64" if made.dtype == "int64" else "object"
    return pd.Series(made, one.index[known], dtype=kind).reindex(one.index)


def product(one: pd.Series, other: pd.Series | int) -> npt.NDArray[Any]:
    """Return the products of whole numbers, none of them missing: in 64 bits where all have room there."""
    size = np.abs(one.to_numpy("float64"))
    by = np.abs(other.to_numpy("float64") if isinstance(other, pd.Series) else float(other))
    kind = "int64" if max(np.max(each, initial=0) for each in (size, by, size * by)) < ROOM else "O"
    factor = other.to_numpy(kind) if isinstance(other, pd.Series) else other
    made: npt.NDArray[Any] = one.to_numpy(kind) * factor
    return made
