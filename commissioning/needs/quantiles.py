"""Areas in order of a value, cut into tenths, fifths or as many parts as wanted."""

import numpy as np
import pandas as pd

from commissioning.errors import RequestError
from commissioning.needs.inputs import as_numbers


def quantiles(
    values: pd.Series, parts: int = 10, *, by: pd.Series | None = None, highest_first: bool = True
) -> pd.Series:
    """Return the part, from 1 to ``parts``, into which each area's value falls; missing where it has none.

    Part 1 holds the highest values, or the lowest where ``highest_first`` is false. Equal values share
    a part. ``by`` gives each area's group, and each group is cut by itself. All are missing in a group
    with fewer values than parts.
    Source: Office for Health Improvement and Disparities, Technical Guide: Assigning Deprivation
    Quintiles (2018).
    """
    if parts < 1 or parts != int(parts):
        raise RequestError(f"quantiles: values cannot be cut into {parts} parts; give 1 or more.")
    cells = as_numbers("quantiles", value=values)["value"]
    group = pd.Series(0, index=cells.index) if by is None else pd.Series(by, index=cells.index)
    ordered = (-cells if highest_first else cells).groupby(group.to_numpy(), dropna=False)
    rank = ordered.rank(method="min")
    count = ordered.transform("count")
    part = parts + 1 - pd.Series(np.ceil((count + 1 - rank) * parts / count.where(count > 0)))
    return part.clip(lower=1).where(count >= parts).astype("Int64").rename("quantile")
