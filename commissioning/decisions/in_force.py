"""The decision in force on each agreement on a day, as the cases ask for it."""

from datetime import date

import pandas as pd

from commissioning.register import Register, looked_up
from commissioning.rules.service_gap import latest_decisions
from models.store.decided_cases import Decided, InForce

# What turns on the decision itself: none of them can have been flagged before it.
BROUGHT_BY_DECISIONS = frozenset({"eqia_missing", "no_successor", "repeat_solution", "service_gap"})


def decisions_in_force(register: Register, on: date) -> Decided:
    """Return the latest decision on each agreement by that day, and the agreement's end as it is now."""
    latest = latest_decisions(register, on)
    ends = register.agreements.set_index("agreement_id")["ends_on"]
    ends_on = looked_up(latest["agreement_id"], ends)
    rows = zip(
        latest["agreement_id"], latest["outcome"], latest["decided_on"], ends_on, strict=True
    )
    return Decided(
        {
            str(number): InForce(named(outcome, day(decided_on)), day(decided_on), day(end))
            for number, outcome, decided_on, end in rows
        },
        BROUGHT_BY_DECISIONS,
    )


def named(outcome: str, decided_on: date | None) -> str:
    """Return how a decision is told from another on the agreement: one that a file repeats is the same."""
    return f"{outcome} on {decided_on}" if decided_on else outcome


def day(value: object) -> date | None:
    """Return a day as it is kept, or None where there is none."""
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type, call-overload]
