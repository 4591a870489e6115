"""A decision was taken, and no equality impact assessment had been completed by that day."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, in_agreements, looked_up, was_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.service_gap import latest_decisions
from commissioning.rules.thresholds import Thresholds

COMPLETED = ("completed_unpublished", "published")

SENTENCES = {
    "flagged": (
        "It was decided on {decided_on} ({outcome}), and no equality impact assessment completed by "
        "then is recorded."
    ),
    "flagged_undated": (
        "It was decided ({outcome}), and no equality impact assessment is recorded as completed."
    ),
    "clear": (
        "Its latest decision had an equality impact assessment, or needed none, or nothing has been "
        "decided since one was begun."
    ),
    "unknown": "Whether it was decided with an assessment cannot be told: {missing}.",
}


def eqia_missing(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when its latest decision by ``on`` was taken without an assessment completed by that
    day, and none is said not to be required; ``unknown`` when decisions were never loaded, when
    neither a decision nor an assessment is recorded, or when a day it turns on is empty; ``clear``
    otherwise. ``act_by`` is the day of the decision. No threshold is used. Basis and worked cases:
    docs/rules/eqia_missing.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    decisions = latest_decisions(register, on)
    decided = looked_up(ids, decisions.set_index("agreement_id")[["outcome", "decided_on"]])
    equality = register.equality
    completed = equality[equality["status"].isin(COMPLETED)]
    recorded = equality[equality["status"].notna() & (equality["status"] != "not_recorded")]
    first_on = looked_up(ids, completed.groupby("agreement_id")["completed_on"].min())
    decided_on = decided["decided_on"]

    is_decided = decided["outcome"].notna()
    is_required = ~in_agreements(agreements, equality[equality["status"] == "not_required"])
    is_completed = in_agreements(agreements, completed)
    in_time = first_on <= decided_on
    lacks_completed = in_agreements(agreements, completed[completed["completed_on"].isna()])
    lacks_decided = is_completed & decided_on.isna()
    neither = ~is_decided & ~in_agreements(agreements, recorded)
    unloaded = pd.Series(
        not was_loaded(register, "decisions") and register.decisions.empty, agreements.index
    )
    untold = is_decided & is_required & ~in_time & (lacks_completed | lacks_decided)
    return results(
        agreements,
        rule="eqia_missing",
        on=on,
        flagged=is_decided & is_required & ~in_time & ~untold,
        unknown=unloaded | neither | untold,
        severity="critical",
        act_by=decided_on.fillna(notice_on_asked(register, on, thresholds)),
        facts={
            "wording": pd.Series("flagged", agreements.index, dtype="str").mask(
                decided_on.isna(), "flagged_undated"
            ),
            "decided_on": decided_on,
            "outcome": decided["outcome"].str.replace("_", " "),
        },
        missing={
            "decisions": unloaded,
            "decision_and_assessment": neither & ~unloaded,
            "completed_on": lacks_completed & is_decided,
            "decided_on": lacks_decided & is_decided,
        },
        extra_row_ids=pd.concat([decisions, register.equality])[["agreement_id", "row_id"]],
    )


def assessments(register: Register) -> pd.DataFrame:
    """Return each agreement's equality impact assessment, by agreement: where two files list one, the later completed."""
    ordered = register.equality.sort_values("completed_on", kind="stable", na_position="first")
    return ordered.drop_duplicates("agreement_id", keep="last").set_index("agreement_id")
