"""The statutory notices that are overdue or fall due soon, agreement by agreement, the first day first."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pandas as pd

from commissioning.clocks import Setting, ask_clocks
from commissioning.clocks.catalogue import CATALOGUE
from commissioning.dates import months_after
from commissioning.register import Register
from commissioning.rules.by_department import of_each_department, rows_replaced
from commissioning.rules.thresholds import Thresholds

STATUSES = ("flagged", "unknown", "clear", "not_applicable")
TOLD = ("notice", "title", "basis")


def notices_asked(
    register: Register,
    *,
    on: date,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds],
    expected_payments_gbp: Mapping[str, int],
) -> pd.DataFrame:
    """Return what every clock says of each agreement, by the thresholds of its own department."""
    ask: Callable[[Thresholds], pd.DataFrame] = partial(
        _asked_with, register, on, expected_payments_gbp
    )
    return of_each_department(ask, register, thresholds=thresholds, own=own, replaced=rows_replaced)


def _asked_with(
    register: Register, on: date, expected: Mapping[str, int], thresholds: Thresholds
) -> pd.DataFrame:
    return ask_clocks(register, on=on, setting=Setting(thresholds, expected))


def notices_to_see_to(asked: pd.DataFrame, *, on: date, months: int) -> pd.DataFrame:
    """Return what is flagged, and what is owed and not seen to be published within so many months.

    One row a notice, with what it is called (``notice``, ``title``) and the ``basis``; the earliest
    day first, and what no day would mend last.
    """
    falls_due = asked["due_on"] <= pd.Timestamp(months_after(on, months))
    listed = asked[(asked["status"] == "flagged") | falls_due]
    about = {name: [getattr(each, name) for each in CATALOGUE.values()] for name in TOLD}
    told = pd.DataFrame(about, index=pd.Index(list(CATALOGUE), name="clock"))
    named = listed.join(told, on="clock")
    return named.sort_values(["due_on", "reference", "clock"], kind="stable", ignore_index=True)


def counted_by_clock(asked: pd.DataFrame) -> pd.DataFrame:
    """Return how many agreements each clock was asked of, and how many of each answer."""
    counts = asked.groupby(["clock", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=list(CATALOGUE), columns=list(STATUSES), fill_value=0)
    return counts.astype("int64").rename_axis(index="clock", columns=None).reset_index()
