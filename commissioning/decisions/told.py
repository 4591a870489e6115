"""A recorded decision as people read it."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.money import pounds


def in_words(decision: Mapping[Hashable, Any]) -> str:
    """Return what was decided: extend to 31 March 2028; vary by £5,000.00 and 30 days."""
    outcome = str(decision["outcome"]).replace("_", " ")
    if not pd.isna(new_ends_on := decision.get("new_ends_on")):
        return f"{outcome} to {spoken_day(pd.Timestamp(new_ends_on).date())}"
    value, days = decision.get("value_change_pence"), decision.get("term_change_days")
    changes = [
        *([] if pd.isna(value) else [pounds(int(value))]),
        *([] if pd.isna(days) else [f"{int(days):,} days"]),
    ]
    return f"{outcome} by {' and '.join(changes)}" if changes else outcome


def who(decision: Mapping[Hashable, Any]) -> str:
    """Return who decided, of a decision recorded here with who entered it; empty where it is not told.

    Anybody may type any name into a form, so one that nobody was signed in for says so.
    """
    name = decision["decided_by"]
    if pd.isna(name) or pd.isna(decision.get("decision_no")):
        return "" if pd.isna(name) else str(name)
    entered_by = decision.get("entered_by")
    return f"{name} (as typed)" if pd.isna(entered_by) else f"{name} (entered by {entered_by})"


def by_whom(decision: Mapping[Hashable, Any]) -> str:
    """Return who decided, when and on what authority."""
    parts = [
        f"by {who(decision)}" if who(decision) else "",
        f"on {spoken_day(pd.Timestamp(decision['decided_on']).date())}"
        if not pd.isna(decision["decided_on"])
        else "",
        f"({decision['authority_reference']})"
        if not pd.isna(decision["authority_reference"])
        else "",
    ]
    return " ".join(filter(None, parts))


def silence(acknowledgement: Mapping[Hashable, Any]) -> str:
    """Return until when a flag is acknowledged, by whom and why."""
    until = spoken_day(pd.Timestamp(acknowledgement["until_on"]).date())
    return (
        f"acknowledged until {until} by {acknowledgement['acted_by']}: {acknowledgement['reason']}"
    )


def told(decisions: pd.DataFrame) -> Iterator[str]:
    """Yield the lines about an agreement's recorded decisions, the superseded ones with what did it."""
    for row in decisions.to_dict("records"):
        superseded = row["superseded_by"]
        gone = "" if pd.isna(superseded) else f"; superseded by decision {superseded}"
        yield f"{row['decision_no']}: {in_words(row)}, {by_whom(row)}: {row['reason']}{gone}"
        yield f"  equality: {assessment(row)}"
        if not pd.isna(row["gate"]):
            yield f"  gate: {row['gate'].replace('_', ' ')}"


def assessment(row: Mapping[Hashable, Any]) -> str | None:
    """Return the equality assessment that a decision rests on, or why there is none; None where none is told."""
    if pd.isna(status := row.get("equality_status")):
        return None
    words = str(status).replace("_", " ")
    if not pd.isna(row["equality_reason"]):
        return f"{words}, {row['equality_reason']}"
    return f"{row['equality_assessment']}, {words}"
