"""Many agreements end together: which options to use, and which procurement to start when.

docs/explanation/smoothing.md states the model and what it leaves out.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from commissioning.dates import APRIL_FIRST, spoken_day
from commissioning.errors import RequestError
from commissioning.packs.wording import counted
from commissioning.rules.thresholds import Thresholds
from commissioning.timetable.durations import Timetable
from commissioning.timetable.lowest_peak import start_quarters
from commissioning.timetable.procurements import by_quarter, procurements
from commissioning.timetable.shortfall import (
    Shortfall,
    early_limit,
    lapse_sentences,
    least_capacity,
    named,
    too_late,
    worst_shortfall,
)
from commissioning.timetable.start_windows import GONE, start_windows

# Proposal: work begun more than a year sooner than it has to be would be out of date when it is needed.
EARLY_QUARTERS = 4
USUAL = Thresholds.model_validate({})


@dataclass(frozen=True, eq=False)
class Smoothing:
    """The plan for all that can still be replaced in time, or why there is none; and what cannot be.

    ``procurements`` has a row an agreement: the quarter in which its procurement starts, between
    which days, whether an option is used, the end that then stands (``new_ends_on``) and the day by
    which the option has to be used (``use_option_by_on``). It is empty where no plan exists.
    ``quarters`` has ``starts_before`` (each as late as it safely can without an option, what an option
    saves in the first quarter), ``starts_after`` and ``options_used``. ``lowest_peak`` is the fullest
    quarter of the best plan there is: the least capacity that would do; ``peak_without_options`` is
    that of the best one that uses an option only on the ``late_before`` that would be late without.
    ``too_late`` are in none of these: their last day to begin, ``latest_with_option_on``, has gone.
    ``capacity`` is None where nobody gave one, and the plan is then for the least that would do.
    ``option_missed`` are those whose option is not counted, as ``use_option_by_on`` has gone.
    """

    on: date
    capacity: int | None
    early_quarters: int
    timetable: Timetable
    procurements: pd.DataFrame
    quarters: pd.DataFrame
    lowest_peak: int
    peak_without_options: int
    late_before: int
    shortfall: Shortfall | None
    too_late: pd.DataFrame
    no_end: tuple[str, ...]
    option_not_recorded: tuple[str, ...]
    option_missed: pd.DataFrame
    option_before_end: tuple[str, ...]

    @property
    def exists(self) -> bool:
        """Whether there is a plan for all that can still be replaced in time."""
        return self.shortfall is None

    @property
    def sentences(self) -> list[str]:
        """What a person reads: what can no longer be done, what the plan does, or why there is none."""
        told = lapse_sentences(self.too_late, self.on, self.timetable)
        if self.shortfall is not None:
            told += self.shortfall_sentences(self.shortfall)
        elif len(self.procurements):
            others = "The plan is for the others; those that are late have to be started besides."
            told += [others] * bool(told) + self.comparison
        elif not told:
            told.append("There is nothing to plan.")
        return told + self.left_out

    @property
    def left_out(self) -> list[str]:
        """Which agreements are not planned, or their options not counted, and why."""
        missed = self.option_missed[["reference", "use_option_by_on"]]
        reasons = (
            ("Not planned, as no end date is recorded", self.no_end),
            ("Taken to have no option, as none is recorded", self.option_not_recorded),
            (
                "Taken to have no option, as the day to use it has gone",
                [f"{each} by {spoken_day(day)}" for each, day in missed.itertuples(index=False)],
            ),
            (
                "Taken to have no option, as the latest possible end is recorded before the end; "
                "put the register right",
                self.option_before_end,
            ),
        )
        return [
            f"{why}: {len(references):,} ({named(references)})."
            for why, references in reasons
            if references
        ]

    def shortfall_sentences(self, shortfall: Shortfall) -> list[str]:
        """Return why there is no plan, and what would make one."""
        is_all = self.too_late.empty
        return [
            f"No plan that starts {early_limit(self.early_quarters)} keeps "
            f"{'every agreement' if is_all else 'the others'} from lapsing.",
            shortfall.sentence,
            f"The least capacity with such a plan{'' if is_all else ' for the others'} is "
            f"{self.lowest_peak:,} a quarter.",
            shortfall.remedy,
        ]

    @property
    def comparison(self) -> list[str]:
        """Before and after, and what it would be without options."""
        before = int(self.quarters["starts_before"].max())
        used = int(self.procurements["uses_option"].sum())
        options = counted(used, "extension option") if used else "no extension option"
        told = [
            f"As things are the fullest quarter has {before:,} to start; by this plan it has "
            f"{self.lowest_peak:,}, with {options} used."
        ]
        if self.late_before:
            told.append(f"Without an option {self.late_before:,} would be late already.")
        if used > self.late_before:
            told.append(
                f"With {'no other option' if self.late_before else 'no option'} used it would have "
                f"{self.peak_without_options:,}{self.held_to_capacity}."
            )
        if self.capacity is None:
            told.append(
                f"No capacity was given; this plan needs one of {self.lowest_peak:,} a quarter."
            )
        return told

    @property
    def held_to_capacity(self) -> str:
        """Whether the peak without options is within the capacity, as a sentence goes on."""
        if self.capacity is None:
            return ""
        fits = self.peak_without_options <= self.capacity
        return f", which is {'within' if fits else 'more than'} the capacity of {self.capacity:,} a quarter"


def smoothing(
    agreements: pd.DataFrame,
    *,
    on: date,
    timetable: Timetable,
    capacity: int | None,
    early_quarters: int = EARLY_QUARTERS,
    year_start: tuple[int, int] = APRIL_FIRST,
    thresholds: Thresholds = USUAL,
) -> Smoothing:
    """Return the plan with the lowest peak of procurements started in a quarter.

    ``agreements`` are those to be replaced: ``agreement_id``, ``reference``, ``ends_on``,
    ``latest_end_on``, ``notice_months``, ``tier``, ``procurement_method``. A team can start
    ``capacity`` procurements a quarter, None for as many as it takes, each at most ``early_quarters``
    before the quarter in which it would have to start with no option used. Every replacement that can still be is in place when its
    agreement ends, extended or not; no option runs past ``latest_end_on``, and none is used whose
    notice date, by ``thresholds``, has gone. Of plans with the same peak, the one with the fewest
    options used is taken, then the one with the fewest quarters early, then the shortest extensions.
    """
    if (capacity is not None and capacity < 1) or early_quarters < 0:
        raise RequestError(
            f"a capacity of {capacity} a quarter, {early_quarters} quarters early, cannot be planned "
            "with; give a capacity of 1 or more, and 0 quarters or more."
        )
    windows, quarters = start_windows(
        agreements,
        on=on,
        timetable=timetable,
        thresholds=thresholds,
        early_quarters=early_quarters,
        year_start=year_start,
    )
    lapsing = too_late(windows)
    open_ = windows.drop(lapsing.index).reset_index(drop=True)
    peak, shortfall = least_capacity(open_), None
    if capacity is not None:
        shortfall = worst_shortfall(
            open_, quarters, capacity=capacity, early_quarters=early_quarters
        )
    planned = open_ if shortfall is None else open_.iloc[:0]
    found = procurements(planned, start_quarters(planned, peak), quarters, timetable, on)
    return Smoothing(
        on=on,
        capacity=capacity,
        early_quarters=early_quarters,
        timetable=timetable,
        procurements=found,
        quarters=by_quarter(open_, found, quarters),
        lowest_peak=peak,
        peak_without_options=peak_without_options(open_),
        late_before=int((open_["last_without"] == GONE).sum()),
        shortfall=shortfall,
        too_late=lapsing,
        no_end=tuple(agreements.loc[agreements["ends_on"].isna(), "reference"]),
        option_not_recorded=tuple(windows.loc[windows["latest_end_on"].isna(), "reference"]),
        option_missed=windows[windows["use_option_by_on"] < pd.Timestamp(on)],
        option_before_end=tuple(
            windows.loc[windows["latest_end_on"] < windows["ends_on"], "reference"]
        ),
    )


def peak_without_options(windows: pd.DataFrame) -> int:
    """Return the lowest peak with an option used only on what would be late without one."""
    last = windows["last_without"].where(windows["last_without"] != GONE, windows["last"])
    return least_capacity(windows.assign(last=last))
