"""Columns that hold several things in one text, with ; between them."""

import numpy as np
import numpy.typing as npt
import pandas as pd


def apart(texts: pd.Series) -> tuple[npt.NDArray[np.intp], pd.Series]:
    """Return the places of rows that hold something, once for each thing, and the things.

    There are many rows and few texts: each text is taken apart once, and the things are a categorical.
    """
    codes, written = pd.factorize(texts)
    parts = [[part.strip() for part in text.split(";")] for text in written]
    count = np.array([*map(len, parts), 0], dtype=np.intp)
    first = np.cumsum(count) - count
    rows = np.repeat(np.arange(len(texts)), count[codes])
    begins = np.repeat(np.cumsum(count[codes]) - count[codes], count[codes])
    within = np.arange(len(rows)) - begins
    things, different = pd.factorize(
        np.array([part for each in parts for part in each], dtype=object)
    )
    of_rows = things[first[codes[rows]] + within]
    return rows, pd.Series(pd.Categorical.from_codes(of_rows, pd.Index(different, dtype="str")))
