"""Nobody has assessed what people need from this kind of service, or not for years."""

from datetime import date

import pandas as pd

from commissioning.dates import months_after
from commissioning.folded_names import folded_once
from commissioning.register import Register, asked, happened, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "The last needs assessment for {service_category} was completed on {completed_on}, more than "
        "{stale_months} months ago."
    ),
    "flagged_none": "No needs assessment for {service_category} is recorded.",
    "clear": "The needs assessment for its service category is recent enough.",
    "unknown": "How old the needs assessment for it is cannot be told: {missing}.",
}


def needs_assessment_stale(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when its service category has no needs assessment by ``on``, or ``on`` is after
    ``needs_stale_months`` calendar months from the last one's completion; ``unknown`` when needs
    assessments were never loaded, or the category or that day is empty; ``clear`` otherwise.
    ``act_by`` is the notice date. Basis and worked cases: docs/rules/needs_assessment_stale.md.
    """
    agreements = asked(register, on)
    category = agreements["service_category"]
    assessments = happened(register.needs_assessments, "completed_on", on)
    key = folded_once(assessments["service_category"])
    wanted = folded_once(category)
    completed_on = looked_up(wanted, assessments["completed_on"].groupby(key).max())
    is_assessed = wanted.isin(key.dropna())
    undated = wanted.isin(key[assessments["completed_on"].isna()].dropna())
    stale_after = months_after(completed_on, thresholds.needs_stale_months)
    is_stale = ~is_assessed | (stale_after < pd.Timestamp(on))
    unloaded = never_loaded(register, "needs_assessments", agreements)
    return results(
        agreements,
        rule="needs_assessment_stale",
        on=on,
        flagged=is_stale & category.notna() & ~undated & ~unloaded,
        unknown=unloaded | category.isna() | (undated & (is_stale | completed_on.isna())),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": pd.Series("flagged", agreements.index, dtype="str").mask(
                completed_on.isna(), "flagged_none"
            ),
            "service_category": category,
            "completed_on": completed_on,
            "stale_months": thresholds.needs_stale_months,
        },
        missing={
            "needs_assessments": unloaded,
            "service_category": category.isna(),
            "assessed_on": undated,
        },
        extra_row_ids=last_rows(assessments.assign(key=key), agreements.assign(key=wanted)),
    )


def last_rows(assessments: pd.DataFrame, agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the last assessment of each agreement's category, by agreement."""
    last = assessments.sort_values("completed_on", kind="stable").drop_duplicates(
        "key", keep="last"
    )
    row_id = looked_up(agreements["key"], last.dropna(subset="key").set_index("key")["row_id"])
    return agreements[["agreement_id"]].assign(row_id=row_id).dropna()
