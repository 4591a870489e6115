"""What tells that work on a replacement has begun: a decision to replace, or a notice of what is to come.

Nothing recorded is not the same as nothing begun, and is never told as such.
"""

from datetime import date

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.wording import day_in_words
from commissioning.register import Register, happened, looked_up
from commissioning.rules.service_gap import latest_decisions

# The notices of the Procurement Act 2023 that come before a contract is let.
BEFORE_AWARD = {
    "UK1": "pipeline notice",
    "UK2": "market engagement notice",
    "UK3": "planned procurement notice",
    "UK4": "tender notice",
}

REPLACING = ("recommission", "insource")


def begun(register: Register, plan: pd.DataFrame, on: date) -> pd.Series:
    """Return, for each agreement, the latest thing recorded that begins its replacement; empty where none is."""
    ids = plan["agreement_id"]
    decided = latest_decisions(register, on).set_index("agreement_id")
    decided = decided[decided["outcome"].isin(REPLACING)]
    decision = looked_up(ids, decided[["outcome", "decided_on"]])
    noticed = looked_up(ids, latest_notices(register, on).set_index("agreement_id"))
    starts_on = looked_up(ids, register.agreements.set_index("agreement_id")["starts_on"])
    # A notice from before its own start is of how it was let, not of what replaces it.
    is_of_next = noticed["published_on"].notna() & ~(noticed["published_on"] <= starts_on)
    is_later = ~(noticed["published_on"] < decision["decided_on"])
    told = [
        notice_told(*notice) if shown else decision_told(*choice)
        for shown, notice, choice in zip(
            (is_of_next & is_later).tolist(),
            zip(noticed["notice_type"], noticed["published_on"], starts_on, strict=True),
            zip(decision["outcome"], decision["decided_on"], strict=True),
            strict=True,
        )
    ]
    return pd.Series(told, plan.index, dtype="str")


def latest_notices(register: Register, on: date) -> pd.DataFrame:
    """Return ``agreement_id``, ``notice_type`` and ``published_on`` of the last notice before an award."""
    published = happened(register.notices, "published_on", on)
    is_before = (
        published["notice_type"].isin(list(BEFORE_AWARD)) & published["published_on"].notna()
    )
    ordered = published[is_before].sort_values(["published_on", "notice_type"], kind="stable")
    columns = ["agreement_id", "notice_type", "published_on"]
    return ordered.drop_duplicates("agreement_id", keep="last")[columns]


def notice_told(notice_type: str, published_on: pd.Timestamp, starts_on: pd.Timestamp) -> str:
    """Return which notice was published and when; without a start it may be of how it was let itself."""
    told = f"{BEFORE_AWARD[notice_type].capitalize()}, {spoken_day(published_on.date())}"
    return f"{told}, of this award or the next" if pd.isna(starts_on) else told


def decision_told(outcome: object, decided_on: pd.Timestamp) -> str | None:
    """Return what was decided and when, or None where nothing was."""
    if pd.isna(outcome):  # type: ignore[call-overload]
        return None
    return f"Decided to {outcome}, {day_in_words(decided_on)}"
