"""Digests that name rows and keys: the same content gives the same number on every machine."""

import hashlib
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

BITS_63 = (1 << 63) - 1
AT_ONCE = 1_000  # long texts that are objects beside the column
# Between texts, and in place of one that is missing: neither is in any text that is read.
BETWEEN, ABSENT = "\x1e", "\x1f"
WHOLE_UP_TO = 1 << 53  # beyond it a float names several whole numbers

Numbers = npt.NDArray[np.uint64]


def number_of(text: str) -> int:
    """Return 63 bits of the SHA-256 of ``text``, as a whole number that every database can hold."""
    return (
        int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        & BITS_63
    )


def bytes_of_texts(texts: pd.Series) -> bytes:
    """Return a column of texts as bytes, the same for equal columns: put together by Arrow, without a text of each."""
    held = pa.array(texts.fillna(ABSENT).array, pa.large_string())
    whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    every = pa.LargeListArray.from_arrays(pa.array([0, len(whole)], pa.int64()), whole)
    joined: bytes = (
        pc.binary_join(every, pa.scalar(BETWEEN, pa.large_string()))[0].as_buffer().to_pybytes()
    )
    return joined


def row_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return a 63-bit number for each row's content; equal rows have equal numbers.

    Column names count, so that a value moved from one column to another is a change; their order does
    not. A missing cell counts for nothing and a whole number is one whatever its dtype, so that a
    chunk in which a column is missing throughout agrees with the next.
    """
    total = np.zeros(len(frame), dtype="uint64")
    for name in frame.columns:
        total += _cells(frame[name], np.uint64(number_of(str(name))))
    return (_scattered(total) & np.uint64(BITS_63)).astype("int64")


def _cells(column: pd.Series, salt: np.uint64) -> Numbers:
    """Return a number for each cell of a column, each distinct value digested once; 0 where missing."""
    codes, distinct = pd.factorize(column)
    numbers = _scattered(_numbers(pd.Series(distinct).infer_objects()) + salt)
    return np.append(numbers, np.uint64(0))[codes]  # the code -1 of a missing cell takes the last


def _numbers(values: pd.Series) -> Numbers:
    """Return a number for each value: days and whole numbers as they are, text by its digest."""
    if values.dtype.kind == "M":
        return values.to_numpy().astype("datetime64[D]").astype("int64").view("uint64")
    if values.dtype.kind in "iub":
        return values.to_numpy("int64").view("uint64")
    if values.dtype.kind == "f":
        floats = values.to_numpy("float64")
        is_whole = (floats == np.trunc(floats)) & (np.abs(floats) < WHOLE_UP_TO)
        whole = np.where(is_whole, floats, 0).astype("int64")
        return np.where(is_whole, whole, floats.view("int64")).view("uint64")
    some = (values.iloc[at : at + AT_ONCE].tolist() for at in range(0, len(values), AT_ONCE))
    texts = (str(value).encode("utf-8", "surrogatepass") for value in chain.from_iterable(some))
    digests = b"".join(hashlib.blake2b(text, digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8")


def _scattered(numbers: Numbers) -> Numbers:
    """Return the numbers with every bit of one spread over all of its bits (the finish of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
