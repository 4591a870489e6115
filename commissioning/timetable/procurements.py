"""The procurements of a plan with their days and ends, and how many start in each quarter."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import Period, months_after
from commissioning.timetable.durations import Timetable
from commissioning.timetable.worked_back import latest_start_on

PROCUREMENTS = (
    "agreement_id",
    "reference",
    "ends_on",
    "latest_end_on",
    "latest_start_on",
    "quarter",
    "start_from_on",
    "start_by_on",
    "uses_option",
    "new_ends_on",
    "use_option_by_on",
)


def procurements(
    windows: pd.DataFrame,
    places: npt.NDArray[np.int64],
    quarters: Sequence[Period],
    timetable: Timetable,
    on: date,
) -> pd.DataFrame:
    """Return the procurements to start, quarter by quarter, with the end that then stands."""
    begins = np.array([quarter.starts_on for quarter in quarters], "datetime64[s]")[places]
    ends = np.array([quarter.ends_on for quarter in quarters], "datetime64[s]")[places]
    uses_option = pd.Series(places > windows["last_without"], windows.index)
    safe = windows["latest_start_on"].mask(uses_option, windows["latest_with_option_on"])
    found = windows.assign(
        quarter=pd.Series([quarters[place].label for place in places], dtype="str"),
        start_from_on=pd.Series(np.maximum(begins, np.datetime64(on, "s"))),
        start_by_on=pd.Series(ends).where(safe > ends, safe),
        uses_option=uses_option,
        new_ends_on=windows["ends_on"],
    )
    found.loc[uses_option, "new_ends_on"] = extended_ends_on(found[uses_option], timetable)
    found["use_option_by_on"] = found["use_option_by_on"].where(uses_option)
    order = ["start_from_on", "start_by_on", "reference", "agreement_id"]
    return found.sort_values(order, ignore_index=True)[list(PROCUREMENTS)]


def extended_ends_on(extended: pd.DataFrame, timetable: Timetable) -> pd.Series:
    """Return the soonest end, in whole months from the present one, that makes the start safe.

    Never after ``option_ends_on``, which makes it safe where no whole month does.
    """
    new_ends_on = extended["option_ends_on"].copy()
    pending, months = extended, 0
    while len(pending):
        months += 1
        longer = months_after(pending["ends_on"], months)
        longer = longer.where(longer < pending["option_ends_on"], pending["option_ends_on"])
        is_safe = (
            latest_start_on(pending.assign(ends_on=longer), timetable) >= pending["start_by_on"]
        )
        new_ends_on[longer.index[is_safe]] = longer[is_safe]
        pending = pending[~is_safe]
    return new_ends_on


def by_quarter(
    windows: pd.DataFrame, planned: pd.DataFrame, quarters: Sequence[Period]
) -> pd.DataFrame:
    """Return how many procurements start in each quarter before and after, and the options used."""
    before = np.bincount(windows["last_without"].clip(lower=0), minlength=len(quarters))
    labels = [quarter.label for quarter in quarters]
    counts = planned.groupby("quarter").agg(
        starts=("reference", "size"), used=("uses_option", "sum")
    )
    counts = counts.reindex(labels, fill_value=0)
    return pd.DataFrame(
        {
            "quarter": pd.Series(labels, dtype="str"),
            "starts_on": pd.Series(
                [quarter.starts_on for quarter in quarters], dtype="datetime64[s]"
            ),
            "starts_before": before,
            "starts_after": counts["starts"].to_numpy("int64"),
            "options_used": counts["used"].to_numpy("int64"),
        }
    )
