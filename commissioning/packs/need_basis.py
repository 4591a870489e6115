"""What the profile rests on: each source and its state, and what was left out of it and why."""

import pandas as pd

from commissioning.packs.data_quality import sources_table
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import OF_AN_INDEX
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.stale import stale_line
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted

METHODS = (
    "Intervals are the publisher's where it gives them. Otherwise a share of people has Wilson's and a rate Byar's, or "
    "the exact one where there are fewer than ten events. A count by age is a share of the count of all ages.",
    "Editions of an index are not compared with one another, nor values of different periods, nor areas of different "
    "kinds. What could not be compared is said in its place.",
)


def basis(inputs: NeedInputs) -> Section:
    """Return the sources with the state of each, and what is left out."""
    state = state_table(inputs)
    stale = int((state.frame["state"] != "Up to date").sum())
    lead = (
        f"{counted(len(state.frame), 'source')} of needs data; {'none' if not stale else f'{stale:,}'} "
        + ("is stale." if stale < 2 else "are stale.")
    )
    shown = [
        Exhibit(table=state if len(state.frame) else None),
        Exhibit(words=(*METHODS, *_left_out(inputs))),
    ]
    return exhibits("basis", "What this rests on", lead, shown)


def state_table(inputs: NeedInputs) -> Table:
    """Return each source in force, and each that was refused and never loaded, with its state."""
    lines = {row["source"]: stale_line(row) for row in inputs.refused.to_dict("records")}
    sources = sources_table(inputs.sources).frame.drop_duplicates("source", keep="last")
    rows = [
        {
            "source": row["source"],
            "title": row["title"],
            "edition_on": row["edition_on"],
            "state": lines.get(row["source"], "Up to date"),
        }
        for row in sources.to_dict("records")
    ]
    rows += [
        {
            "source": row["source"],
            "title": row["title"],
            "edition_on": pd.NaT,
            "state": stale_line(row),
        }
        for row in inputs.refused.to_dict("records")
        if not row["is_in_force"]
    ]
    frame = pd.DataFrame(rows, columns=["source", "title", "edition_on", "state"])
    return Table(
        name="need_state",
        caption="Sources of needs data, and whether each is up to date",
        columns=(
            Column("title", "Source"),
            Column("edition_on", "Edition", "day", missing="Nothing loaded"),
            Column("state", "State"),
        ),
        frame=frame.assign(edition_on=pd.to_datetime(frame["edition_on"])),
        stacks=True,
    )


def _left_out(inputs: NeedInputs) -> tuple[str, ...]:
    of_index = inputs.observations["indicator"].astype("str").str.contains(OF_AN_INDEX)
    kinds = inputs.observations.loc[of_index, "indicator"].nunique()
    if not kinds:
        return ()
    return (
        f"{counted(kinds, 'measure')} of indices are loaded. An index has no people to count and so no interval: its "
        "scores and ranks have sections of their own, and its publisher's other measures are not repeated.",
    )
