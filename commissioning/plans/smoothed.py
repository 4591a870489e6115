"""The smoothing of what can still be replaced in time, or why the optimiser has none."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.rules.thresholds import Thresholds
from commissioning.timetable.durations import Timetable
from commissioning.timetable.lowest_peak import NoPlanInTime
from commissioning.timetable.smoothing import Smoothing, smoothing


@dataclass(frozen=True, eq=False)
class Smoothed:
    """A plan for those that can still be in time.

    ``capacity`` is None where nobody gave one; the plan is then made for the least that would do.
    ``found`` is None where the optimiser gave up, and ``why_not`` says so.
    """

    capacity: int | None
    found: Smoothing | None
    why_not: str = ""

    @property
    def too_late(self) -> pd.DataFrame:
        """Those left out of the plan, which could not be in time whatever is started now."""
        return (
            pd.DataFrame({"agreement_id": [], "reference": []})
            if self.found is None
            else self.found.too_late
        )

    @property
    def sentences(self) -> list[str]:
        """What a person reads of it."""
        if self.found is None:
            return [self.why_not]
        return self.found.sentences


def smoothed(
    agreements: pd.DataFrame,
    *,
    on: date,
    timetable: Timetable,
    capacity: int | None,
    year_start: tuple[int, int],
    thresholds: Thresholds,
) -> Smoothed:
    """Return the plan of those that can still be replaced in time, at a capacity or the least there is."""
    try:
        found = smoothing(
            agreements,
            on=on,
            timetable=timetable,
            capacity=capacity,
            year_start=year_start,
            thresholds=thresholds,
        )
    except NoPlanInTime as error:
        return Smoothed(capacity, None, str(error))
    return Smoothed(capacity, found)
