"""Comparisons in whole numbers, so that exactly a tenth is never more than a tenth."""

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[Any]
LARGEST = 2**63


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
    known = (part.notna() & whole.notna()).to_numpy()
    ours = as_large_as(part[known], exact.denominator)
    theirs = as_large_as(whole[known], exact.numerator)
    compared = np.full(len(part), -2)
    compared[known] = (ours > theirs).astype("int64") - (ours < theirs).astype("int64")
    return pd.Series(compared, part.index)


def as_large_as(numbers: pd.Series, factor: int) -> Numbers:
    """Return whole numbers so many times: as machine numbers where they fit, otherwise as Python's."""
    largest = max(abs(int(numbers.max())), abs(int(numbers.min()))) if len(numbers) else 0
    kind = "int64" if largest * factor < LARGEST else "object"
    product: Numbers = numbers.to_numpy(kind) * factor
    return product


def times(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the products of whole numbers, however large; missing where either is."""
    known = (one.notna() & other.notna()).to_numpy()
    ours, theirs = (each[known].to_numpy("object") for each in (one, other))
    made = pd.Series(ours * theirs, one.index[known], dtype="object")
    return made.reindex(one.index)
