"""A contract is to be changed by more than the law lets pass, and a notice has to be published before."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    last_published_on,
    out_of_regime,
    published,
)
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.modification_over_limit import (
    NOTICE_OF_CHANGE,
    changes_added,
    modification_over_limit,
    notices_of_change,
)

NOTICE = NOTICE_OF_CHANGE

SENTENCES = {
    "flagged": "Its modifications went over the limit by {due_on}, and no change notice (UK10) is recorded by then.",
    "flagged_late": "Its modifications went over the limit by {due_on}, and its change notice (UK10) came after that, on {noticed_on}.",
    "flagged_undated": "Its modifications went over the limit, on a day not recorded, and no change notice (UK10) is.",
    "unknown": "Whether a change notice (UK10) was owed cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no change notice (UK10).",
    "noticed_undated": "Its modifications went over the limit by {due_on}; a change notice (UK10) is recorded without its day and counts as in time.",
    "in_limits": "Its modifications are within the limits, or a change notice (UK10) was recorded in time.",
}


def contract_change_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each live agreement under ``pa2023``, as the rule reads section 75.

    ``due_on`` is the day the modifications first went over a limit: the notice is owed by then, and no
    later change takes that back. Where that day is not recorded, what the rule answers holds.
    """
    agreements = asked(register, on)
    status = rule_status(register, agreements, on, setting)
    changed = changes_added(register, agreements, on, setting.thresholds)
    went_over_on = changed["went_over_on"].astype("datetime64[s]")
    noticed = notices_of_change(register, agreements, on)
    in_time = noticed["is_undated"] | (noticed["first_on"] <= went_over_on)
    is_owed = (went_over_on.notna() & ~in_time) | (status == "flagged")
    no_regime = agreements["regime"].isna()
    unloaded = never_loaded(register, "modifications", agreements)
    is_unseen = is_owed & never_loaded(register, "notices", agreements)
    is_untold = (status == "unknown") & ~is_owed
    return answered(
        agreements,
        clock="contract_change_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "pa2023"),
            "unknown": no_regime | is_unseen | is_untold,
            "flagged_undated": is_owed & went_over_on.isna(),
            "flagged_late": is_owed & noticed["first_on"].notna(),
            "flagged": is_owed,
            "noticed_undated": went_over_on.notna() & noticed["is_undated"],
        },
        missing={
            "regime": no_regime,
            "modifications": unloaded,
            "change": is_untold & ~unloaded & ~no_regime,
            "notices": is_unseen,
        },
        due_on=went_over_on,
        published_on=last_published_on(agreements, published(register, on, notice_type=NOTICE)),
        facts={"noticed_on": noticed["first_on"]},
    )


def rule_status(
    register: Register, agreements: pd.DataFrame, on: date, setting: Setting
) -> pd.Series:
    """Return what the rule ``modification_over_limit`` answers of each agreement."""
    found = modification_over_limit(register, on=on, thresholds=setting.thresholds)
    every = found.in_short(np.arange(len(found)))
    return looked_up(agreements["agreement_id"], every.set_index("agreement_id")["status"])
