"""Texts written in many rows, looked at once each: there are many rows and few texts."""

from collections.abc import Callable

import pandas as pd

from models.names import folded


def folded_once(names: pd.Series) -> pd.Series:
    """Return the names folded, each writing of a name only once."""
    return of_each_writing(names, folded)


def of_each_writing(texts: pd.Series, make: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return what ``make`` makes of each writing, by row; it is asked once of each, and last of a missing one."""
    codes, written = pd.factorize(texts)
    # The code -1 of a missing text takes the last; and Arrow cannot join on what was made of no text.
    by_code = make(pd.Series([*written, None], dtype="str"))
    return pd.Series(by_code.array.take(codes), texts.index)
