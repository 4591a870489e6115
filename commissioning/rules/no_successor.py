"""It was decided to recommission the service, notice is over, and no agreement follows."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, looked_up
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.service_gap import latest_decisions, successors_named
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "To be recommissioned and ends on {ends_on}, with no successor named; the last day for "
        "notice was {notice_on}."
    ),
    "clear": "It is not to be recommissioned, or a successor is named, or there is time to name one.",
    "unknown": "Whether a successor has to be there cannot be told: {missing}.",
}


def no_successor(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when its latest decision by ``on`` is to recommission it, neither it nor that decision
    names a successor and ``on`` is after the notice date; ``unknown`` when that turns on an end
    that is empty; ``clear`` otherwise. ``act_by`` is the notice date. Basis and worked cases:
    docs/rules/no_successor.md.
    """
    agreements = asked(register, on)
    ends_on = agreements["ends_on"]
    last_on = notice_on_asked(register, on, thresholds)
    decisions = latest_decisions(register, on)
    outcome = looked_up(agreements["agreement_id"], decisions.set_index("agreement_id")["outcome"])
    awaits = (outcome == "recommission") & successors_named(agreements, decisions).isna()
    return results(
        agreements,
        rule="no_successor",
        on=on,
        flagged=awaits & (last_on < pd.Timestamp(on)),
        unknown=awaits & ends_on.isna(),
        severity="critical",
        act_by=last_on,
        facts={"ends_on": ends_on, "notice_on": last_on},
        missing={"ends_on": ends_on.isna()},
        extra_row_ids=decisions[["agreement_id", "row_id"]],
    )
