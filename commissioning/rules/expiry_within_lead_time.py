"""The agreement ends sooner than a replacement could be in place: a direct award, or a gap."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import months_before
from commissioning.register import Register, asked, looked_up
from commissioning.rules.answers import Answers
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "The end is {ends_on}, and a replacement needs {lead_months} months ({tier}): "
        "work on it was to begin by {opens_on}."
    ),
    "clear": (
        "The end is further off than the months a replacement needs "
        "(silver's months where no tier is recorded)."
    ),
    "unknown": "How soon it ends cannot be told: {missing}.",
}


def expiry_within_lead_time(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``ends_on`` (inclusive) falls within the tier's lead time in calendar months,
    or has passed; ``unknown`` when the register has no end date; ``clear`` otherwise. ``act_by``
    is the day the window opened. Basis and worked cases: docs/rules/expiry_within_lead_time.md.
    """
    agreements = asked(register, on)
    ends_on = agreements["ends_on"]
    opens_on = window_opens_on(agreements, thresholds)
    return results(
        agreements,
        rule="expiry_within_lead_time",
        on=on,
        flagged=opens_on <= pd.Timestamp(on),
        unknown=ends_on.isna(),
        severity=nearness(ends_on, on, thresholds),
        act_by=opens_on,
        facts={
            "ends_on": ends_on,
            "opens_on": opens_on,
            "lead_months": lead_months(agreements, thresholds),
            "tier": tier_held_to(agreements),
        },
        missing={"ends_on": ends_on.isna()},
    )


def window_opens_on(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the first day on which each end falls within its tier's lead time."""
    return months_before(agreements["ends_on"], lead_months(agreements, thresholds))


def lead_months(agreements: pd.DataFrame, thresholds: Thresholds) -> pd.Series:
    """Return the months a replacement takes: the tier's, and silver's where none is recorded."""
    by_tier = pd.Series(thresholds.lead_months.model_dump())
    return looked_up(agreements["tier"], by_tier).fillna(by_tier["silver"]).astype("int64")


def tier_held_to(agreements: pd.DataFrame) -> pd.Series:
    """Return the tier whose months were used, and say so where it was not recorded."""
    return (agreements["tier"] + " tier").fillna("silver tier, as no tier is recorded")


def nearness(ends_on: pd.Series, on: date, thresholds: Thresholds) -> pd.Series:
    """Return the severity: it rises as the end comes nearer."""
    day = pd.Timestamp(on)
    critical = months_before(ends_on, thresholds.lead_critical_months) <= day
    high = months_before(ends_on, thresholds.lead_high_months) <= day
    return pd.Series(
        np.select([critical, high], ["critical", "high"], "medium"), ends_on.index, dtype="str"
    )
