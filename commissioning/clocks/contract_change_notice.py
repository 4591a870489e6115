"""A contract is to be changed by more than the law lets pass, and a notice has to be published before."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    in_force,
    last_published_on,
    out_of_regime,
    published,
)
from commissioning.register import Register, looked_up, was_loaded
from commissioning.rules.modification_over_limit import (
    NOTICE_OF_CHANGE,
    changes_added,
    modification_over_limit,
)

NOTICE = NOTICE_OF_CHANGE

SENTENCES = {
    "flagged": "Its modifications went over the limit by {due_on}, and no change notice (UK10) is recorded by then.",
    "unknown": "Whether a change notice (UK10) was owed cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no change notice (UK10).",
    "in_limits": "Its modifications are within the limits, or a change notice (UK10) was recorded in time.",
}


def contract_change_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each live agreement under ``pa2023``, as the rule reads section 75.

    ``due_on`` is the day the modifications went over a limit; the notice is owed by then.
    """
    agreements = in_force(register, on)
    status = rule_status(register, agreements, on, setting)
    changed = changes_added(register, agreements, on, setting.thresholds)
    unloaded = pd.Series(not was_loaded(register, "modifications"), agreements.index)
    return answered(
        agreements,
        clock="contract_change_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "pa2023"),
            "flagged": status == "flagged",
            "unknown": (status == "unknown") | agreements["regime"].isna(),
        },
        missing={
            "regime": agreements["regime"].isna(),
            "modifications": unloaded,
            "change": ~unloaded & agreements["regime"].notna(),
        },
        due_on=changed["went_over_on"].astype("datetime64[s]"),
        published_on=last_published_on(agreements, published(register, on, notice_type=NOTICE)),
    )


def rule_status(
    register: Register, agreements: pd.DataFrame, on: date, setting: Setting
) -> pd.Series:
    """Return what the rule ``modification_over_limit`` answers of each agreement."""
    found = modification_over_limit(register, on=on, thresholds=setting.thresholds)
    every = found.in_short(np.arange(len(found)))
    return looked_up(agreements["agreement_id"], every.set_index("agreement_id")["status"])
