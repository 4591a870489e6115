"""Which returns came late or have not come, each with the day it was due."""

import pandas as pd

from commissioning.dates import months_before
from commissioning.measures.expected import USUAL_DAYS, expected_returns
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
DUE_FROM = {
    "recorded": "",
    "practice": "as long after its period as the last one was",
    "proposal": f"{USUAL_DAYS} days after its period, which nobody recorded",
}


def late_returns(inputs: PackInputs, measures: pd.DataFrame) -> Exhibit:
    """Return the returns due in the twelve months to the day by when they came, and those amiss one by one."""
    expected = expected_returns(
        inputs.register.agreements,
        measures,
        inputs.register.returns,
        on=inputs.on,
        year_start=inputs.register.financial_year_start,
    )
    since = months_before(inputs.on, MONTHS)
    due = returns_due(expected, measures, inputs, pd.Timestamp(since))
    counts = due["state"].value_counts()
    frame = pd.DataFrame(
        {"state": STATES, "returns": [int(counts.get(state, 0)) for state in STATES]}
    )
    must_sum("returns by when they came", frame["returns"], len(due))
    by_state = Table(
        "returns_by_when_they_came",
        f"Returns due after {day_in_words(since)} and by {day_in_words(inputs.on)}",
        (Column("state", "When it came"), Column("returns", "Returns", "count")),
        frame,
    )
    amiss = amiss_table(due[due["state"] != IN_TIME])
    kept = ((f"Returns that came late or have not come: {len(amiss.frame):,}", amiss),)
    return Exhibit(
        (due_told(due, counts), *unclear_told(expected)),
        table=by_state if len(due) else None,
        kept_back=kept if len(amiss.frame) else (),
    )


def returns_due(
    expected: pd.DataFrame, measures: pd.DataFrame, inputs: PackInputs, since: pd.Timestamp
) -> pd.DataFrame:
    """Return the returns that fell due after a day, with what came of each in words."""
    on = pd.Timestamp(inputs.on)
    is_due = (expected["due_on"] > since) & (expected["due_on"] <= on)
    due = expected[is_due & (expected["state"] != "awaited")].drop(columns="missing")
    due = due.merge(measures[[*KEY, "reference"]], on=KEY)
    is_late = (due["days_late"] > 0).fillna(False).astype("bool")
    has_come = due["state"] == "received"
    state = pd.Series(IN_TIME, due.index, dtype="str").mask(is_late, LATE)
    state = state.mask(~has_come, MISSING).mask(has_come & due["received_on"].isna(), UNDATED)
    periods = zip(due["starts_on"], due["ends_on"], strict=True)
    return due.assign(
        subject=[named(row) for _, row in due.iterrows()],
        period=[period_named(starts, ends) for starts, ends in periods],
        due_told=due["due_from"].map(DUE_FROM),
        state=state,
    )


def amiss_table(amiss: pd.DataFrame) -> Table:
    """Return a row for each return that came late, has not come, or came on a day nobody recorded."""
    frame = amiss.sort_values(["due_on", "reference", "measure"], ignore_index=True)
    return Table(
        name="returns_late_or_missing",
        caption="Returns that came late or have not come, the earliest first",
        columns=(
            Column("subject", "Measure", under=("period",)),
            Column("state", "What came of it"),
            Column("due_on", "Due", "day", under=("due_told",)),
            Column("received_on", "Came", "day"),
            Column("days_late", "Days late", "count", missing="Not known"),
        ),
        frame=frame[
            [
                *("agreement_id", "reference", "measure", "subject", "period", "starts_on"),
                *("ends_on", "state", "due_on", "due_told", "received_on", "days_late", "row_id"),
            ]
        ],
        stacks=True,
    )


def due_told(due: pd.DataFrame, counts: pd.Series) -> str:
    """Return how many returns were late or are missing, as a sentence."""
    if due.empty:
        return "No return fell due in the twelve months, so none can be late."
    late, missing = int(counts.get(LATE, 0)), int(counts.get(MISSING, 0))
    return (
        f"{counted(len(due), 'return was', 'returns were')} due in the twelve months: {late:,} came late "
        f"and {missing:,} {'has' if missing == 1 else 'have'} not come."
    )


def unclear_told(expected: pd.DataFrame) -> tuple[str, ...]:
    """Return of how many measures it cannot be told which returns are due, and what is lacking."""
    lines = []
    for lacking, what in (
        ("frequency", "how often it is returned"),
        ("starts_on", "when its agreement began"),
    ):
        number = int((expected["missing"] == lacking).sum())
        if number:
            lines.append(
                f"Which returns are due cannot be told of {counted(number, 'measure')}: {what} is not recorded."
            )
    return tuple(lines)
