"""The limits of what may be decided: the last possible day, and how far a regime lets it be varied."""

from dataclasses import replace

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.decisions.form import DecisionForm
from commissioning.errors import RequestError
from commissioning.register import FRAMES, Register
from commissioning.rules.modification_over_limit import modification_over_limit
from commissioning.rules.thresholds import Thresholds


def must_not_extend_too_far(form: DecisionForm, agreement: pd.Series) -> None:
    """Refuse an extension that does not lengthen it, or passes the last possible day."""
    if form.new_ends_on is None:
        return
    new, label = pd.Timestamp(form.new_ends_on), agreement["reference"]
    ends_on, latest = agreement["ends_on"], agreement["latest_end_on"]
    if pd.isna(ends_on):
        raise RequestError(
            f"{label} has no end recorded, so it cannot be told what an extension adds; "
            "load the register with its ends_on first."
        )
    if new <= ends_on:
        raise RequestError(
            f"new_ends_on {form.new_ends_on} is not after the end of {label}, {ends_on.date()}; "
            "give the day to which it is lengthened."
        )
    if pd.isna(latest):
        raise RequestError(
            f"The last possible day of {label} is not recorded, so it cannot be told whether "
            f"{form.new_ends_on} passes it; load the register with its latest_end_on first."
        )
    if new > latest:
        raise RequestError(
            f"{label} can be extended to {spoken_day(latest.date())} at the latest, and "
            f"{spoken_day(form.new_ends_on)} is after it; past that day it is a new award."
        )


def must_not_vary_too_far(
    form: DecisionForm, register: Register, recorded: pd.DataFrame, thresholds: Thresholds
) -> list[str]:
    """Refuse a variation that passes its regime's limit; return what could not be told of it.

    It is asked by the rule itself, as though the register listed the change already, on the day of
    the latest change: a decision of an earlier day counts with those after it. ``recorded`` has the
    variations decided here that stand.
    """
    if form.outcome != "vary":
        return []
    agreement = register.agreements.iloc[0]
    awarded_on = agreement["awarded_on"]
    if awarded_on > pd.Timestamp(form.decided_on):
        raise RequestError(
            f"decided_on {form.decided_on} is before {agreement['reference']} was awarded, "
            f"{awarded_on.date()}; there was nothing to vary."
        )
    asking = with_changes(form, register, recorded)
    day = asking.modifications["decided_on"].max().date()
    answered = modification_over_limit(asking, on=day, thresholds=thresholds)
    found = answered.frame().iloc[0]
    if found["status"] == "flagged":
        raise RequestError(
            f"{found['sentence']} Publish the change notice first, or decide to recommission."
        )
    return [found["sentence"]] if found["status"] == "unknown" else []


def with_changes(form: DecisionForm, register: Register, recorded: pd.DataFrame) -> Register:
    """Return the register as though it listed the change, and those recorded that it does not list yet.

    A change is listed where the register has one decided on the same day. What the form supersedes
    counts no more, recorded or listed.
    """
    is_corrected = recorded["decision_no"] == form.supersedes
    corrected, recorded = recorded[is_corrected], recorded[~is_corrected]
    listed = register.modifications
    listed = listed[~listed["decided_on"].isin(corrected["decided_on"])]
    awaited = recorded[~recorded["decided_on"].isin(listed["decided_on"])]
    new = {
        "agreement_id": register.agreements["agreement_id"].iloc[0],
        "reference": register.agreements["reference"].iloc[0],
        "decided_on": pd.Timestamp(form.decided_on),
        "value_change_pence": form.value_change_pence,
        "term_change_days": form.term_change_days,
        "authority_reference": form.authority_reference,
        "row_id": "form",
    }
    columns = FRAMES["modifications"]
    rows = pd.concat([awaited.reindex(columns=list(columns)), pd.DataFrame([new])])
    changes = pd.concat([listed, rows.astype(columns)], ignore_index=True)
    loaded = register.loaded_feeds | {"modifications"}
    return replace(register, modifications=changes, loaded_feeds=loaded)


def must_go_on(agreement: pd.Series, closed: tuple[str, ...]) -> None:
    """Refuse a decision on an agreement that is over already."""
    if agreement["status"] in closed:
        raise RequestError(
            f"{agreement['reference']} is {agreement['status']} already, so there is nothing to "
            "decide; correct its status in the register if that is wrong."
        )
