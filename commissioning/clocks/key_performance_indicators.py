"""A contract of more than £5m needs at least three key performance indicators before it is signed."""

from datetime import date

import pandas as pd

from commissioning.clocks.answer import Setting, answered, has_passed, out_of_regime
from commissioning.money import PENCE_IN_A_POUND
from commissioning.register import Register, asked, looked_up, never_loaded

OVER_GBP = 5_000_000
INDICATORS = 3

SENTENCES = {
    "flagged": "It was estimated at {value_pence}, more than £5,000,000, and has {indicators} of the 3 key performance indicators that were to be set by {due_on}.",
    "falls_due": "It is estimated at {value_pence}, more than £5,000,000, and has {indicators} of the 3 key performance indicators that are to be set by {due_on}.",
    "unknown": "Whether it has enough key performance indicators cannot be told: {missing}.",
    "not_applicable": "Not asked: its regime or form asks for no key performance indicators.",
    "not_over": "It is not estimated at more than £5,000,000, so none have to be set.",
    "set": "At least 3 key performance indicators are set for it.",
}


def over_limit(agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements are estimated at more than £5m; False where no value is recorded."""
    return (agreements["value_pence"] > OVER_GBP * PENCE_IN_A_POUND).fillna(False).astype("bool")


def indicators(register: Register) -> pd.DataFrame:
    """Return the measures that performance is assessed by, each once: a bare count of activity is none."""
    measures = register.measures
    is_bare = (measures["kind"] == "how_much").fillna(False) & measures["target"].isna()
    return measures[~is_bare].drop_duplicates(["agreement_id", "measure"], keep="last")


def without_indicators(agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements the duty does not cover: another regime, the light touch, a framework."""
    return out_of_regime(agreements, "pa2023") | agreements["instrument"].eq("framework")


def key_performance_indicators(register: Register, *, on: date, setting: Setting) -> pd.DataFrame:
    """Return one row for each live agreement under ``pa2023`` that is no framework.

    ``due_on`` is ``signed_on``, or ``starts_on`` where that is not recorded. No notice is owed; the
    indicators are published with the contract's details (UK7).
    """
    agreements = asked(register, on)
    is_over = over_limit(agreements)
    counts = indicators(register).groupby("agreement_id").size()
    number = looked_up(agreements["agreement_id"], counts).fillna(0).astype("int64")
    due_on = agreements["signed_on"].fillna(agreements["starts_on"])
    known = agreements["regime"].notna() & agreements["value_pence"].notna()
    missing = {
        "regime": agreements["regime"].isna(),
        "value_pence": agreements["value_pence"].isna(),
        "measures": never_loaded(register, "measures", agreements),
        "starts_on": due_on.isna(),
    }
    return answered(
        agreements,
        clock="key_performance_indicators",
        sentences=SENTENCES,
        outcomes={
            "not_applicable": without_indicators(agreements),
            "not_over": known & ~is_over,
            "set": known & (number >= INDICATORS),
            "unknown": pd.DataFrame(missing).any(axis=1),
            "flagged": has_passed(due_on, on),
            "falls_due": due_on.notna(),
        },
        missing=missing,
        due_on=due_on,
        facts={"value_pence": agreements["value_pence"], "indicators": number},
    )
