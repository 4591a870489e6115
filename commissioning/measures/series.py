"""Each measure as a series in time: one point for each period that a return came for, or should have."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import months_after
from commissioning.measures.periods import MONTHS_EACH
from commissioning.measures.quarters import KEY, in_or_owed
from commissioning.profile_tables import Rebase


def measure_series(measures: pd.DataFrame, returns: pd.DataFrame, *, on: date) -> pd.DataFrame:
    """Return the points of each measure, first one first: ``KEY``, on, ends_on, value, direction, row_id.

    ``on`` is the first day of the period. A period between two returns that has none of its own, by the
    measure's frequency, is a point without a value. Of two returns of one period the last counts.
    """
    own = measures.drop_duplicates(KEY, keep="last")[[*KEY, "direction", "frequency"]]
    given = in_or_owed(returns, on)
    given = given.assign(on=given["starts_on"].fillna(given["period"]), ends_on=given["period"])
    columns = [*KEY, "on", "ends_on", "value", "row_id"]
    points = given.sort_values([*KEY, "on", "ends_on"], kind="stable")[columns]
    points = points.drop_duplicates([*KEY, "on"], keep="last").merge(own, on=KEY)
    return with_gaps(points).drop(columns="frequency")


def with_gaps(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points and one without a value for each period that was passed over."""
    months = points["frequency"].map(MONTHS_EACH).astype("float64")
    # By their ends, because a first period may be cut to the start of the agreement.
    place = points["ends_on"].dt.year * 12 + points["ends_on"].dt.month
    apart = place.groupby([points[key] for key in KEY]).diff() // months
    passed_over = (apart.fillna(1).clip(lower=1) - 1).astype("int64")
    gaps = points.loc[points.index.repeat(passed_over)]
    if gaps.empty:
        return points
    back = gaps.groupby(level=0).cumcount() + 1
    step = (back * months[gaps.index]).astype("int64")
    gaps = gaps.assign(
        on=months_after(gaps["on"], -step),
        ends_on=months_after(gaps["on"], months[gaps.index] - step) - pd.Timedelta(days=1),
        value=np.nan,
        row_id=None,
    )
    return pd.concat([points, gaps.astype(points.dtypes.to_dict())]).sort_values(
        [*KEY, "on"], kind="stable", ignore_index=True
    )


def rebase_days(
    rebases: tuple[Rebase, ...], agreements: pd.DataFrame, points: pd.DataFrame
) -> pd.DataFrame:
    """Return the points at which measures are rebased: ``KEY``, on, reason.

    Each is the first point whose period begins on the day that the profile names, or after it.
    """
    named = pd.DataFrame(
        [(each.reference, each.measure, each.on, each.reason) for each in rebases],
        columns=["reference", "measure", "from_on", "reason"],
    ).astype({"reference": "str", "measure": "str", "from_on": "datetime64[s]", "reason": "str"})
    named = named.merge(agreements[["agreement_id", "reference"]], on="reference")
    found = named.merge(points[[*KEY, "on"]], on=KEY)
    found = found[found["on"] >= found["from_on"]].sort_values([*KEY, "from_on", "on"])
    found = found.drop_duplicates([*KEY, "from_on"])
    return found.drop_duplicates([*KEY, "on"], keep="last")[[*KEY, "on", "reason"]]
