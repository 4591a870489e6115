"""An equality impact assessment was completed months ago, and it is still not published."""

from datetime import date

import pandas as pd

from commissioning.dates import months_after
from commissioning.register import Register, asked_ended_too, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.eqia_missing import COMPLETED, assessments
from commissioning.rules.result import notice_on, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Its equality impact assessment was completed on {completed_on} and was to be published "
        "within {publish_months} months, by {publish_by_on}; it is not."
    ),
    "clear": "No completed equality impact assessment of it has waited too long to be published.",
    "unknown": "Whether its equality impact assessment is published in time cannot be told: {missing}.",
}


def eqia_unpublished(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement, and for each that ended or was terminated.

    ``flagged`` when an assessment is completed, not published by ``on``, and ``on`` is after
    ``eqia_publish_months`` calendar months from its completion; ``unknown`` when assessments were
    never loaded or the day of completion is empty; ``clear`` otherwise. ``act_by`` is the last day
    to publish. Basis and worked cases: docs/rules/eqia_unpublished.md.
    """
    agreements = asked_ended_too(register, on)
    assessed = looked_up(agreements["agreement_id"], assessments(register))
    completed_on, published_on = assessed["completed_on"], assessed["published_on"]
    publish_by = months_after(completed_on, thresholds.eqia_publish_months)
    is_published = published_on <= pd.Timestamp(on)
    is_said_published = (assessed["status"] == "published") & published_on.isna()
    waits = assessed["status"].isin(COMPLETED) & ~is_published & ~is_said_published
    unloaded = never_loaded(register, "equality", agreements)
    return results(
        agreements,
        rule="eqia_unpublished",
        on=on,
        flagged=waits & (publish_by < pd.Timestamp(on)),
        unknown=unloaded | (waits & completed_on.isna()),
        severity="medium",
        act_by=publish_by.where(waits).fillna(notice_on(agreements, thresholds)),
        facts={
            "completed_on": completed_on,
            "publish_by_on": publish_by,
            "publish_months": thresholds.eqia_publish_months,
        },
        missing={"equality": unloaded, "completed_on": waits & completed_on.isna()},
        extra_row_ids=register.equality[["agreement_id", "row_id"]],
    )
