"""The agreement can still be extended, and the time to decide whether to do so has come."""

from datetime import date

import pandas as pd

from commissioning.dates import months_before
from commissioning.register import Register, asked, happened
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_months, notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Can be extended from {ends_on} to {latest_end_on}, and no decision is recorded: it is due "
        "{decision_months} months before the last day for {notice_months} months' notice, "
        "{notice_on}."
    ),
    "flagged_notice_assumed": (
        "Can be extended from {ends_on} to {latest_end_on}, and no decision is recorded: it is due "
        "{decision_months} months before the last day for notice, {notice_on} ({notice_months} "
        "months, as no notice period is recorded)."
    ),
    "clear": "No decision on an extension is due: none is possible, it is made, or it can wait.",
    "unknown": "Whether an extension has to be decided cannot be told: {missing}.",
}


def extension_decision_due(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``latest_end_on`` is after ``ends_on``, no decision is recorded by ``on`` and
    the notice date is ``extension_decision_months`` off or nearer (counted from ``ends_on`` in one
    step); ``unknown`` when a day it turns on is empty; ``clear`` otherwise. ``act_by`` is the
    notice date. Basis and worked cases: docs/rules/extension_decision_due.md.
    """
    agreements = asked(register, on)
    ends_on, latest_end_on = agreements["ends_on"], agreements["latest_end_on"]
    notice = notice_months(agreements, thresholds)
    opens_on = months_before(ends_on, notice + thresholds.extension_decision_months)
    decided = agreements["agreement_id"].isin(
        happened(register.decisions, "decided_on", on)["agreement_id"]
    )
    due = (opens_on <= pd.Timestamp(on)) & ~decided
    could_be_due = (due | ends_on.isna()) & ~decided
    return results(
        agreements,
        rule="extension_decision_due",
        on=on,
        flagged=due & (latest_end_on > ends_on),
        unknown=could_be_due & (ends_on.isna() | latest_end_on.isna()),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": notice_wording(agreements),
            "ends_on": ends_on,
            "latest_end_on": latest_end_on,
            "notice_on": notice_on_asked(register, on, thresholds),
            "notice_months": notice,
            "decision_months": thresholds.extension_decision_months,
        },
        missing={"ends_on": ends_on.isna(), "latest_end_on": latest_end_on.isna()},
    )


def notice_wording(agreements: pd.DataFrame) -> pd.Series:
    """Return the sentence to use: it says so where the notice period had to be assumed."""
    usual = pd.Series("flagged", agreements.index, dtype="str")
    return usual.mask(agreements["notice_months"].isna(), "flagged_notice_assumed")
