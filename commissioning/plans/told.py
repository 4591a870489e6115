"""A plan as plain values for a program, and as lines for a terminal."""

from collections.abc import Iterator

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.wording import counted
from commissioning.plans import line
from commissioning.plans.cliffs import EDGE, cliff_edges
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.order import ORDER
from commissioning.plans.supply_told import supply_shape
from commissioning.records import records

FIRST = 5
PLANNED = (
    *("reference", "title", "department", "tier", "procurement_method", "ends_on"),
    *("latest_end_on", "latest_start_on", "slack_days", "stage_due", "begun"),
)
PROCURED = (
    *("reference", "quarter", "start_from_on", "start_by_on", "uses_option", "ends_on"),
    "new_ends_on",
)


def shape(inputs: PlanInputs) -> dict[str, object]:
    """Return the plan in the documented shape."""
    smoothed, found = inputs.smoothed, inputs.smoothed.found
    return {
        "authority": inputs.register.authority,
        "department": inputs.department,
        "on": inputs.on.isoformat(),
        "load_no": inputs.register.load_no,
        "quarter": inputs.quarter.label,
        "agreements": len(inputs.plan),
        "late": len(inputs.late),
        "this_quarter": len(inputs.this_quarter),
        "without_end": len(inputs.without_end),
        "line": line(inputs),
        **supply_shape(inputs),
        "plan": records(inputs.plan[list(PLANNED)]),
        "cliff_edges": records(
            cliff_edges(inputs)[[*EDGE, "ends", "group_size", "to_replace", "in_time"]]
        ),
        "smoothing": {
            "capacity": smoothed.capacity,
            "lowest_peak": None if found is None else found.lowest_peak,
            "exists": found is not None and found.exists,
            "sentences": smoothed.sentences,
            "too_late": smoothed.too_late["reference"].tolist(),
            "quarters": [] if found is None else records(found.quarters),
            "procurements": [] if found is None else records(found.procurements[list(PROCURED)]),
        },
    }


def lines(inputs: PlanInputs) -> Iterator[str]:
    """Yield the plan as a terminal shows it: in one line, what comes first, what starts this quarter, the smoothing."""
    yield line(inputs)
    first = inputs.ranked.head(FIRST)
    if len(first):
        yield "To commission first:"
    for row in first.to_dict("records"):
        yield f"  {row['rank']}. {row['reference']}  {ORDER[row['first']]}: {' '.join(row['reasons'])}"
    due = inputs.this_quarter
    if len(due):
        yield f"To be started in {inputs.quarter.label}:"
    for row in due.to_dict("records"):
        left = counted(
            int(row["slack_days"]), inputs.register.timetable.days_in_words.removesuffix("s")
        )
        begun = "nothing recorded as begun" if pd.isna(row["begun"]) else row["begun"]
        day = spoken_day(row["latest_start_on"].date())
        yield f"  {row['reference']}  by {day}, {left} left; {begun}"
    yield "Smoothing:"
    yield from (f"  {sentence}" for sentence in inputs.smoothed.sentences)
