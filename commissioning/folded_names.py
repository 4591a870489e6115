"""Names written in many rows, folded once each."""

import pandas as pd

from models.names import folded


def folded_once(names: pd.Series) -> pd.Series:
    """Return the names folded, each writing of a name only once: there are many rows and few names."""
    codes, written = pd.factorize(names)
    return (
        folded(pd.Series(written, dtype="str"))
        .reindex(pd.Index(codes))  # the code -1 of a missing name finds none
        .set_axis(names.index)
    )
