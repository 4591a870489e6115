"""The smoothing of what can still be replaced in time, with what had to be left out of it and why."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from commissioning.packs.wording import counted
from commissioning.timetable.durations import Timetable
from commissioning.timetable.lowest_peak import NoPlanInTime
from commissioning.timetable.shortfall import lapse_sentences
from commissioning.timetable.smoothing import Smoothing, smoothing


@dataclass(frozen=True, eq=False)
class Smoothed:
    """A plan for those that can still be in time; ``left_out`` are the others, too late already.

    ``capacity`` is None where nobody gave one; the plan is then made for the least that would do.
    ``found`` is None where the optimiser gave up, and ``why_not`` says so.
    """

    on: date
    capacity: int | None
    left_out: pd.DataFrame
    found: Smoothing | None
    why_not: str = ""

    @property
    def sentences(self) -> list[str]:
        """What a person reads of it."""
        told = []
        if len(self.left_out):
            told = lapse_sentences(self.left_out, self.on)[:-1]
            told.append("They are left out of the plan below, which is for the others.")
        if self.found is None:
            return [*told, self.why_not]
        if len(self.left_out) and self.found.procurements.empty and self.found.exists:
            told[-1] = "No other is left to plan."
            return told + self.found.sentences[1:]
        if self.capacity is None and len(self.found.procurements):
            least = counted(self.found.lowest_peak, "procurement")
            told.append(
                f"Nobody said how many a team can start, so this is for the least that would do: {least} a quarter."
            )
        return told + self.found.sentences


def smoothed(
    agreements: pd.DataFrame,
    *,
    on: date,
    timetable: Timetable,
    capacity: int | None,
    year_start: tuple[int, int],
) -> Smoothed:
    """Return the plan of those that can still be replaced in time, at a capacity or the least there is."""
    plan = partial(smoothing, on=on, timetable=timetable, year_start=year_start)
    left_out, rest = agreements.iloc[:0], agreements
    try:
        found = plan(agreements, capacity=1 if capacity is None else capacity)
        left_out = found.too_late
        if len(left_out):
            rest = agreements[~agreements["agreement_id"].isin(left_out["agreement_id"])]
            found = plan(rest, capacity=found.capacity)
        if capacity is None and found.lowest_peak > 1:
            found = plan(rest, capacity=found.lowest_peak)
    except NoPlanInTime as error:
        return Smoothed(on, capacity, left_out, None, str(error))
    return Smoothed(on, capacity, left_out, found)
