"""Names written in many rows, folded once each."""

import pandas as pd

from models.names import folded


def folded_once(names: pd.Series) -> pd.Series:
    """Return the names folded, each writing of a name only once: there are many rows and few names."""
    codes, written = pd.factorize(names)
    # The code -1 of a missing name takes the last; and Arrow cannot join on what was made of no text.
    by_code = folded(pd.Series([*written, None], dtype="str"))
    return pd.Series(by_code.array.take(codes), names.index)
