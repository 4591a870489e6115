"""A large agreement, and nothing is promised for the place or its people beyond the service."""

from datetime import date

import pandas as pd

from commissioning.money import PENCE_IN_A_POUND
from commissioning.register import Register, asked, in_agreements, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

SENTENCES = {
    "flagged": (
        "Worth {value_pence}, and no social value commitment is recorded; one is looked for from "
        "{least_pence}."
    ),
    "clear": "A social value commitment is recorded, or it is too small for one to be looked for.",
    "unknown": "Whether a social value commitment is missing cannot be told: {missing}.",
}


def no_social_value(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when its value as awarded is ``social_value_gbp`` pounds or more and no commitment is
    recorded: low, and medium under the ``social_value_regimes``; ``unknown`` when commitments were
    never loaded, or when there is neither a commitment nor a value; ``clear`` otherwise. ``act_by``
    is the notice date. Basis and worked cases: docs/rules/no_social_value.md.
    """
    agreements = asked(register, on)
    value = agreements["value_pence"]
    least_pence = thresholds.social_value_gbp * PENCE_IN_A_POUND
    is_promised = in_agreements(agreements, register.social_value)
    is_held = agreements["regime"].isin(thresholds.social_value_regimes)
    unloaded = never_loaded(register, "social_value", agreements)
    return results(
        agreements,
        rule="no_social_value",
        on=on,
        flagged=(value >= least_pence).fillna(False) & ~is_promised & ~unloaded,
        unknown=unloaded | (value.isna() & ~is_promised),
        severity=pd.Series("low", agreements.index, dtype="str").mask(is_held, "medium"),
        act_by=notice_on_asked(register, on, thresholds),
        facts={"value_pence": value, "least_pence": least_pence},
        missing={"social_value": unloaded, "value_pence": value.isna() & ~is_promised},
    )
