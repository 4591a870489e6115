"""In which quarters the procurement that replaces each agreement could start."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import APRIL_FIRST, Period, quarter_of
from commissioning.rules.result import notice_on
from commissioning.rules.thresholds import Thresholds
from commissioning.timetable.durations import Timetable
from commissioning.timetable.worked_back import latest_start_on

Places = npt.NDArray[np.int64]

# The place of a quarter before the first: too late.
GONE = -1
ORDER = ["last_without", "last", "first", "ends_on", "reference", "agreement_id"]


def quarters_from(on: date, until: date, start: tuple[int, int] = APRIL_FIRST) -> list[Period]:
    """Return the quarters of the financial year from the one that holds ``on`` to that of ``until``."""
    quarters = [quarter_of(on, start)]
    while quarters[-1].ends_on < until:
        quarters.append(quarter_of(quarters[-1].ends_on + timedelta(days=1), start))
    return quarters


def start_windows(
    agreements: pd.DataFrame,
    *,
    on: date,
    timetable: Timetable,
    thresholds: Thresholds,
    early_quarters: int,
    year_start: tuple[int, int],
) -> tuple[pd.DataFrame, list[Period]]:
    """Return the agreements that have an end, each with its window, and the quarters in order.

    ``first`` is the place of the first quarter it may start in, ``last_without`` that of the last one
    with no option used, and ``last`` that of the last one at all; -1 where the day has gone.
    ``latest_start_on`` and ``latest_with_option_on`` are the days themselves. ``use_option_by_on`` is
    the notice date, by which an option has to be used, empty where none is left or the agreement ended
    before ``on``; ``option_ends_on`` the last possible end, empty too once that notice date has gone.
    """
    day = pd.Timestamp(on)
    found = agreements[agreements["ends_on"].notna()]
    ends_on, option_on = found["ends_on"], found["latest_end_on"]
    use_by_on = notice_on(found, thresholds).where((option_on > ends_on) & (ends_on >= day))
    found = found.assign(
        use_option_by_on=use_by_on,
        option_ends_on=option_on.where(use_by_on >= day),
        latest_start_on=latest_start_on(found, timetable),
    )
    last_end = found["option_ends_on"].fillna(ends_on)
    found["latest_with_option_on"] = latest_start_on(found.assign(ends_on=last_end), timetable)
    final = found["latest_with_option_on"].max() if len(found) else day
    quarters = quarters_from(on, final.date(), year_start)

    found["last_without"] = places(found["latest_start_on"], on, quarters)
    found["last"] = places(found["latest_with_option_on"], on, quarters)
    found["first"] = first_places(found, early_quarters)
    return found.sort_values(ORDER, kind="stable", ignore_index=True), quarters


def first_places(windows: pd.DataFrame, early_quarters: int) -> pd.Series:
    """Return the place of the first quarter in which each may start, so many quarters early."""
    return (windows["last_without"] - early_quarters).clip(lower=0)


def places(days: pd.Series, on: date, quarters: Sequence[Period]) -> Places:
    """Return the place of each day's quarter; -1 where the day is before ``on``."""
    firsts = np.array([quarter.starts_on for quarter in quarters], "datetime64[D]")
    found = np.searchsorted(firsts, days.to_numpy("datetime64[D]"), side="right") - 1
    gone = (days < pd.Timestamp(on)).to_numpy(dtype=bool)
    place: Places = np.where(gone, GONE, found).astype("int64")
    return place
