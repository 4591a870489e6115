"""More has been paid under the agreement than it was awarded for, all changes included."""

from datetime import date

import pandas as pd

from commissioning.register import Register, asked, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.spend import modified, paid_under, spend_pence, value_with_changes
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": "{spend_pence} is paid under it, more than the {value_pence} it is worth with every change.",
    "clear": "No more is paid under it than it is worth with every change.",
    "unknown": "Whether more is paid than it is worth cannot be told: {missing}.",
}


def value_exceeded(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the payments (outturn) by ``on`` that carry its reference are more than its value
    as awarded and the changes of all modifications by ``on``; ``unknown`` when payments were never
    loaded, none carries its reference, or the value is not known; ``clear`` otherwise. ``act_by`` is
    the notice date. No threshold is used but that of notice. Basis and worked cases:
    docs/rules/value_exceeded.md.
    """
    agreements = asked(register, on)
    spend = spend_pence(register, agreements, on)
    value = value_with_changes(register, agreements, on)
    unloaded = never_loaded(register, "payments", agreements)
    changes = modified(register, on)[["agreement_id", "row_id"]]
    payments = paid_under(register, on, "row_id")
    return results(
        agreements,
        rule="value_exceeded",
        on=on,
        flagged=(spend > value).fillna(False) & ~unloaded,
        unknown=unloaded | spend.isna() | value.isna(),
        severity="critical",
        act_by=notice_on_asked(register, on, thresholds),
        facts={"spend_pence": spend, "value_pence": value},
        missing={
            "payments": unloaded,
            "payment": spend.isna() & ~unloaded,
            "value_pence": agreements["value_pence"].isna(),
            "modification": value.isna() & agreements["value_pence"].notna(),
        },
        extra_row_ids=pd.concat([changes, payments]),
    )
