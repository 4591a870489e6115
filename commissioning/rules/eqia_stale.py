"""The equality impact assessment is years old, and the service and those it serves have moved on."""

from datetime import date

import pandas as pd

from commissioning.dates import months_after
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.eqia_missing import COMPLETED, assessments
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Its equality impact assessment was completed on {completed_on}, and is taken for current "
        "for {stale_months} months, until {stale_after_on}."
    ),
    "clear": "Its equality impact assessment is recent enough, or none of it is completed.",
    "unknown": "How old its equality impact assessment is cannot be told: {missing}.",
}


def eqia_stale(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``on`` is after ``eqia_stale_months`` calendar months from the completion of its
    assessment; ``unknown`` when assessments were never loaded or the day of completion is empty;
    ``clear`` otherwise, without a completed assessment too. ``act_by`` is the last day on which it
    was current. Basis and worked cases: docs/rules/eqia_stale.md.
    """
    agreements = asked(register, on)
    assessed = looked_up(agreements["agreement_id"], assessments(register))
    completed_on = assessed["completed_on"]
    is_completed = assessed["status"].isin(COMPLETED)
    stale_after = months_after(completed_on, thresholds.eqia_stale_months)
    unloaded = never_loaded(register, "equality", agreements)
    return results(
        agreements,
        rule="eqia_stale",
        on=on,
        flagged=is_completed & (stale_after < pd.Timestamp(on)),
        unknown=unloaded | (is_completed & completed_on.isna()),
        severity="medium",
        act_by=stale_after.where(is_completed).fillna(notice_on_asked(register, on, thresholds)),
        facts={
            "completed_on": completed_on,
            "stale_after_on": stale_after,
            "stale_months": thresholds.eqia_stale_months,
        },
        missing={"equality": unloaded, "completed_on": is_completed & completed_on.isna()},
        extra_row_ids=register.equality[["agreement_id", "row_id"]],
    )
