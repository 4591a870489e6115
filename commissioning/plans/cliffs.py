"""The cliff edges among the live agreements: so many ends together that they cannot be replaced at once."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.rules.cliff_edge import cliff_edge

EDGE = ["group", "group_name", "first_on", "last_on"]


def cliffs(inputs: PlanInputs) -> Part:
    """Return every cliff edge that holds an agreement of the plan, the soonest first."""
    edges = cliff_edges(inputs)
    if edges.empty:
        return Part(
            "cliffs", "Cliff edges", words=("No agreement to be replaced is at a cliff edge.",)
        )
    table = Table(
        name="cliff_edges",
        caption="Cliff edges, the soonest first",
        columns=(
            Column("where", "Where"),
            Column("first_on", "Ends from", "day"),
            Column("last_on", "Ends by", "day"),
            Column("ends", "End together", "count"),
            Column("group_size", "Of", "count"),
            Column("to_replace", "To replace", "count"),
            Column("in_time", "Still in time", "count", missing="Cannot be told"),
        ),
        frame=edges,
        stacks=True,
    )
    to_replace, in_time = int(edges["to_replace"].sum()), edges["in_time"]
    words = [
        f"{counted(len(edges), 'cliff edge')}, with {counted(to_replace, 'agreement')} to replace."
    ]
    if in_time.notna().all():
        words.append(
            f"Of them {int(in_time.sum()):,} can still be replaced in time, and are among what is smoothed."
            if in_time.sum()
            else "None of them can still be replaced in time."
        )
    return Part("cliffs", "Cliff edges", words=tuple(words), tables=(table,))


def cliff_edges(inputs: PlanInputs) -> pd.DataFrame:
    """Return each cliff edge: its group, its days, how many end in them, are to replace and still in time.

    Each agreement counts at the fullest edge it is at.
    """
    answers = cliff_edge(inputs.register, on=inputs.on, thresholds=inputs.thresholds)
    flagged = answers.frame(answers.flagged)
    at_edge = flagged[flagged["agreement_id"].isin(inputs.plan["agreement_id"])]
    facts = pd.DataFrame(at_edge["facts"].tolist(), columns=[*EDGE, "ends", "group_size"])
    too_late = inputs.smoothed.too_late["agreement_id"]
    in_time = ~at_edge["agreement_id"].isin(too_late).to_numpy(dtype=bool)
    edges = (
        facts.assign(in_time=in_time)
        .groupby(EDGE, as_index=False)
        .agg(
            ends=("ends", "first"),
            group_size=("group_size", "first"),
            to_replace=("ends", "size"),
            in_time=("in_time", "sum"),
        )
    )
    if inputs.smoothed.found is None:
        edges = edges.assign(in_time=None)
    days = {name: pd.to_datetime(edges[name]) for name in ("first_on", "last_on")}
    where = edges["group"].astype("str").str.capitalize() + " " + edges["group_name"].astype("str")
    return edges.assign(**days, where=where).sort_values(["last_on", "where"], ignore_index=True)
