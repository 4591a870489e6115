"""A rule that is flagged quarter after quarter in half of the departments: a failing of the system."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from commissioning.compliance.matrix import NO_DEPARTMENT
from commissioning.dates import Period, last_finished

# Both a proposal: nobody publishes when failings are systematic.
QUARTERS, SHARE_OF_DEPARTMENTS = 3, (1, 2)


def quarters_asked(on: date, year_start: tuple[int, int]) -> list[Period]:
    """Return the last three quarters that had finished on a day, the first one first.

    A quarter has finished on its last day: its results are those of that day.
    """
    quarters = [last_finished("quarter", on + timedelta(days=1), year_start)]
    while len(quarters) < QUARTERS:
        quarters.insert(0, last_finished("quarter", quarters[0].starts_on, year_start))
    return quarters


def systematic(quarters: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return for each rule in how many departments it was flagged in every one of the quarters.

    ``quarters`` are matrices, one a quarter's last day. A department counts where it is in all of
    them: it existed on every one of the days, or something was answered of it. ``is_systematic`` when ``failing`` is half of ``departments`` or more; ``failing_departments``
    names them.
    """
    cells = pd.concat(quarters)
    cells = cells[cells["department"] != NO_DEPARTMENT]
    is_flagged = cells.assign(is_flagged=cells["flagged"] > 0)
    by_cell = is_flagged.groupby(["rule", "department"], sort=False)["is_flagged"]
    fired = by_cell.all()[by_cell.size() == len(quarters)]
    every = fired.groupby(level="rule", sort=False)
    departments = every.size()
    failing = every.sum().astype("int64")
    names = fired[fired].reset_index().groupby("rule")["department"].agg(list)
    part, whole = SHARE_OF_DEPARTMENTS
    return pd.DataFrame(
        {
            "failing": failing,
            "departments": departments,
            "is_systematic": (failing > 0) & (failing * whole >= departments * part),
            "failing_departments": [names.get(rule, []) for rule in failing.index],
        }
    ).reset_index()
