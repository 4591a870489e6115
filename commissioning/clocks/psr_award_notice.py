"""A health care contract was awarded directly by process A or B, and the award has to be published in 30 days."""

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

STAGE = "award"
DAYS = 30
# "Direct Award Process A", "DAP B" or the letter alone; a small one may be the article before a word.
PROCESS = r"^\s*([A-Ca-c])\s*$|\b(?i:process|dap)\s+([ABC]\b|[abc]\b(?!\s+\w))"

SENTENCES = {
    "flagged": "Awarded on {awarded_on} by direct award process {process}; the award was to be published by {due_on}, and no notice is on record.",
    "falls_due": "Awarded on {awarded_on} by direct award process {process}; the award is to be published by {due_on}.",
    "unknown": "Whether its award is published in time cannot be told: {missing}.",
    "not_applicable": "Not asked: it was not awarded by direct award process A or B of the provider selection regime.",
    "published": "Its award is published.",
}


def psr_award_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``psr`` let by direct award process A or B, ended ones too.

    The process is read in ``direct_award_ground``; ``due_on`` is 30 days after ``awarded_on``.
    """
    agreements = in_force_or_ended(register, on)
    method, awarded_on = agreements["procurement_method"], agreements["awarded_on"]
    process = process_of(agreements["direct_award_ground"])
    is_competed = method.notna() & (method != "direct").fillna(False)
    due_on = days_after(awarded_on, DAYS)
    notices = published(register, on, stage=STAGE)
    missing = {
        "regime": agreements["regime"].isna(),
        "procurement_method": method.isna() & process.isna(),
        "direct_award_ground": method.notna() & process.isna(),
        "awarded_on": awarded_on.isna(),
        "notices": never_loaded(register, "notices", agreements),
    }
    return answered(
        agreements,
        clock="psr_award_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "psr") | is_competed | (process == "C"),
            "published": process.notna()
            & agreements["regime"].notna()
            & in_agreements(agreements, notices),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged": has_passed(due_on, on),
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=last_published_on(agreements, notices),
        facts={"awarded_on": awarded_on, "process": process},
    )


def process_of(grounds: pd.Series) -> pd.Series:
    """Return the letter of the direct award process that each ground names; missing where it names none."""
    # Few grounds, many agreements: each is read once.
    written = grounds.dropna().drop_duplicates()
    found = written.str.extract(PROCESS)
    letters = found[0].fillna(found[1]).str.upper()
    return grounds.map(letters.set_axis(pd.Index(written))).astype("str")
