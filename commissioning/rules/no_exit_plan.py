"""The agreement ends within the year, and there is no plan of how to leave it."""

from datetime import date

import pandas as pd

from commissioning.dates import months_before
from commissioning.register import Register, asked
from commissioning.rules.answers import Answers
from commissioning.rules.expiry_within_lead_time import tier_held_to
from commissioning.rules.result import results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Ends on {ends_on}, and no exit plan is recorded; one was to be there {exit_plan_months} "
        "months before, by {plan_by_on} ({tier})."
    ),
    "flagged_later": (
        "Ends on {ends_on}, and its exit plan is only due on {exit_plan_on}; one was to be there "
        "{exit_plan_months} months before, by {plan_by_on} ({tier})."
    ),
    "clear": (
        "It has an exit plan, or its end is further off than one is needed (as for silver, where no "
        "tier is recorded)."
    ),
    "not_applicable": "Not asked: an exit plan is not asked for of the bronze tier.",
    "unknown": "Whether an exit plan has to be there cannot be told: {missing}.",
}


def no_exit_plan(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when the tier is gold, silver or not recorded, ``on`` is ``exit_plan_months`` calendar
    months before the end or later, and there is no exit plan by ``on``; ``unknown`` when it has
    neither a plan nor an end; ``not_applicable`` to bronze; ``clear`` otherwise. ``act_by`` is the
    day the plan was due. Basis and worked cases: docs/rules/no_exit_plan.md.
    """
    agreements = asked(register, on)
    ends_on, exit_plan_on = agreements["ends_on"], agreements["exit_plan_on"]
    plan_by = months_before(ends_on, thresholds.exit_plan_months)
    is_planned = exit_plan_on <= pd.Timestamp(on)
    return results(
        agreements,
        rule="no_exit_plan",
        on=on,
        flagged=(plan_by <= pd.Timestamp(on)) & ~is_planned,
        unknown=ends_on.isna() & ~is_planned,
        not_applicable=agreements["tier"] == "bronze",
        severity="high",
        act_by=plan_by,
        facts={
            "wording": pd.Series("flagged_later", agreements.index, dtype="str").mask(
                exit_plan_on.isna(), "flagged"
            ),
            "ends_on": ends_on,
            "exit_plan_on": exit_plan_on,
            "plan_by_on": plan_by,
            "exit_plan_months": thresholds.exit_plan_months,
            "tier": tier_held_to(agreements),
        },
        missing={"ends_on": ends_on.isna()},
    )
