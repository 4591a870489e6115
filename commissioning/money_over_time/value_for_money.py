"""Whether value for money rose: quality and unit cost of a year against those of the year before.

A lower cost with lower quality is no saving, and is never said to be one.
"""

from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from commissioning.dates import YEAR_MONTHS, months_after
from commissioning.measures.volume import (
    COUNT,
    added,
    days_of_terms,
    last_complete_year,
    of_all_days,
    returned_within,
)
from commissioning.register import Register

Verdict = Literal[
    "improved", "unchanged", "worsened", "cost_down_quality_down", "cost_up_quality_up"
]
QUALITY = ("how_well", "better_off")

BY_WAY: dict[tuple[int, int], Verdict] = {
    (1, -1): "improved",
    (1, 0): "improved",
    (0, -1): "improved",
    (0, 0): "unchanged",
    (-1, -1): "cost_down_quality_down",
    (1, 1): "cost_up_quality_up",
    (0, 1): "worsened",
    (-1, 0): "worsened",
    (-1, 1): "worsened",
}


def value_for_money(quality_change: float, unit_cost_change: float) -> Verdict:
    """Return what a change of quality and one of unit cost come to: each above, at or below nought."""
    quality, cost = ((change > 0) - (change < 0) for change in (quality_change, unit_cost_change))
    return BY_WAY[quality, cost]


def quality_changes(register: Register, *, on: date) -> pd.Series:
    """Return by agreement whether its quality rose (1), fell (-1) or stayed (0) in the last complete year.

    A measure of how well, or of who is better off, has the mean of the values returned for the year,
    against that of the year before; which way is better is its direction. Where some of an agreement's
    measures rose and others fell it is missing, as it is where none has the whole of both years.
    """
    measures = register.measures[register.measures["kind"].isin(QUALITY)]
    sign = measures["direction"].map({"higher": 1.0, "lower": -1.0}).astype("float64")
    known = measures.assign(sign=sign).drop_duplicates(COUNT, keep="last")[[*COUNT, "sign"]]
    found = known.assign(
        now=yearly_means(register, known, on, 0), before=yearly_means(register, known, on, 1)
    )
    change = (found["sign"] * (found["now"] - found["before"])).round(9)
    by_agreement = change.dropna().groupby(found["agreement_id"])
    most, least = np.sign(by_agreement.max()), np.sign(by_agreement.min())
    way: pd.Series = (most + least).clip(-1, 1).where(most * least >= 0)
    return way


def yearly_means(
    register: Register, measures: pd.DataFrame, on: date, years_before: int
) -> pd.Series:
    """Return the mean of each measure's returns for the last complete year, or one before it.

    It is missing unless they have a value each and follow one another through every day of the year that
    lies in the agreement's term.
    """
    starts_on = last_complete_year(on, register.financial_year_start, years_before)
    ends_on = months_after(starts_on, YEAR_MONTHS) - timedelta(days=1)
    given = returned_within(register.returns, starts_on, ends_on, on)
    terms = days_of_terms(register.agreements, starts_on, ends_on)
    whole = of_all_days(measures, added(given), terms)
    return whole["volume"] / whole["returns"]
