"""The decisions in force, as the cases ask for them."""

from collections.abc import Set
from dataclasses import dataclass, field

import pandas as pd


def no_decisions() -> pd.DataFrame:
    """Return the decisions in force where there is none."""
    return pd.DataFrame(
        {
            "subject_id": pd.Series(dtype="str"),
            "decision": pd.Series(dtype="str"),
            "decided_on": pd.Series(dtype="datetime64[s]"),
            "ends_on": pd.Series(dtype="datetime64[s]"),
        }
    )


@dataclass(frozen=True, eq=False)
class Decided:
    """The decision in force on each agreement that has one.

    ``of_agreements`` has subject_id (the agreement's number as text), decision, decided_on, and ends_on,
    the agreement's end as it is now. ``brings`` names the rules that ask about a decision itself: none
    of them was flagged before it.
    """

    of_agreements: pd.DataFrame = field(default_factory=no_decisions)
    brings: Set[str] = frozenset()
