"""Nobody has reviewed the agreement for longer than its risk and value allow."""

from datetime import date

import pandas as pd

from commissioning.dates import months_after
from commissioning.register import Register, asked, happened, in_agreements, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.expiry_within_lead_time import tier_held_to
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Last reviewed on {reviewed_on}; the next review was due by {review_by_on} "
        "({tier}, months between reviews: {review_months})."
    ),
    "flagged_never": (
        "Started on {starts_on} and has never been reviewed; the first review was due by "
        "{review_by_on} ({tier}, months between reviews: {review_months})."
    ),
    "clear": (
        "Its next review is not overdue, or it has not run long enough for one (silver's months "
        "where no tier is recorded)."
    ),
    "unknown": "Whether a review of it is overdue cannot be told: {missing}.",
}


def monitoring_gap(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``on`` is after the tier's ``review_months`` calendar months from the last review,
    or from ``starts_on`` where there was none; ``unknown`` when reviews were never loaded, or when
    the day that counts is empty; ``clear`` otherwise. ``act_by`` is the day the review was due.
    Basis and worked cases: docs/rules/monitoring_gap.md.
    """
    agreements = asked(register, on)
    starts_on = agreements["starts_on"]
    reviews = happened(register.reviews, "reviewed_on", on)
    last_day = reviews.groupby("agreement_id")["reviewed_on"].max()
    reviewed_on = looked_up(agreements["agreement_id"], last_day)
    by_tier = pd.Series(thresholds.review_months.model_dump())
    months = looked_up(agreements["tier"], by_tier).fillna(by_tier["silver"]).astype("int64")
    review_by = months_after(reviewed_on.fillna(starts_on), months)

    undated = in_agreements(agreements, reviews[reviews["reviewed_on"].isna()])
    is_due = review_by < pd.Timestamp(on)
    lacks_start = reviewed_on.isna() & starts_on.isna()
    unloaded = never_loaded(register, "reviews", agreements)
    return results(
        agreements,
        rule="monitoring_gap",
        on=on,
        flagged=is_due & ~undated & ~unloaded,
        unknown=unloaded | lacks_start | (is_due & undated),
        severity="medium",
        act_by=review_by.fillna(notice_on_asked(register, on, thresholds)),
        facts={
            "wording": pd.Series("flagged", agreements.index, dtype="str").mask(
                reviewed_on.isna(), "flagged_never"
            ),
            "reviewed_on": reviewed_on,
            "starts_on": starts_on,
            "review_by_on": review_by,
            "review_months": months,
            "tier": tier_held_to(agreements),
        },
        missing={
            "reviews": unloaded,
            "starts_on": lacks_start & ~undated & ~unloaded,
            "reviewed_on": undated,
        },
        extra_row_ids=last_rows(reviews),
    )


def last_rows(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the row of each agreement's last review, and those of reviews without a day."""
    ordered = reviews.sort_values("reviewed_on", kind="stable")
    dated = ordered[ordered["reviewed_on"].notna()].drop_duplicates("agreement_id", keep="last")
    undated = ordered[ordered["reviewed_on"].isna()]
    return pd.concat([dated, undated])[["agreement_id", "row_id"]]
