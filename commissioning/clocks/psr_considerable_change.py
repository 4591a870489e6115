"""A health care contract was changed by more than an authority may decide on by itself."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import Setting, answered, out_of_regime
from commissioning.clocks.contract_change_notice import rule_status
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.modification_over_limit import changes_in_order

SENTENCES = {
    "flagged": "Its value changed by {change_pence}, more than is permitted on the authority's own decision.",
    "unknown": "Whether its modifications are permitted cannot be told: {missing}.",
    "not_applicable": "Not asked: it was not let under the provider selection regime.",
    "permitted": "Its modifications are within what the authority may decide on by itself.",
}


def psr_considerable_change(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each live agreement under ``psr``, as the rule reads regulation 13.

    ``flagged`` is not permitted: neither a notice nor a later change mends it, so there is no ``due_on``.
    """
    agreements = asked(register, on)
    status = rule_status(register, agreements, on, setting)
    steps = changes_in_order(register, agreements, on, setting.thresholds)
    over = steps[steps["is_over_psr"]].drop_duplicates("agreement_id").set_index("agreement_id")
    change_pence = looked_up(agreements["agreement_id"], over["change_pence"]).astype("Int64")
    unloaded = never_loaded(register, "modifications", agreements)
    return answered(
        agreements,
        clock="psr_considerable_change",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": out_of_regime(agreements, "psr"),
            "flagged": agreements["regime"].notna() & change_pence.notna(),
            "unknown": (status == "unknown") | agreements["regime"].isna(),
        },
        missing={
            "regime": agreements["regime"].isna(),
            "modifications": unloaded,
            "change": ~unloaded & agreements["regime"].notna(),
        },
        due_on=pd.Series(pd.NaT, agreements.index, dtype="datetime64[s]"),
        facts={"change_pence": change_pence},
    )
