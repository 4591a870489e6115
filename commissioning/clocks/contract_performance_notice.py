"""How a contract of more than £5m performs has to be published every 12 months and when it ends."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    days_after,
    endings,
    has_passed,
    in_force_or_ended,
    last_published_on,
    published,
)
from commissioning.clocks.key_performance_indicators import (
    indicators,
    over_limit,
    without_indicators,
)
from commissioning.dates import months_after
from commissioning.measures.rating import rated_indicators
from commissioning.register import Register, in_agreements, looked_up, never_loaded, was_loaded

NOTICE = "UK9"
MONTHS, DAYS_AFTER_END = 12, 30

SENTENCES = {
    "flagged": "A performance notice (UK9) was to be published by {due_on}, with a rating of each indicator. {rated}",
    "flagged_end": "It ended on {ends_on}; a last performance notice (UK9) was to be published by {due_on}. {rated}",
    "falls_due_ended": "It ended on {ends_on}; a last performance notice (UK9) is to be published by {due_on}. {rated}",
    "falls_due": "A performance notice (UK9) is to be published by {due_on}, with a rating of each indicator. {rated}",
    "falls_due_end": "It ends on {ends_on}; a last performance notice (UK9) is to be published by {due_on}. {rated}",
    "unknown": "By when its performance (UK9) is to be published cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no performance notice (UK9).",
    "not_over": "It is not estimated at more than £5,000,000, so no performance notice (UK9) is owed.",
    "published": "Its performance was published after it ended (UK9).",
}


def contract_performance_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``pa2023`` that is no framework, ended ones too.

    ``due_on`` is 12 months after the last notice (UK9), or after ``signed_on`` (``starts_on`` where
    that is empty) when there was none. Where it ends before those are over, the last notice is due:
    30 days after ``ends_on``, unless the register does not call it over then. One without its day may
    be the one that was due, so that nothing is flagged beside it.
    """
    agreements = in_force_or_ended(register, on)
    known = agreements["regime"].notna() & agreements["value_pence"].notna()
    notices = published(register, on, notice_type=NOTICE)
    last_on = last_published_on(agreements, notices)
    began_on = agreements["signed_on"].fillna(agreements["starts_on"])
    yearly_on = months_after(last_on.fillna(began_on), MONTHS)
    last_due_on = days_after(agreements["ends_on"], DAYS_AFTER_END)
    ending = endings(agreements, on)
    is_last = (agreements["ends_on"] < yearly_on) & ~ending["goes_on"]
    due_on = yearly_on.mask(is_last, last_due_on)
    undated = in_agreements(agreements, notices[notices["published_on"].isna()])
    missing = {
        "regime": agreements["regime"].isna(),
        "value_pence": agreements["value_pence"].isna(),
        "starts_on": began_on.isna() & last_on.isna() & ~undated,
        "published_on": undated & (last_on.isna() | has_passed(due_on, on)),
        **{name: ending[name] for name in ("ends_on", "status", "ended_on")},
        "notices": never_loaded(register, "notices", agreements),
    }
    is_after_end = (last_on >= agreements["ends_on"]) & ~ending["goes_on"] & ~ending["status"]
    return answered(
        agreements,
        clock="contract_performance_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": without_indicators(agreements),
            "not_over": known & ~over_limit(agreements),
            "published": known & is_after_end,
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged_end": has_passed(due_on, on) & is_last,
            "flagged": has_passed(due_on, on),
            "falls_due_ended": is_last & ending["is_past"],
            "falls_due_end": is_last,
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=last_on,
        facts={
            "ends_on": agreements["ends_on"],
            "rated": rated_in_words(register, agreements, on),
        },
    )


def rated_in_words(register: Register, agreements: pd.DataFrame, on: date) -> pd.Series:
    """Return how many indicators of each agreement can be rated as the register stands, in words."""
    if not was_loaded(register, "measures"):
        return pd.Series("No list of measures has been loaded.", agreements.index, dtype="str")
    rated = rated_indicators(indicators(register), register.returns, on=on)
    by_agreement = rated.groupby("agreement_id")
    ids = agreements["agreement_id"]
    every = looked_up(ids, by_agreement.size()).fillna(0).astype("int64").astype("str")
    told = looked_up(ids, by_agreement["rating"].count()).fillna(0).astype("int64").astype("str")
    return told + " of its " + every + " indicators have a value to rate."
