"""Complaints, safeguarding and incidents: measures whose name says so, counted over the period, never too finely."""

import pandas as pd

from commissioning.measures.incidents import KINDS, kinds_counted
from commissioning.measures.volume import COUNT, returned_within
from commissioning.packs.inputs import PackInputs
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed
from commissioning.register import looked_up
from commissioning.small_numbers.margins import ALL, with_margins
from commissioning.small_numbers.published import MARKED_HIDDEN, safe_to_publish

NONE = (
    "No live agreement has a measure that counts complaints, safeguarding or incidents, so nothing is known "
    "of them here. To show them, add a measure to the feed measures whose name has the word complaint, "
    "safeguarding or incident, counted in a unit such as complaints, and return its value each period."
)


def incidents(inputs: PackInputs, live: pd.DataFrame, *, is_full: bool) -> list[Exhibit]:
    """Return how many there were in the period, by kind and where full by agreement; small counts are hidden."""
    measures = counting(inputs, live)
    if measures.empty:
        return [Exhibit(words=(NONE,))]
    by_cell = counts(inputs, measures)
    told = as_told(by_cell, inputs)
    kept = (("By agreement", agreements_table(by_cell, told, live, inputs)),) if is_full else ()
    return [
        Exhibit(
            words=words(measures, by_cell, inputs),
            table=kinds_table(by_cell, told, inputs),
            kept_back=kept,
        )
    ]


def counting(inputs: PackInputs, live: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of live agreements that count such a thing, each with its ``what``."""
    measures = inputs.register.measures.drop_duplicates(COUNT, keep="last")
    measures = measures[measures["agreement_id"].isin(live["agreement_id"])]
    what = kinds_counted(measures)
    return measures.assign(what=what)[what.notna()]


def counts(inputs: PackInputs, measures: pd.DataFrame) -> pd.Series:
    """Return the count of the period by kind and agreement; missing where any return of it lacks.

    The returns counted are those whose period lies within the pack's, as in by its day.
    """
    period = inputs.period
    given = returned_within(inputs.register.returns, period.starts_on, period.ends_on, inputs.on)
    values = given.groupby(COUNT)["value"]
    added = values.sum().where(values.count() == values.size()).rename("count").reset_index()
    found = measures[[*COUNT, "what"]].merge(added, on=COUNT, how="left")
    is_whole = (found["count"] >= 0) & (found["count"] == found["count"].round())
    of_cell = found.assign(count=found["count"].where(is_whole)).groupby(["what", "agreement_id"])
    summed = of_cell["count"].sum().where(of_cell["count"].count() == of_cell.size())
    return summed.astype("Int64")


def as_told(by_cell: pd.Series, inputs: PackInputs) -> dict[str, pd.DataFrame]:
    """Return by kind how the count of each agreement, and of ``All`` of them, may be told."""
    found = {}
    for what, own in by_cell.groupby(level="what"):
        whole, sums = with_margins(own.droplevel("what"))
        found[str(what)] = safe_to_publish(whole, sums, rule=inputs.register.suppression)
    return found


def words(measures: pd.DataFrame, by_cell: pd.Series, inputs: PackInputs) -> tuple[str, ...]:
    """Return what is counted, of which agreements nothing came, and how small counts are told."""
    lacking = int(by_cell.isna().sum())
    kinds = [title for title in KINDS.values() if title in set(measures["what"])]
    owed = (
        f"; no whole return of {inputs.period.label} came for {lacking:,} of these, which are not nought"
        if lacking
        else ""
    )
    rule = inputs.register.suppression
    hidden = (
        f"A count from 1 to {rule.hide_up_to} is hidden ({MARKED_HIDDEN}), the others are rounded to "
        f"{rule.round_to}, so that parts need not add up to their total."
    )
    return (
        f"{listed(kinds)} of {inputs.period.label}, as {counted(len(by_cell), 'agreement')} return"
        f"{'s' if len(by_cell) == 1 else ''} them{owed}.",
        *([hidden] if rule.apply else []),
    )


def kinds_table(by_cell: pd.Series, told: dict[str, pd.DataFrame], inputs: PackInputs) -> Table:
    """Return one row a kind: how many there were, as it may be told, and in how many agreements it was returned."""
    rows = []
    for what in KINDS.values():
        own = by_cell[by_cell.index.get_level_values("what") == what]
        if len(own):
            text = told[what].loc[ALL, "text"] if own.notna().any() else ""
            rows.append(
                {"what": what, "told": text, "returned": int(own.notna().sum()), "asked": len(own)}
            )
    return Table(
        name="incidents_by_kind",
        caption=f"Complaints, safeguarding and incidents of {inputs.period.label}",
        columns=(
            Column("what", "Kind"),
            Column("told", "Number", missing="Not returned"),
            Column("returned", "Agreements that returned it", "count"),
            Column("asked", "Agreements that measure it", "count"),
        ),
        frame=pd.DataFrame(rows),
    )


def agreements_table(
    by_cell: pd.Series, told: dict[str, pd.DataFrame], live: pd.DataFrame, inputs: PackInputs
) -> Table:
    """Return one row an agreement and kind with the number as it may be told."""
    cells = by_cell.index.to_frame(index=False)
    texts = [told[what].loc[agreement_id, "text"] for what, agreement_id in by_cell.index]
    named = live.set_index("agreement_id")[["reference", "title"]]
    frame = cells[["what"]].assign(
        **looked_up(cells["agreement_id"], named),
        told=pd.Series(texts, cells.index, dtype="str"),
    )
    return Table(
        name="incidents_by_agreement",
        caption=f"Complaints, safeguarding and incidents of {inputs.period.label}, by agreement",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("what", "Kind"),
            Column("told", "Number", missing="Not returned"),
        ),
        frame=frame.sort_values(["reference", "what"], ignore_index=True),
    )
