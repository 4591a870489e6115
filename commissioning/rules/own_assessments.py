"""The assessments that recorded decisions rest on, among those that the register lists."""

from dataclasses import replace
from datetime import date

import pandas as pd

from commissioning.register import FRAMES, Register
from commissioning.rules.service_gap import latest_decisions

NOT_RECORDED, IN_PROGRESS, NOT_REQUIRED = "not_recorded", "in_progress", "not_required"
COMPLETED, PUBLISHED = "completed_unpublished", "published"


def with_own_assessments(register: Register, *, on: date) -> Register:
    """Return the register with what each latest decision by ``on`` rests on and no row of its agreement tells.

    That none is required, as was decided; or the assessment of another reference. They stand in the
    place of a row that says nothing was recorded; the other's stands beside one in progress too, and
    neither beside any other.
    """
    decisions, equality = latest_decisions(register, on), register.equality
    own = decisions[decisions["equality_status"].notna()]
    silent = equality["status"].isna() | (equality["status"] == NOT_RECORDED)
    told = equality[~silent]
    is_told = own["agreement_id"].isin(told["agreement_id"])
    is_finished = own["agreement_id"].isin(told.loc[told["status"] != IN_PROGRESS, "agreement_id"])
    is_another = (own["equality_status"] != NOT_REQUIRED) & (
        own["equality_assessment"] != own["reference"]
    )
    own = own[~is_told | (is_another & ~is_finished)]
    if own.empty:
        return register
    rows = own[["agreement_id", "reference", "row_id"]].assign(
        status=own["equality_status"],
        completed_on=own["equality_completed_on"],
        published_on=own["equality_published_on"],
    )
    kinds = FRAMES["equality"]
    kept = equality[~(silent & equality["agreement_id"].isin(own["agreement_id"]))]
    added = rows.reindex(columns=list(kinds)).astype(kinds)
    return replace(register, equality=pd.concat([kept, added], ignore_index=True))


def assessed_by(register: Register, *, on: date) -> pd.DataFrame:
    """Return one assessment an agreement as it stood on a day, those that decisions rest on among them.

    One completed after the day is left out, and one published after it was completed and not yet published.
    """
    assessed = with_own_assessments(register, on=on).equality
    assessed = assessed.drop_duplicates("agreement_id", keep="last")
    assessed = assessed[~(assessed["completed_on"] > pd.Timestamp(on))]
    later = (assessed["status"] == PUBLISHED) & (assessed["published_on"] > pd.Timestamp(on))
    return assessed.assign(status=assessed["status"].mask(later, COMPLETED))
