"""Whether a form is still about what it was made of: two people never decide past one another."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from commissioning.decisions.form import DecisionForm
from commissioning.decisions.told import by_whom, in_words
from commissioning.errors import RequestError
from commissioning.money import pounds
from models.feeds import AGREEMENTS
from models.store.errors import ChangedMeanwhile


def must_supersede_what_stands(form: DecisionForm, label: str, recorded: pd.DataFrame) -> None:
    """Refuse a correction of a decision that is none of the agreement's, or was corrected already."""
    if not form.supersedes:
        return
    found = recorded[recorded["decision_no"] == form.supersedes]
    if found.empty:
        numbers = ", ".join(recorded["decision_no"].astype("str")) or "none"
        raise RequestError(
            f"{label} has no decision {form.supersedes}; its recorded decisions: {numbers}."
        )
    if not pd.isna(later := found["superseded_by"].iloc[0]):
        raise RequestError(
            f"Decision {form.supersedes} was superseded by decision {later}; "
            f"only what stands is corrected, so give {later}."
        )


def must_be_no_second(
    form: DecisionForm, label: str, told: int, standing: pd.DataFrame, filed: pd.DataFrame
) -> None:
    """Refuse a decision beside one that stands, where nobody says which version of it was seen.

    ``standing`` are those recorded here, ``filed`` those that a file brought.
    """
    if form.supersedes or form.expected_version:
        return
    if len(standing):
        last = standing.iloc[-1].to_dict()
        raise ChangedMeanwhile(
            f"{label} has been decided: {recorded(last)}; give supersedes "
            f"{last['decision_no']} to correct it, or expected_version {told} to decide again."
        )
    if len(filed):
        brought = filed.iloc[-1].to_dict()
        said = " ".join(filter(None, (in_words(brought), by_whom(brought))))
        raise ChangedMeanwhile(
            f"{label} has been decided, as a file says: {said}; give expected_version {told} to "
            "decide again."
        )


def must_be_a_version(label: str, made_of: int, told: int) -> None:
    """Refuse a version that the agreement never had."""
    if made_of > told:
        raise RequestError(f"expected_version {made_of} is none of {label}: its version is {told}.")


def must_not_be_stale(
    label: str,
    made_of: int,
    told: int,
    decisions: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
    told_by_files: Mapping[str, int],
) -> None:
    """Refuse a form made of another load than the one that last told something, and say what changed.

    ``before`` and ``now`` are the agreement's facts as known at both; ``told_by_files`` has the load
    of the last file that told something else of it, by feed.
    """
    if made_of == told:
        return
    since = decisions[decisions["load_no"] > made_of].to_dict("records")
    files = [feed for feed, load_no in told_by_files.items() if load_no > made_of]
    brought = [f"a file told its {feed.replace('_', ' ')}" for feed in files]
    changes = [*map(recorded, since), *facts_changed(before, now), *brought]
    what = "; ".join(changes) or "a file told something of it"
    raise ChangedMeanwhile(
        f"{label} has changed since the form was made (version {made_of}, now {told}): {what}; "
        "look at it again and fill in a new form."
    )


def recorded(decision: Mapping[Hashable, Any]) -> str:
    """Return what was recorded, and by whom."""
    return f"decision {decision['decision_no']} recorded {by_whom(decision)}: {in_words(decision)}"


def facts_changed(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Return each column in which the agreement's facts differ, with both values."""
    if before.empty or now.empty:
        return [] if before.empty and now.empty else ["it is listed otherwise"]
    one, other = before.iloc[0], now.iloc[0]
    names = [column.frame_name for column in AGREEMENTS.columns if column.frame_name in before]
    pairs = [(name, _plain(name, one[name]), _plain(name, other[name])) for name in names]
    return [f"{name} {was} → {is_now}" for name, was, is_now in pairs if was != is_now]


def _plain(name: str, value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return "not recorded"
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return pounds(int(str(value))) if name.endswith("_pence") else str(value)
