"""A provider's return came late, or is late and has not come."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.measures.expected import days_after
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results
from commissioning.rules.thresholds import Thresholds

MEASURE = ["agreement_id", "measure"]

SENTENCES = {
    "flagged": (
        "The return of {measure} that was due on {due_on} came on {received_on}, more than {late_days} "
        "days late; returns so late: {late_returns}."
    ),
    "flagged_awaited": (
        "The return of {measure} that was due on {due_on} has not come, more than {late_days} days "
        "on; returns so late: {late_returns}."
    ),
    "clear": "No return of it is late by more than is allowed, or none is recorded.",
    "unknown": "Whether its returns come in time cannot be told: {missing}.",
}


def kpi_return_late(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    ``flagged`` when a return came more than ``return_late_days`` days after it was due, or has not
    come so long after: medium, and high when ``returns_late_in_a_row`` of one measure did so;
    ``unknown`` when returns were never loaded, or when none is late and one has no day it was due;
    ``clear`` otherwise. ``act_by`` is the last day the first of the late ones could have come in
    time. Basis and worked cases: docs/rules/kpi_return_late.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    returns = returns_due(register, on, thresholds)
    late = returns[returns["is_late"]]
    last = late.drop_duplicates("agreement_id", keep="last").set_index("agreement_id")
    shown = looked_up(ids, last[["measure", "due_on", "received_on"]])
    by_agreement = late.groupby("agreement_id")
    first_due_on = looked_up(ids, by_agreement["due_on"].min())
    in_a_row = looked_up(ids, by_agreement["in_a_row"].max())
    is_serial = in_a_row >= thresholds.returns_late_in_a_row
    undated = returns.loc[returns["due_on"].isna(), "agreement_id"]
    unloaded = never_loaded(register, "returns", agreements)
    last_in_time = first_due_on + pd.Timedelta(days=thresholds.return_late_days)
    return results(
        agreements,
        rule="kpi_return_late",
        on=on,
        flagged=first_due_on.notna() & ~unloaded,
        unknown=unloaded | ids.isin(undated),
        severity=pd.Series("medium", agreements.index, dtype="str").mask(is_serial, "high"),
        act_by=last_in_time.fillna(notice_on_asked(register, on, thresholds)),
        facts={
            "wording": pd.Series("flagged", agreements.index, dtype="str").mask(
                shown["received_on"].isna(), "flagged_awaited"
            ),
            "measure": shown["measure"],
            "due_on": shown["due_on"],
            "received_on": shown["received_on"],
            "late_days": thresholds.return_late_days,
            "late_returns": looked_up(ids, by_agreement.size()).astype("Int64"),
        },
        missing={"returns": unloaded, "due_on": ids.isin(undated)},
        extra_row_ids=pd.concat([late, returns[returns["due_on"].isna()]])[
            ["agreement_id", "row_id"]
        ],
    )


def returns_due(register: Register, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return the returns in the order they were due, with ``is_late`` and how many were so ``in_a_row``.

    One received after ``on`` had not come by then.
    """
    day = pd.Timestamp(on)
    columns = [*MEASURE, "starts_on", "due_on", "received_on", "row_id"]
    returns = register.returns[columns].sort_values(
        [*MEASURE, "due_on", "starts_on"], kind="stable"
    )
    received_on = returns["received_on"].mask(returns["received_on"] > day)
    days_late = days_after(received_on.fillna(day), returns["due_on"])
    is_late = days_late > thresholds.return_late_days
    returns = returns.assign(received_on=received_on, is_late=is_late)
    goes_on = is_late & is_late.shift(fill_value=False) & ~is_first(returns)
    run = (~goes_on).cumsum()
    in_a_row = np.where(is_late, returns.groupby(run).cumcount() + 1, 0)
    return returns.assign(in_a_row=in_a_row).sort_values("due_on", kind="stable")


def is_first(returns: pd.DataFrame) -> pd.Series:
    """Tell which returns are the first of their measure."""
    return (returns[MEASURE] != returns[MEASURE].shift()).any(axis=1)
