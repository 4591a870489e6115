"""No extension is left and a replacement is already due: the service has to be procured again."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.expiry_within_lead_time import lead_months, tier_held_to, window_opens_on
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "The end, {ends_on}, cannot be extended any further, and a replacement needs "
        "{lead_months} months ({tier}): work on it was to begin by {opens_on}."
    ),
    "clear": (
        "It can be extended, or its end is further off than the months a replacement needs "
        "(silver's months where no tier is recorded)."
    ),
    "unknown": "Whether any extension is left cannot be told: {missing}.",
}


def extension_exhausted(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``latest_end_on`` is not after ``ends_on`` and the tier's lead time has begun;
    ``unknown`` when a day it turns on is empty; ``clear`` otherwise. ``act_by`` is the day the
    lead time began. Basis and worked cases: docs/rules/extension_exhausted.md.
    """
    agreements = asked(register, on)
    ends_on, latest_end_on = agreements["ends_on"], agreements["latest_end_on"]
    opens_on = window_opens_on(agreements, thresholds)
    is_open = opens_on <= pd.Timestamp(on)
    return results(
        agreements,
        rule="extension_exhausted",
        on=on,
        flagged=is_open & (latest_end_on <= ends_on),
        unknown=ends_on.isna() | (is_open & latest_end_on.isna()),
        severity="high",
        act_by=opens_on,
        facts={
            "ends_on": ends_on,
            "latest_end_on": latest_end_on,
            "opens_on": opens_on,
            "lead_months": lead_months(agreements, thresholds),
            "tier": tier_held_to(agreements),
        },
        missing={"ends_on": ends_on.isna(), "latest_end_on": latest_end_on.isna()},
    )
