"""Digests that name rows and keys: the same text gives the same number on every machine."""

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from models.store.rows import tuples

BITS_63 = (1 << 63) - 1


def number_of(text: str) -> int:
    """Return 63 bits of the SHA-256 of ``text``, as a whole number that every database can hold."""
    return (
        int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        & BITS_63
    )


def row_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return a 63-bit number for each row's content; equal rows have equal numbers.

    Column names count, so that a value moved from one column to another is a change.
    """
    salt = hashlib.sha256("|".join(map(str, frame.columns)).encode()).digest()[:16]
    return np.array([_short(row, salt) for row in tuples(frame)], dtype="int64")


def _short(row: Iterable[object], salt: bytes) -> int:
    digest = hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8, person=salt)
    return int.from_bytes(digest.digest(), "big") & BITS_63
