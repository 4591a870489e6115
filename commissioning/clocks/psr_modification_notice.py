"""A health care contract was changed by £500,000 or more, and a notice of the change is owed."""

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
from commissioning.register import Register, in_agreements, looked_up, never_loaded
from commissioning.rules.modification_over_limit import changes_in_order

STAGE = "contractAmendment"
DAYS = 30

SENTENCES = {
    "flagged": "By {changed_on} its value had changed by {change_pence}; a notice of the modification was to be published by {due_on}, and none is on record.",
    "falls_due": "By {changed_on} its value had changed by {change_pence}; a notice of the modification is to be published by {due_on}.",
    "unknown": "Whether a notice of a modification is owed cannot be told: {missing}.",
    "not_applicable": "Not asked: it was not let under the provider selection regime.",
    "published": "A notice of the modification is published.",
    "not_owed": "Its value has not changed by as much as asks for a notice.",
}


def psr_modification_notice(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each agreement under ``psr``, ended ones too.

    Owed for each change of value with which all so far, added and taken without their sign, come to
    ``psr_change_gbp`` or more; a notice on its day or later is of it. ``due_on`` is 30 days after the
    first that has none, and no later change takes that back.
    """
    agreements = in_force_or_ended(register, on)
    notices = published(register, on, stage=STAGE)
    published_on = last_published_on(agreements, notices)
    is_undated = in_agreements(agreements, notices[notices["published_on"].isna()])
    steps = changes_in_order(register, agreements, on, setting.thresholds)
    is_of_value = register.modifications.loc[steps.index, "value_change_pence"].fillna(0) != 0
    of_value = steps[is_of_value]
    large = of_value[of_value["is_large"]]
    first = first_without_notice(agreements, large, published_on)
    is_owed, known = first["decided_on"].notna(), agreements["regime"].notna()
    is_large = in_agreements(agreements, large)
    is_dated = in_agreements(agreements, large[large["decided_on"].notna()])
    has_undated = in_agreements(agreements, of_value[of_value["decided_on"].isna()])
    lacks_some = in_agreements(agreements, steps[steps["lacks_change"]])
    lacks_change = lacks_some & (~is_owed | first["lacks_change"].eq(True))
    due_on = days_after(first["decided_on"], DAYS)
    missing = {
        "regime": ~known,
        "modifications": never_loaded(register, "modifications", agreements),
        "modified_on": is_large & (~is_dated | has_undated),
        "notices": never_loaded(register, "notices", agreements) & is_large,
        "change": lacks_change,
    }
    return answered(
        agreements,
        clock="psr_modification_notice",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "psr"),
            "not_owed": known & ~is_large & ~missing["modifications"] & ~lacks_change,
            "published": known & is_large & (is_undated | (is_dated & ~is_owed)),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged": has_passed(due_on, on),
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        published_on=published_on,
        facts={
            "change_pence": first["change_pence"].astype("Int64"),
            "changed_on": first["decided_on"],
        },
    )


def first_without_notice(
    agreements: pd.DataFrame, changes: pd.DataFrame, published_on: pd.Series
) -> pd.DataFrame:
    """Return for each agreement the first dated change with no notice on its day or later."""
    by_id = published_on.set_axis(pd.Index(agreements["agreement_id"]))
    is_noticed = changes["decided_on"] <= looked_up(changes["agreement_id"], by_id)
    waiting = changes[changes["decided_on"].notna() & ~is_noticed].drop_duplicates("agreement_id")
    return looked_up(agreements["agreement_id"], waiting.set_index("agreement_id"))
