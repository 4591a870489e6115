"""A contract was signed, and its details have to be published within 30 days, 120 under the light touch."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import (
    Setting,
    answered,
    days_after,
    has_passed,
    in_force_or_ended,
    last_published_on,
    out_of_regime,
    published,
)
from commissioning.register import Register, in_agreements, never_loaded

NOTICE = "UK7"
DAYS, DAYS_LIGHT_TOUCH = 30, 120

SENTENCES = {
    "flagged": "Signed on {signed_on}; its details (UK7) were to be published by {due_on}, and no notice is on record.",
    "falls_due": "Signed on {signed_on}; its details (UK7) are to be published by {due_on}.",
    "unknown": "Whether its details (UK7) are published in time cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no contract details notice (UK7).",
    "published": "Its details (UK7) are published.",
    "not_owed": "It is not signed yet, so no contract details notice (UK7) is owed.",
}


def contract_details_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``pa2023`` or its light touch, ended ones too.

    ``due_on`` is 30 days after ``signed_on``, 120 under the light touch. A planned agreement with no
    day of signature is not signed yet; any other without one is ``unknown``.
    """
    agreements = in_force_or_ended(register, on)
    signed_on = agreements["signed_on"]
    is_light_touch = (agreements["regime"] == "pa2023_light_touch").fillna(False)
    allowed = pd.Series(DAYS, agreements.index).mask(is_light_touch, DAYS_LIGHT_TOUCH)
    due_on = days_after(signed_on, allowed)
    notices = published(register, on, notice_type=NOTICE)
    is_planned = (agreements["status"] == "planned").fillna(False) & signed_on.isna()
    is_unsigned = is_planned | (signed_on > pd.Timestamp(on))
    unloaded = never_loaded(register, "notices", agreements)
    missing = {
        "regime": agreements["regime"].isna(),
        "signed_on": signed_on.isna(),
        "notices": unloaded,
    }
    return answered(
        agreements,
        clock="contract_details_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "pa2023", "pa2023_light_touch"),
            "published": in_agreements(agreements, notices) & agreements["regime"].notna(),
            "not_owed": is_unsigned & agreements["regime"].notna(),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged": has_passed(due_on, on),
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=last_published_on(agreements, notices),
        facts={"signed_on": signed_on},
    )
