"""What a process chart found, in the words that head it."""

import pandas as pd

from commissioning.measures.spc import (
    CAUSES,
    COMMON,
    CONCERN,
    FAILS,
    HIGH,
    HIT_OR_MISS,
    IMPROVEMENT,
    LOW,
    PASSES,
)
from commissioning.packs.measures_told import Told, period_named
from commissioning.packs.process_charts import SIGNS

VARIATION = {
    IMPROVEMENT: "better by more than chance",
    CONCERN: "worse by more than chance",
    HIGH: "higher by more than chance",
    LOW: "lower by more than chance",
    COMMON: "no change beyond chance",
}
# The letters are those of the NHS's icons.
ASSURANCE = {
    PASSES: "(P) the target will be met unless something changes",
    FAILS: "(F) the target will be missed unless something changes",
    HIT_OR_MISS: "(?) the target will be met or missed by chance",
}


def named(measure: pd.Series) -> str:
    """Return a measure's name with the reference of its agreement, which tells it from others of that name."""
    return f"{measure['measure']} ({measure['reference']})"


def variation(measure: pd.Series) -> str:
    """Return the sign of the last point and what it means."""
    return f"{SIGNS[measure['variation_type']]} {VARIATION[measure['variation_type']].capitalize()}"


def assurance(measure: pd.Series) -> str:
    """Return whether the target lies outside the limits, or nothing where there is no target."""
    if pd.isna(measure["assurance_type"]):
        return ""
    words = ASSURANCE[measure["assurance_type"]]
    return f"{words[:4]}{words[4:5].upper()}{words[5:]}"


def finding(told: Told, measure: pd.Series) -> str:
    """Return what the last value says, as a sentence without its stop."""
    known = unbroken(told.series(measure))
    last = known.iloc[-1]
    when = period_named(last["on"], last["ends_on"])
    cause = last["special_cause_type"]
    rule = next((name for name, causes in CAUSES.items() if cause in causes), "")
    is_up = cause == CAUSES[rule][0] if rule else False
    name = named(measure)
    match rule:
        case "outside":
            stayed = len(known) > 1 and known["special_cause_type"].iloc[-2] == cause
            if stayed:
                return f"{name} stayed {'above' if is_up else 'below'} its limits in {when}"
            return f"{name} {'rose above' if is_up else 'fell below'} its limits in {when}"
        case "trend":
            steps = in_a_row(known["value"].diff().iloc[1:], is_up)
            return f"{name} {'rose' if is_up else 'fell'} {steps} times running to {when}"
        case "two_in_three":
            limit = "upper" if is_up else "lower"
            return f"{name} came near its {limit} limit twice in three periods to {when}"
        case "run":
            periods = in_a_row(known["value"] - known["mean"], is_up)
            side = "above" if is_up else "below"
            return f"{name} was {side} its mean {periods} periods running to {when}"
        case _:
            return f"{name} varied as usual to {when}: no change beyond chance"


def unbroken(points: pd.DataFrame) -> pd.DataFrame:
    """Return the last points that have values one after another and were not rebased between."""
    known: pd.DataFrame = points.loc[: points["value"].last_valid_index()]
    is_apart = known["value"].isna() | (known["rebase_group"] != known["rebase_group"].iloc[-1])
    last: pd.DataFrame = known[~is_apart[::-1].cummax()[::-1]]
    return last


def in_a_row(differences: pd.Series, is_up: bool) -> int:
    """Return how many of the last differences, one after another, are of that sign."""
    count = 0
    for difference in reversed(differences.tolist()):
        if not (difference > 0 if is_up else difference < 0):
            break
        count += 1
    return count
