"""Which returns came late or have not come, each with the day it was due."""

import pandas as pd

from commissioning.dates import months_before
from commissioning.measures.quarters import KEY
from commissioning.packs.findings_told import named
from commissioning.packs.inputs import PackInputs
from commissioning.packs.measures_told import period_named
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words

MONTHS = 12
IN_TIME, LATE, MISSING, UNDATED = "In time", "Came late", "Has not come", "Day it came not recorded"
STATES = (IN_TIME, LATE, MISSING, UNDATED)


def late_returns(inputs: PackInputs, measures: pd.DataFrame) -> Exhibit:
    """Return the returns due in the twelve months to the day by when they came, and those amiss one by one."""
    due = returns_due(inputs, measures)
    counts = due["state"].value_counts()
    frame = pd.DataFrame(
        {"state": STATES, "returns": [int(counts.get(state, 0)) for state in STATES]}
    )
    must_sum("returns by when they came", frame["returns"], len(due))
    since = day_in_words(months_before(inputs.on, MONTHS))
    by_state = Table(
        "returns_by_when_they_came",
        f"Returns due after {since} and by {day_in_words(inputs.on)}",
        (Column("state", "When it came"), Column("returns", "Returns", "count")),
        frame,
    )
    amiss = due[due["state"] != IN_TIME].sort_values(
        ["due_on", "reference", "measure"], ignore_index=True
    )
    table = Table(
        name="returns_late_or_missing",
        caption="Returns that came late or have not come, the earliest first",
        columns=(
            Column("subject", "Measure", under=("period",)),
            Column("state", "What came of it"),
            Column("due_on", "Due", "day"),
            Column("received_on", "Came", "day", missing="Not yet"),
            Column("days_late", "Days late", "count", missing="Not known"),
        ),
        frame=amiss,
        stacks=True,
    )
    late, missing = int(counts.get(LATE, 0)), int(counts.get(MISSING, 0))
    words = [
        f"{counted(len(due), 'return was', 'returns were')} due in the twelve months: {late:,} came late "
        f"and {missing:,} {'has' if missing == 1 else 'have'} not come."
        if len(due)
        else "No return with a day it was due fell due in the twelve months, so none can be late."
    ]
    kept = ((f"The {counted(len(amiss), 'return')} that came late or not", table),)
    return Exhibit(
        tuple(words), table=by_state if len(due) else None, kept_back=kept if len(amiss) else ()
    )


def returns_due(inputs: PackInputs, measures: pd.DataFrame) -> pd.DataFrame:
    """Return the returns of the measures that fell due in the twelve months, with what came of each."""
    on = pd.Timestamp(inputs.on)
    returns = inputs.register.returns
    since = pd.Timestamp(months_before(inputs.on, MONTHS))
    returns = returns[(returns["due_on"] > since) & (returns["due_on"] <= on)]
    due = returns.drop(columns="reference").merge(measures[[*KEY, "reference"]], on=KEY)
    received_on = due["received_on"].mask(due["received_on"] > on)
    state = pd.Series(IN_TIME, due.index, dtype="str")
    state = state.mask(received_on > due["due_on"], LATE)
    state = state.mask(received_on.isna() & (due["due_on"] < on), MISSING)
    is_here = due["received_on"].isna() & due["value"].notna()
    state = state.mask(is_here, UNDATED)
    days_late = (received_on.fillna(on) - due["due_on"]).dt.days.astype("Int64")
    columns = ["agreement_id", "reference", "measure", "starts_on", "ends_on", "due_on"]
    return due[columns].assign(
        subject=[named(row) for _, row in due.iterrows()],
        period=[
            "" if pd.isna(ends) or pd.isna(starts) else period_named(starts, ends)
            for starts, ends in zip(due["starts_on"], due["ends_on"], strict=True)
        ],
        received_on=received_on,
        state=state,
        days_late=days_late.mask(state == UNDATED),
    )
