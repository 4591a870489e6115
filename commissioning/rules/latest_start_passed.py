"""The day on which work on a replacement had to begin has passed, and nobody has decided what follows."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, happened
from commissioning.rules.expiry_within_lead_time import tier_held_to
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds
from commissioning.timetable.durations import Timetable, stage_days
from commissioning.timetable.worked_back import latest_start_on

SENTENCES = {
    "flagged": (
        "Ends on {ends_on}, and replacing it takes {total_days} {days} ({tier}): work had to begin "
        "by {latest_start_on}, and no decision or successor is recorded."
    ),
    "flagged_by_method": (
        "Ends on {ends_on}, and replacing it takes {total_days} {days} ({tier}, and procurement "
        "method {method}): work had to begin by {latest_start_on}, and no decision or successor is "
        "recorded."
    ),
    "clear": "Work on a replacement can still begin in time, or a decision or a successor is recorded.",
    "unknown": "When work on a replacement has to begin cannot be told: {missing}.",
}


def latest_start_passed(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one result for each live agreement.

    ``flagged`` when ``on`` is after the latest safe start, worked back from ``ends_on`` through
    every stage of the register's timetable, no decision is recorded by ``on`` and no successor is
    named; ``unknown`` when there is no end to work back from, and neither of the two; ``clear``
    otherwise. ``act_by`` is the latest safe start. Basis and worked cases:
    docs/rules/latest_start_passed.md.
    """
    agreements = asked(register, on)
    timetable = register.timetable
    decided = agreements["agreement_id"].isin(
        happened(register.decisions, "decided_on", on)["agreement_id"]
    )
    is_open = ~decided & agreements["successor_reference"].isna()
    latest_on = latest_start_on(agreements, timetable)
    total_days = total_stage_days(agreements, timetable)
    of_tier = total_stage_days(agreements.assign(procurement_method=None), timetable)
    by_method = total_days != of_tier
    return results(
        agreements,
        rule="latest_start_passed",
        on=on,
        flagged=is_open & (latest_on < pd.Timestamp(on)),
        unknown=is_open & agreements["ends_on"].isna(),
        severity="critical",
        act_by=latest_on,
        facts={
            "wording": by_method.map({True: "flagged_by_method"}),
            "ends_on": agreements["ends_on"],
            "latest_start_on": latest_on,
            "total_days": total_days,
            "days": timetable.days_in_words,
            "tier": tier_held_to(agreements),
            "method": agreements["procurement_method"].where(by_method),
        },
        missing={"ends_on": agreements["ends_on"].isna()},
    )


def total_stage_days(agreements: pd.DataFrame, timetable: Timetable) -> pd.Series:
    """Return the days that replacing each agreement takes, its tier and procurement method considered."""
    return stage_days(agreements, timetable).sum(axis="columns").astype("Int64")
