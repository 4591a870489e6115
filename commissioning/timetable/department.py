"""What a department has to replace, and when work on each has to start: the soonest first."""

from datetime import date

import numpy as np
import pandas as pd

from commissioning.errors import RequestError, shown
from commissioning.organisation import renamed
from commissioning.profile_tables import nearest
from commissioning.register import Register, asked, looked_up
from commissioning.rules.service_gap import latest_decisions, successors_named
from commissioning.timetable.durations import STAGES
from commissioning.timetable.shortfall import named
from commissioning.timetable.worked_back import STARTS, slack_days, stage_starts
from models.names import folded

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
    "notice_months",
)


def to_replace(register: Register, *, on: date, department: str | None = None) -> pd.DataFrame:
    """Return the live agreements that a procurement has to replace, of one department or of all.

    No successor is named, by the agreement or by its latest decision, and that decision, where there
    is one, is not to decommission it, to let it lapse or to bring it in house. A department is named as
    on the day, however it is written, and what it took over from an earlier one is its own. Raises
    RequestError for a department that no agreement has and the profile does not name.
    """
    agreements = asked(register, on)
    decisions = latest_decisions(register, on)
    outcome = looked_up(agreements["agreement_id"], decisions.set_index("agreement_id")["outcome"])
    is_open = successors_named(agreements, decisions).isna() & ~outcome.isin(NOTHING_PROCURED)
    names = renamed(agreements["department"], register.department_names)
    if department is not None:
        is_open &= folded(names) == key_of(department, register)
    return agreements.assign(department=names)[is_open]


def key_of(department: str, register: Register) -> str:
    """Return the department's name now, as names are compared; RequestError where nobody has it."""
    known = pd.concat(
        [
            renamed(register.agreements["department"].dropna(), register.department_names),
            pd.Series(list(register.department_names.values()), dtype="str"),
        ]
    )
    by_key = dict(zip(folded(known), known, strict=True))
    asked_for = pd.Series([department], dtype="str")
    key = str(folded(renamed(asked_for, register.department_names)).iloc[0])
    if key in by_key or register.agreements.empty:
        return key
    near = by_key.get(nearest(key, by_key), "")
    some = f"the nearest is {near}" if near else f"use one of {named(sorted(set(by_key.values())))}"
    raise RequestError(
        f"No agreement has the department {shown(department)}; "
        f"{some if by_key else 'none has one recorded, so leave the department out'}."
    )


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
