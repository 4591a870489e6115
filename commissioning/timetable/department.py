"""What a department has to replace, and when work on each has to start: the soonest first."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.register import Register, asked, looked_up
from commissioning.rules.service_gap import latest_decisions
from commissioning.timetable.durations import STAGES
from commissioning.timetable.worked_back import STARTS, slack_days, stage_starts

# Nothing is procured after these decisions; after the others, or none, something is.
NOTHING_PROCURED = ("decommission", "let_lapse", "insource")
DESCRIBED = (
    "agreement_id",
    "reference",
    "title",
    "department",
    "tier",
    "procurement_method",
    "ends_on",
    "latest_end_on",
)


def to_replace(register: Register, *, on: date, department: str | None = None) -> pd.DataFrame:
    """Return the live agreements that a procurement has to replace, of one department or of all.

    No successor is named, by the agreement or by its latest decision, and that decision, where there
    is one, is not to decommission it, to let it lapse or to bring it in house. A department is named as
    on the day, and what it took over from an earlier one is its own.
    """
    agreements = asked(register, on)
    decided = latest_decisions(register, on).set_index("agreement_id")
    latest = looked_up(agreements["agreement_id"], decided)
    is_open = (
        agreements["successor_reference"].isna()
        & latest["successor_reference"].isna()
        & ~latest["outcome"].isin(NOTHING_PROCURED)
    )
    names = agreements["department"].replace(dict(register.department_names))
    if department is not None:
        is_open &= names == department
    return agreements.assign(department=names)[is_open]


def department_plan(register: Register, *, on: date, department: str | None = None) -> pd.DataFrame:
    """Return when each stage of replacing a department's agreements has to start, the soonest first.

    One row for each agreement that ``to_replace`` gives: what it is, the start of each stage,
    ``latest_start_on``, ``slack_days`` (below 0 where that day has gone), and ``stage_due``: the stage
    that has to be under way on the day, empty before the first, and from the end on. Those with no end
    come last, with no days.
    """
    agreements = to_replace(register, on=on, department=department)
    starts = stage_starts(agreements, register.timetable)
    latest_on = starts[STARTS[0]]
    plan = pd.concat([agreements[list(DESCRIBED)], starts], axis="columns").assign(
        latest_start_on=latest_on,
        slack_days=slack_days(latest_on, on, register.timetable),
        stage_due=stage_due(starts, agreements["ends_on"], on),
    )
    order = ["latest_start_on", "ends_on", "reference", "agreement_id"]
    return plan.sort_values(order, kind="stable", ignore_index=True)


def stage_due(starts: pd.DataFrame, ends_on: pd.Series, on: date) -> pd.Series:
    """Return the stage that has to be under way on the day, as the timetable names it."""
    day = pd.Timestamp(on)
    begun = (starts[list(STARTS)] <= day).sum(axis="columns").to_numpy()
    is_due = (begun > 0) & (ends_on > day).to_numpy(dtype=bool)
    names = np.array(list(STAGES), dtype=object)[begun - 1]
    return pd.Series(np.where(is_due, names, None), starts.index, dtype="str")
