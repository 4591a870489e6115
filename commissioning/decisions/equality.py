"""The equality impact assessment that a decision rests on: section 149 of the Equality Act 2010.

Taken cautiously: every outcome needs one, an extension too, unless the register says that none is
required or the decider says so and why.
"""

from dataclasses import dataclass

import pandas as pd

from commissioning.decisions.form import NONE_NEEDED, DecisionForm
from commissioning.errors import RequestError, shown

COMPLETED = ("completed_unpublished", "published")
NOT_REQUIRED = "not_required"


@dataclass(frozen=True)
class Assessment:
    """What a decision rests on: under which reference it is listed, its status, and why none is needed."""

    reference: str | None
    status: str
    reason: str | None = None


def assessment_of(form: DecisionForm, label: str, listed: pd.DataFrame) -> Assessment:
    """Return the assessment that the decision rests on.

    ``listed`` are the assessments under the reference that the form names, or under the agreement's
    own. Raises RequestError where there is none, or none that was completed by the day.
    """
    statuses = listed["status"].tolist()
    if form.needs_no_assessment:
        if "in_progress" in statuses:
            raise RequestError(
                f"The register says that an equality impact assessment of {label} is in progress; "
                f"complete it, or have it listed as {NOT_REQUIRED} first."
            )
        return Assessment(None, NOT_REQUIRED, form.equality_reason.strip())
    name = form.equality_assessment.strip() or label
    if NOT_REQUIRED in statuses:
        return Assessment(name, NOT_REQUIRED)
    day = pd.Timestamp(form.decided_on)
    done = listed[listed["status"].isin(COMPLETED)]
    in_time = done[done["completed_on"] <= day]
    if len(in_time):
        return Assessment(name, str(in_time["status"].iloc[-1]))
    raise RequestError(
        f"{_lacking(form, name, done, statuses)}; complete it and load it (feed equality), or give "
        f"equality_assessment {NONE_NEEDED!r} with the reason."
    )


def _lacking(form: DecisionForm, name: str, done: pd.DataFrame, statuses: list[str]) -> str:
    """Return what keeps the register's assessment from being one that the decision may rest on."""
    if not statuses:
        return f"The register has no equality impact assessment of {shown(name)}"
    if done.empty:
        told = str(statuses[-1]).replace("_", " ")
        return f"The equality impact assessment of {name} is {told}"
    if done["completed_on"].isna().any():
        return f"The equality impact assessment of {name} has no day of completion"
    completed = done["completed_on"].min().date()
    return (
        f"The equality impact assessment of {name} was completed on {completed}, after the "
        f"decision of {form.decided_on}"
    )
