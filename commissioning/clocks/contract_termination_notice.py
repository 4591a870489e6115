"""A contract has ended, and a notice that it has is to be published within 30 days."""

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
    out_of_regime,
    published,
)
from commissioning.register import Register, in_agreements, never_loaded

NOTICE = "UK11"
DAYS = 30

SENTENCES = {
    "flagged": "It ended on {ends_on}; a termination notice (UK11) was to be published by {due_on}, and none is on record.",
    "falls_due_ended": "It ended on {ends_on}; a termination notice (UK11) is to be published by {due_on}.",
    "falls_due": "It ends on {ends_on}; a termination notice (UK11) is to be published by {due_on}.",
    "unknown": "Whether a termination notice (UK11) is owed cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no termination notice (UK11).",
    "published": "Its termination notice (UK11) is published.",
    "not_owed": "It goes on after its end date, so no termination notice (UK11) is owed yet.",
}


def contract_termination_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``pa2023``, ended ones too; running out is an end.

    ``due_on`` is 30 days after ``ends_on``. An agreement the register still calls active after that
    day has not ended; without a status, whether it has is ``unknown``.
    """
    agreements = in_force_or_ended(register, on)
    ends_on, ending = agreements["ends_on"], endings(agreements, on)
    due_on = days_after(ends_on, DAYS)
    notices = published(register, on, notice_type=NOTICE)
    missing = {
        "regime": agreements["regime"].isna(),
        "ends_on": ends_on.isna(),
        "status": ending["status"],
        "ended_on": ending["ended_on"],
        "notices": never_loaded(register, "notices", agreements),
    }
    return answered(
        agreements,
        clock="contract_termination_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "pa2023"),
            "published": in_agreements(agreements, notices) & agreements["regime"].notna(),
            "not_owed": ending["goes_on"] & agreements["regime"].notna(),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged": has_passed(due_on, on),
            "falls_due_ended": ending["is_past"],
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=last_published_on(agreements, notices),
        facts={"ends_on": ends_on},
    )
