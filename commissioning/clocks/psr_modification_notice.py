"""A health care contract was changed by £500,000 or more, and a notice of the change is owed."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    days_after,
    has_any,
    has_passed,
    in_force_or_ended,
    last_published_on,
    notices_unloaded,
    out_of_regime,
    published,
)
from commissioning.register import Register, looked_up, was_loaded
from commissioning.rules.modification_over_limit import changes_added

STAGE = "contractAmendment"
DAYS = 30

SENTENCES = {
    "flagged": "Its value has changed by {change_pence}; a notice of the modification was to be published by {due_on}, and none is on record.",
    "falls_due": "Its value has changed by {change_pence}; a notice of the modification is to be published by {due_on}.",
    "unknown": "Whether a notice of a modification is owed cannot be told: {missing}.",
    "not_applicable": "Not asked: it was not let under the provider selection regime.",
    "published": "A notice of the modification is published.",
    "not_owed": "Its value has not changed by as much as asks for a notice.",
}


def psr_modification_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``psr``, ended ones too.

    Owed when all changes by ``on``, added and taken without their sign, come to ``psr_change_gbp`` or
    more; ``due_on`` is 30 days after the last of them. A notice counts from the day of that one.
    """
    agreements = in_force_or_ended(register, on)
    changed = changes_added(register, agreements, on, setting.thresholds)
    made = register.modifications[~(register.modifications["decided_on"] > pd.Timestamp(on))]
    is_of_value = made["value_change_pence"].fillna(0) != 0
    last_on = looked_up(
        agreements["agreement_id"], made[is_of_value].groupby("agreement_id")["decided_on"].max()
    )
    undated = has_any(agreements, made[is_of_value & made["decided_on"].isna()])
    due_on = days_after(last_on, DAYS)
    notices = published(register, on, stage=STAGE)
    published_on = last_published_on(agreements, notices)
    is_untold = has_any(agreements, notices[notices["published_on"].isna()])
    is_large, known = changed["is_large"], agreements["regime"].notna()
    missing = {
        "regime": ~known,
        "modifications": pd.Series(not was_loaded(register, "modifications"), agreements.index),
        "modified_on": is_large & (last_on.isna() | undated),
        "notices": notices_unloaded(register, agreements) & is_large,
    }
    is_unloaded = missing["modifications"]
    return answered(
        agreements,
        clock="psr_modification_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "psr"),
            "not_owed": known & ~is_large & ~is_unloaded & ~changed["lacks_change"],
            "published": known & is_large & (is_untold | (published_on >= last_on)),
            "unknown": pd.DataFrame(missing).any(axis=1) | changed["lacks_change"],
            "flagged": has_passed(due_on, on),
            "falls_due": due_on.notna(),
        },
        missing={**missing, "change": changed["lacks_change"]},
        due_on=due_on,
        published_on=published_on,
        facts={"change_pence": changed["change_pence"].astype("Int64")},
    )
