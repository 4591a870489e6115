"""Cliff-edge smoothing: how many procurements start in each quarter, before and after, and which when."""

from functools import partial

import pandas as pd

from commissioning.packs.drawing import Chart, chart
from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import listed
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.quarters_chart import Quarter, quarters_drawn
from commissioning.timetable.smoothing import Smoothing

ALONE = (
    "It is of this department alone, with all of the capacity: the plan of all departments may start "
    "one of these in another quarter."
)


def smoothing(inputs: PlanInputs) -> Part:
    """Return the plan with the lowest peak, or why there is none."""
    title, found, words = "Smoothing", inputs.smoothed.found, tuple(inputs.smoothed.sentences)
    if inputs.department is not None:
        words = (*words, ALONE)
    if found is None or found.procurements.empty:
        return Part("smoothing", title, words)
    return Part(
        "smoothing",
        title,
        words,
        charts=(quarters_chart(found),),
        tables=(quarters_table(found), procurements_table(found, inputs.plan)),
    )


def used_quarters(found: Smoothing) -> pd.DataFrame:
    """Return the quarters up to the last in which anything starts."""
    quarters = found.quarters
    is_used = (quarters["starts_before"] > 0) | (quarters["starts_after"] > 0)
    return quarters.iloc[: int(is_used.to_numpy().nonzero()[0].max()) + 1]


def quarters_chart(found: Smoothing) -> Chart:
    """Return the starts of each quarter before and after as bars beside one another."""
    quarters = [
        Quarter(label, int(before), int(after))
        for label, before, after in used_quarters(found)[
            ["quarter", "starts_before", "starts_after"]
        ].itertuples(index=False)
    ]
    each = [f"{one.label} {one.before:,} before and {one.after:,} after" for one in quarters]
    before, after = max(one.before for one in quarters), max(one.after for one in quarters)
    return chart(
        "smoothing-chart",
        title=f"The fullest quarter has {before:,} to start as things are, and {after:,} by this plan",
        subtitle="Procurements to start in each quarter: above as things are, below by this plan",
        description=f"{listed(each)}.",
        draw=partial(quarters_drawn, quarters),
    )


def quarters_table(found: Smoothing) -> Table:
    """Return the starts of each quarter before and after, and the options used."""
    return Table(
        name="smoothing_quarters",
        caption="Procurements to start in each quarter",
        columns=(
            Column("quarter", "Quarter"),
            Column("starts_before", "As things are", "count"),
            Column("starts_after", "By this plan", "count"),
            Column("options_used", "Options used", "count"),
        ),
        frame=used_quarters(found).reset_index(drop=True),
    )


def procurements_table(found: Smoothing, plan: pd.DataFrame) -> Table:
    """Return which procurement to start when, and which option to use."""
    titles = plan.set_index("agreement_id")["title"]
    planned = found.procurements
    uses = planned["uses_option"].map({True: "Use it", False: "Leave it"})
    return Table(
        name="procurements",
        caption="What to start when",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("quarter", "Start in"),
            Column("start_by_on", "Start by", "day"),
            Column("option", "Option to extend"),
            Column("new_ends_on", "End that then stands", "day"),
        ),
        frame=planned.assign(
            title=planned["agreement_id"].map(titles),
            option=uses.mask(planned["latest_end_on"].isna(), "None recorded").astype("str"),
        ),
        stacks=True,
    )
