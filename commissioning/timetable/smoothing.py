"""Many agreements end together: which options to use, and which procurement to start when.

docs/explanation/smoothing.md states the model and what it leaves out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import APRIL_FIRST, Period, months_after
from commissioning.errors import RequestError
from commissioning.timetable.durations import Timetable
from commissioning.timetable.lowest_peak import start_quarters
from commissioning.timetable.shortfall import (
    Shortfall,
    lapse_sentences,
    named,
    too_late,
    worst_shortfall,
)
from commissioning.timetable.start_windows import GONE, start_windows
from commissioning.timetable.worked_back import latest_start_on

# Proposal: work begun more than a year sooner than it has to be would be out of date when it is needed.
EARLY_QUARTERS = 4
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
)


@dataclass(frozen=True, eq=False)
class Smoothing:
    """The plan, or why there is none.

    ``procurements`` has a row an agreement: the quarter in which its procurement starts, between
    which days, whether an option is used and the end that then stands (``new_ends_on``). It is empty
    where no plan exists. ``quarters`` has ``starts_before`` (each as late as it safely can without an
    option, what is late already in the first quarter), ``starts_after`` and ``options_used``.
    ``lowest_peak`` is the fullest quarter of the best plan there is for all that can still be replaced
    in time: the least capacity that would do for them. ``too_late`` are the others; where
    ``leaves_out_late`` they are left out of the plan, and of the quarters.
    """

    on: date
    capacity: int
    procurements: pd.DataFrame
    quarters: pd.DataFrame
    lowest_peak: int
    late_before: int
    shortfall: Shortfall | None
    too_late: pd.DataFrame
    no_end: tuple[str, ...]
    option_not_recorded: tuple[str, ...]
    leaves_out_late: bool = False

    @property
    def exists(self) -> bool:
        """Whether there is a plan."""
        return self.shortfall is None and (self.too_late.empty or self.leaves_out_late)

    @property
    def sentences(self) -> list[str]:
        """What a person reads: what the plan does, or each reason why there is none."""
        told = self._lapses if self.leaves_out_late else []
        if told:
            told.append("They are left out of the plan.")
        if not self.exists:
            told.append("No plan keeps every agreement from lapsing.")
        elif len(self.procurements):
            told.append(self.comparison)
        else:
            told.append("No other is left to plan." if told else "There is nothing to plan.")
        if not self.leaves_out_late and len(self.too_late):
            told += [*self._lapses, "Ask again without them to plan the others."]
        if self.shortfall is not None:
            told += [
                self.shortfall.sentence,
                f"The least capacity with a plan is {self.lowest_peak:,} a quarter.",
            ]
        if self.no_end:
            told.append(f"Not planned, as no end date is recorded: {named(self.no_end)}.")
        if self.option_not_recorded:
            told.append(
                f"Taken to have no option, as none is recorded: {named(self.option_not_recorded)}."
            )
        return told

    @property
    def _lapses(self) -> list[str]:
        return lapse_sentences(self.too_late, self.on)

    @property
    def comparison(self) -> str:
        """Before and after in one sentence."""
        before, after = (
            int(self.quarters[name].max()) for name in ("starts_before", "starts_after")
        )
        used = int(self.procurements["uses_option"].sum())
        options = f"{used:,} extension {'option' if used == 1 else 'options'}"
        late = f" Without an option {self.late_before:,} would be late already."
        return (
            f"As things are the fullest quarter has {before:,} to start; by this plan it has {after:,}, "
            f"with {options} used.{late if self.late_before else ''}"
        )


def smoothing(
    agreements: pd.DataFrame,
    *,
    on: date,
    timetable: Timetable,
    capacity: int | None,
    early_quarters: int = EARLY_QUARTERS,
    year_start: tuple[int, int] = APRIL_FIRST,
    leaves_out_late: bool = False,
) -> Smoothing:
    """Return the plan with the lowest peak of procurements started in a quarter.

    ``agreements`` are those to be replaced: ``agreement_id``, ``reference``, ``ends_on``,
    ``latest_end_on``, ``tier``, ``procurement_method``. A team can start ``capacity`` procurements a
    quarter, each at most ``early_quarters`` before the quarter in which it would have to start with no
    option used. Every replacement is in place when its agreement ends, extended or not, and no
    agreement runs past its ``latest_end_on``. Of plans with the same peak, the one with the fewest
    options used is taken, then the earliest. Without a capacity it is the lowest peak. What can no
    longer be replaced in time leaves no plan, unless ``leaves_out_late``: then the others have one.
    """
    if (capacity is not None and capacity < 1) or early_quarters < 0:
        raise RequestError(
            f"a capacity of {capacity} a quarter, {early_quarters} quarters early, cannot be planned "
            "with; give a capacity of 1 or more, and 0 quarters or more."
        )
    windows, quarters = start_windows(
        agreements, on=on, timetable=timetable, early_quarters=early_quarters, year_start=year_start
    )
    lapsing = too_late(windows)
    open_ = windows.drop(lapsing.index).reset_index(drop=True)
    places = start_quarters(open_)
    peak = int(np.bincount(places).max(initial=0))
    capacity = max(peak, 1) if capacity is None else capacity
    shortfall = worst_shortfall(open_, quarters, capacity)
    is_plan = shortfall is None and (lapsing.empty or leaves_out_late)
    told = open_ if leaves_out_late else windows
    planned = procurements(open_, places, quarters, timetable, on)
    if not is_plan:
        planned = planned.iloc[:0]
    return Smoothing(
        on=on,
        capacity=capacity,
        procurements=planned,
        quarters=by_quarter(told, planned, quarters),
        lowest_peak=peak,
        late_before=int((told["last_without"] == GONE).sum()),
        shortfall=shortfall,
        too_late=lapsing,
        no_end=tuple(agreements.loc[agreements["ends_on"].isna(), "reference"]),
        option_not_recorded=tuple(told.loc[told["latest_end_on"].isna(), "reference"]),
        leaves_out_late=leaves_out_late,
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
