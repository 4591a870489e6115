"""The last day for full notice has passed, and nobody has decided what follows."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, happened, in_agreements
from commissioning.rules.answers import Answers
from commissioning.rules.extension_decision_due import notice_wording
from commissioning.rules.result import notice_months, notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Ends on {ends_on} with no decision recorded: the last day for {notice_months} months' "
        "notice was {notice_on}."
    ),
    "flagged_notice_assumed": (
        "Ends on {ends_on} with no decision recorded: the last day for notice was {notice_on} "
        "({notice_months} months, as no notice period is recorded)."
    ),
    "clear": "Full notice can still be given, or a decision is recorded.",
    "unknown": "Whether notice can still be given cannot be told: {missing}.",
}


def notice_window_closed(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when ``on`` is after the notice date and no decision is recorded by ``on``;
    ``unknown`` when it has no end and no decision; ``clear`` otherwise. ``act_by`` is the notice
    date. Basis and worked cases: docs/rules/notice_window_closed.md.
    """
    agreements = asked(register, on)
    ends_on = agreements["ends_on"]
    last_on = notice_on_asked(register, on, thresholds)
    undecided = ~in_agreements(agreements, happened(register.decisions, "decided_on", on))
    return results(
        agreements,
        rule="notice_window_closed",
        on=on,
        flagged=undecided & (last_on < pd.Timestamp(on)),
        unknown=undecided & ends_on.isna(),
        severity="high",
        act_by=last_on,
        facts={
            "wording": notice_wording(agreements),
            "ends_on": ends_on,
            "notice_on": last_on,
            "notice_months": notice_months(agreements, thresholds),
        },
        missing={"ends_on": ends_on.isna()},
    )
