"""How long it takes to work back and to plan a large register: ``python -m benchmarks.timetable``.

A million agreements, their ends spread over ten years, in calendar and in working days; and the plan
with the lowest peak for hundreds and thousands, half of which end on the last day of a March.
"""

import sys
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.measure import Figure, costed, report
from commissioning.profile_timetable import StageDays, TimetableSettings
from commissioning.timetable.durations import Timetable
from commissioning.timetable.smoothing import smoothing
from commissioning.timetable.worked_back import stage_starts
from models.feeds import PROCUREMENT_METHODS, TIERS

AGREEMENTS = 1_000_000
MOST_SECONDS = 5.0
ON = date(2026, 5, 20)
# How many are planned, and the most seconds that may take.
PLANNED = {500: 5.0, 2_000: 10.0}


def main() -> int:
    """Measure, print the figures and return the exit status."""
    agreements = spread_agreements()
    every_stage = StageDays(**StageDays().model_dump())
    figures = []
    for days in ("calendar", "working"):
        timetable = Timetable(TimetableSettings(days=days, stage_days=every_stage))
        with costed() as cost:
            starts = stage_starts(agreements, timetable)
        name = f"{len(starts):,} timetables in {days} days"
        figures.append(Figure(name, cost.wall, MOST_SECONDS, " s"))
    return report([*figures, *planning()])


def planning() -> list[Figure]:
    """Return how long each plan takes."""
    figures = []
    for count, most_seconds in PLANNED.items():
        agreements = agreements_to_plan(count)
        with costed() as cost:
            plan = smoothing(agreements, on=ON, timetable=Timetable(), capacity=count)
        name = f"{len(plan.procurements):,} procurements planned, the peak {plan.lowest_peak:,}"
        figures.append(Figure(name, cost.wall, most_seconds, " s"))
    return figures


def agreements_to_plan(count: int) -> pd.DataFrame:
    """Return agreements of which half end together each year, and half have an option: the same ones each time."""
    pick = np.random.default_rng(2028)
    spread = np.datetime64("2027-08-01") + pick.integers(0, 3650, count).astype("timedelta64[D]")
    march = np.datetime64("2028-03", "M") + 12 * pick.integers(0, 7, count).astype("timedelta64[M]")
    ends_on = np.where(pick.random(count) < 0.5, march.astype("datetime64[D]") + 30, spread)
    option_days = pick.choice([0, 0, 0, 365, 730, 1826], count).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "agreement_id": np.arange(count),
            "reference": pd.Series([f"A{number}" for number in range(count)], dtype="str"),
            "ends_on": ends_on.astype("datetime64[s]"),
            "latest_end_on": (ends_on + option_days).astype("datetime64[s]"),
            "notice_months": pd.Series(pick.choice([1, 3, 6], count), dtype="Int64"),
            "tier": pd.Series(pick.choice(TIERS, count), dtype="str"),
            "procurement_method": pd.Series(pick.choice(PROCUREMENT_METHODS, count), dtype="str"),
        }
    )


def spread_agreements() -> pd.DataFrame:
    """Return the agreements: the same ones each time."""
    pick = np.random.default_rng(2027)
    days = pick.integers(0, 3650, AGREEMENTS).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "ends_on": (np.datetime64("2026-01-01") + days).astype("datetime64[s]"),
            "tier": pd.Series(pick.choice(TIERS, AGREEMENTS), dtype="str"),
            "procurement_method": pd.Series(
                pick.choice(PROCUREMENT_METHODS, AGREEMENTS), dtype="str"
            ),
        }
    )


if __name__ == "__main__":
    sys.exit(main())
