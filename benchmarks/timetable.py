"""How long it takes to work back a large register: ``python -m benchmarks.timetable``.

A million agreements, their ends spread over ten years, in calendar and in working days.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.measure import Figure, costed, report
from commissioning.profile_timetable import StageDays, TimetableSettings
from commissioning.timetable.durations import Timetable
from commissioning.timetable.worked_back import stage_starts
from models.feeds import PROCUREMENT_METHODS, TIERS

AGREEMENTS = 1_000_000
MOST_SECONDS = 5.0


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
    return report(figures)


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
