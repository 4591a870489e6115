"""Section 6: what was budgeted, committed and paid, how fast it goes, what changed it and what a unit costs."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from commissioning.packs.audiences import audience_named
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.money_by_agreement import burning, of_year_by_agreement
from commissioning.packs.money_by_department import by_department, lead
from commissioning.packs.money_change import due_to
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.unit_costs import outcome_costs, own_unit_costs, unit_costs

TITLE = "Money"
NONE = "No payment, commitment or budget is recorded for this year or the one before."
NONE_OF_THESE = "No payment that is recorded names a live agreement here, so what is spent under them is not known."
MEND = (
    "To show money here, load the feed payments with basis outturn, planned_commitment or budget; to show "
    "it by agreement, give each row the agreement's reference."
)

MEND_OF_THESE = "To show money here, give each row of the feed payments the agreement's reference."

Shown = Callable[[PackInputs, pd.DataFrame], list[Exhibit]]

BY_AUDIENCE: dict[str, tuple[Shown, ...]] = {
    "all": (by_department, burning, of_year_by_agreement, due_to, unit_costs, outcome_costs),
    "variance": (by_department, burning, due_to),
    "totals": (partial(by_department, whole_only=True),),
    "own_price": (burning, own_unit_costs),
}


def money(inputs: PackInputs) -> Section:
    """Return as much of the money as the audience is told; budget, commitment and actual are never added."""
    live = live_agreements(inputs)
    level = audience_named(inputs.audience).money
    told = BY_AUDIENCE[level]
    shown = [one for part in told for one in part(inputs, live)]
    # The year's money is of departments, not of one provider or one manager.
    is_of_departments = inputs.scope.kind in ("authority", "department")
    if not shown:
        empty = (NONE, MEND) if is_of_departments else (NONE_OF_THESE, MEND_OF_THESE)
        return exhibits("money", TITLE, "", [], empty=empty)
    opening = lead(inputs, live) if is_of_departments else ""
    return exhibits("money", TITLE, opening, shown)
