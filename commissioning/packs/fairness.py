"""Section 8: equality assessments, social value, and complaints, safeguarding and incidents."""

from typing import Any

import pandas as pd

from commissioning.packs.audiences import audience_named
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.incidents import incidents
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.social_value import social_value
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, of_all
from commissioning.register import looked_up
from commissioning.rules.own_assessments import NOT_RECORDED, assessed_by

STATUSES = {
    "published": "Completed and published",
    "completed_unpublished": "Completed, not yet published",
    "in_progress": "In progress",
    "not_required": "Not required",
    NOT_RECORDED: "Not recorded",
}


def fairness(inputs: PackInputs) -> Section:
    """Return equality by status, social value promised and delivered, and what went wrong for people."""
    live = with_assessments(inputs)
    if live.empty:
        return exhibits(
            "fairness", "Equality and social value", "", [], empty=("There is no live agreement.",)
        )
    is_full = audience_named(inputs.audience).fairness == "all"
    shown = [
        *equality(live, inputs, is_full=is_full),
        *social_value(inputs, live, is_full=is_full),
        *incidents(inputs, live, is_full=is_full),
    ]
    return exhibits("fairness", "Equality and social value", lead(live, inputs), shown)


def with_assessments(inputs: PackInputs) -> pd.DataFrame:
    """Return the live agreements with their assessment as it stood on the day; none recorded is said so."""
    live = live_agreements(inputs)
    assessed = assessed_by(inputs.register, on=inputs.on).set_index("agreement_id")
    found = looked_up(live["agreement_id"], assessed[["status", "risk", "completed_on"]])
    return live.assign(
        equality=found["status"].fillna(NOT_RECORDED),
        risk=found["risk"],
        completed_on=found["completed_on"],
    )


def lead(live: pd.DataFrame, inputs: PackInputs) -> str:
    """Return how many agreements have an assessment completed, and how many of high risk."""
    done = int(live["equality"].isin(["published", "completed_unpublished"]).sum())
    high = int((live["risk"] == "high").sum())
    risk = f"; {high:,} found a high risk to equality" if high else ""
    verb = "has" if done == 1 else "have"
    return (
        f"On {day_in_words(inputs.on)}, {of_all(done, len(live))} live agreements {verb} a completed equality "
        f"impact assessment{risk}. One that is not recorded is not known to be missing."
    )


def equality(live: pd.DataFrame, inputs: PackInputs, *, is_full: bool) -> list[Exhibit]:
    """Return the agreements by the status of their assessment, and where full each of them."""
    table = status_table(live)
    kept = (("Each agreement's assessment", each_table(live)),) if is_full else ()
    return [Exhibit(chart=status_chart(table.frame, len(live)), table=table, kept_back=kept)]


def status_table(live: pd.DataFrame) -> Table:
    """Return one row a status, every live agreement in one of them."""
    of_status: list[dict[str, Any]] = [
        {
            "status": title,
            "agreements": int((live["equality"] == status).sum()),
            "high_risk": int(((live["equality"] == status) & (live["risk"] == "high")).sum()),
        }
        for status, title in STATUSES.items()
    ]
    must_sum("equality assessments by status", [row["agreements"] for row in of_status], len(live))
    high = int((live["risk"] == "high").sum())
    must_sum("high risk by status", [row["high_risk"] for row in of_status], high)
    whole = {"status": "All live agreements", "agreements": len(live), "high_risk": high}
    return Table(
        name="equality_by_status",
        caption="Live agreements by the status of their equality impact assessment",
        columns=(
            Column("status", "Assessment"),
            Column("agreements", "Agreements", "count"),
            Column("high_risk", "Of high risk", "count", field="equality.risk"),
        ),
        frame=pd.DataFrame([*of_status, whole]),
        has_total=True,
    )


def status_chart(frame: pd.DataFrame, live: int) -> Chart:
    """Return the statuses as bars, in the order from published to not recorded."""
    of_status = frame.iloc[:-1]
    unrecorded = int(of_status["agreements"].iloc[-1])
    published = int(of_status["agreements"].iloc[0])
    rows = [
        Bar(status, number, f"{number:,}", is_first=place == 0)
        for place, (status, number) in enumerate(
            of_status[["status", "agreements"]].itertuples(index=False)
        )
    ]
    return bar_chart(
        "equality-by-status",
        rows,
        title=f"{published:,} of {live:,} assessments are published; {unrecorded:,} are not recorded",
        subtitle="Live agreements by the status of their equality impact assessment",
    )


def each_table(live: pd.DataFrame) -> Table:
    """Return each live agreement with its assessment."""
    columns = ["reference", "title", "equality", "risk", "completed_on"]
    return Table(
        name="equality_by_agreement",
        caption=f"Equality impact assessments of {counted(len(live), 'live agreement')}",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("said", "Assessment"),
            Column("risk", "Risk found"),
            Column("completed_on", "Completed", "day"),
        ),
        frame=live[columns].assign(said=live["equality"].map(STATUSES).astype("str")),
    )
