"""The decision in force on each agreement on a day, as the cases ask for it."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.register import Register, looked_up
from commissioning.rules.service_gap import latest_decisions
from models.store.decided import Decided

# What turns on the decision itself: none of them can have been flagged before it.
BROUGHT_BY_DECISIONS = frozenset({"eqia_missing", "no_successor", "repeat_solution", "service_gap"})


def decisions_in_force(register: Register, on: date) -> Decided:
    """Return the latest decision on each agreement by that day, and the agreement's end as it is now."""
    latest = latest_decisions(register, on)
    ends = register.agreements.set_index("agreement_id")["ends_on"]
    return Decided(
        pd.DataFrame(
            {
                "subject_id": latest["agreement_id"].astype("str").array,
                "decision": pd.array(
                    all_named(latest["outcome"], latest["decided_on"]), dtype="str"
                ),
                "decided_on": latest["decided_on"].astype("datetime64[s]").array,
                "ends_on": looked_up(latest["agreement_id"], ends).astype("datetime64[s]").array,
            }
        ),
        BROUGHT_BY_DECISIONS,
    )


def all_named(outcomes: pd.Series, decided_on: pd.Series) -> list[str]:
    """Return how each decision is told from another on its agreement; there are few different ones."""
    of_outcome, outcome = pd.factorize(outcomes)
    of_day, days = pd.factorize(decided_on, use_na_sentinel=False)
    known = [[named(each, day(on)) for on in days] for each in outcome]
    texts: list[str] = np.array(known, dtype=object)[of_outcome, of_day].tolist() if known else []
    return texts


def named(outcome: str, decided_on: date | None) -> str:
    """Return how a decision is told from another on the agreement: one that a file repeats is the same."""
    return f"{outcome} on {decided_on}" if decided_on else outcome


def day(value: object) -> date | None:
    """Return a day as it is kept, or None where there is none."""
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type, call-overload]
