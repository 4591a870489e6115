"""Complaints, safeguarding and incidents: measures whose name says so, counted over a period, never too finely.

The period is the last of the pack's kind that ended before its day, because returns come after the period
that they are for: a pack as at the last day of its own period could have none of it.
"""

from collections.abc import Sequence

import pandas as pd

from commissioning.dates import Period, last_finished
from commissioning.measures.incidents import KINDS, kinds_counted
from commissioning.measures.volume import (
    COUNT,
    added,
    days_of_terms,
    of_all_days,
    returned_within,
)
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, listed
from commissioning.register import looked_up
from commissioning.small_numbers.margins import ALL, with_margins
from commissioning.small_numbers.published import MARKED_HIDDEN, safe_to_publish

NONE = (
    "No live agreement that had begun by {day} has a measure that counts complaints, safeguarding or incidents, so nothing is known "
    "of them here. To show them, add a measure to the feed measures whose name has the word complaint, "
    "safeguarding or incident, counted in a unit such as complaints, and return its value each period."
)


def incidents(inputs: PackInputs, live: pd.DataFrame, *, is_full: bool) -> list[Exhibit]:
    """Return how many there were in the period, by kind and where full by agreement; small counts are hidden."""
    period = period_told(inputs)
    measures = counting(inputs, live, period)
    if measures.empty:
        return [Exhibit(words=(NONE.format(day=day_in_words(period.ends_on)),))]
    by_cell = counts(inputs, measures, period)
    told = as_told(by_cell, inputs, told_by_versions(inputs, period))
    kept = (("By agreement", agreements_table(by_cell, told, live, period)),) if is_full else ()
    return [
        Exhibit(
            words=words(measures, by_cell, inputs, period),
            table=kinds_table(by_cell, told, period),
            kept_back=kept,
        )
    ]


def period_told(inputs: PackInputs) -> Period:
    """Return the period that is counted."""
    return last_finished(inputs.period.kind, inputs.on, inputs.register.financial_year_start)


def told_by_versions(inputs: PackInputs, period: Period) -> list[dict[str, pd.DataFrame]]:
    """Return what the versions that this pack replaces told of the period, the first of them first.

    They are made again at their own cuts, as the versions themselves are, and read from no file.
    """
    if inputs.replaced is None:
        return []
    earlier = inputs.replaced.inputs
    before = told_by_versions(earlier, period)
    if period_told(earlier) != period:
        return before
    live = live_agreements(earlier)
    by_cell = counts(earlier, counting(earlier, live, period), period)
    return [*before, as_told(by_cell, earlier, before)]


def counting(inputs: PackInputs, live: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the measures that count such a thing, of live agreements that had begun by the period's end.

    ``kind`` is one of ``KINDS``, and ``what`` is under which name a measure is told: its kind, or its own
    name where an agreement has several of that kind, which may count the same thing twice.
    """
    began = live["agreement_id"][~(live["starts_on"] > pd.Timestamp(period.ends_on))]
    measures = inputs.register.measures.drop_duplicates(COUNT, keep="last")
    measures = measures[measures["agreement_id"].isin(began)]
    measures = measures.assign(kind=kinds_counted(measures)).dropna(subset="kind")
    several = measures.loc[measures.duplicated(["agreement_id", "kind"]), "kind"]
    return measures.assign(
        what=measures["kind"].mask(measures["kind"].isin(several), measures["measure"])
    )


def counts(inputs: PackInputs, measures: pd.DataFrame, period: Period) -> pd.Series:
    """Return the count of the period by what is told and agreement, in the order of ``KINDS``.

    It is missing unless the returns that had come by the pack's day follow one another through every day
    of the period that lies in the agreement's term, each with a whole number.
    """
    register = inputs.register
    given = returned_within(register.returns, period.starts_on, period.ends_on, inputs.on)
    is_whole = (given["value"] >= 0) & (given["value"] == given["value"].round())
    told = added(given.assign(value=given["value"].where(is_whole)))
    terms = days_of_terms(register.agreements, period.starts_on, period.ends_on)
    found = measures.assign(
        count=of_all_days(measures, told, terms)["volume"],
        place=measures["kind"].map({title: place for place, title in enumerate(KINDS.values())}),
    ).sort_values(["place", "what", "agreement_id"])
    return found.set_index(["what", "agreement_id"])["count"].astype("Int64")


def as_told(
    by_cell: pd.Series, inputs: PackInputs, before: Sequence[dict[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Return by what is told how the count of each agreement, and of ``All`` of them, may be told.

    ``before`` is what earlier versions of the pack told, which a reader may hold beside it.
    """
    found = {}
    for what, own in by_cell.groupby(level="what", sort=False):
        whole, sums = with_margins(own.droplevel("what"))
        told = [tables[str(what)] for tables in before if str(what) in tables]
        found[str(what)] = safe_to_publish(
            whole, sums, rule=inputs.register.suppression, before=told
        )
    return found


def words(
    measures: pd.DataFrame, by_cell: pd.Series, inputs: PackInputs, period: Period
) -> tuple[str, ...]:
    """Return what is counted, of which agreements nothing came, and how small counts are told."""
    agreements = measures["agreement_id"].nunique()
    lacking = by_cell.index[by_cell.isna()].get_level_values("agreement_id").nunique()
    kinds = [title for title in KINDS.values() if title in set(measures["kind"])]
    apart = set(measures.loc[measures["what"] != measures["kind"], "kind"])
    several = listed([kind for kind in kinds if kind in apart])
    owed = (
        f"; no whole return came for {lacking:,} of these, which are not nought" if lacking else ""
    )
    rule = inputs.register.suppression
    hidden = (
        f"A count from 1 to {rule.hide_up_to} is hidden ({MARKED_HIDDEN}), the others are rounded to "
        f"{rule.round_to}, so that parts need not add up to their total."
    )
    return (
        f"{listed(kinds)} of {period.label}, the last {period.kind} to have ended before "
        f"{day_in_words(inputs.on)}, as {counted(agreements, 'agreement')} "
        f"return{'s' if agreements == 1 else ''} them{owed}.",
        *(
            [
                f"{several}: each measure is told by itself and none is added to another, because an agreement "
                "has more than one, such as those received and those upheld."
            ]
            if several
            else []
        ),
        *([hidden] if rule.apply else []),
    )


def kinds_table(by_cell: pd.Series, told: dict[str, pd.DataFrame], period: Period) -> Table:
    """Return one row a kind: how many there were, as it may be told, and in how many agreements it was returned.

    A kind of which an agreement has several measures has a row for each of them, and none for all.
    """
    rows = []
    for what, own in by_cell.groupby(level="what", sort=False):
        text = told[str(what)].loc[ALL, "text"] if own.notna().any() else ""
        rows.append(
            {"what": what, "told": text, "returned": int(own.notna().sum()), "asked": len(own)}
        )
    return Table(
        name="incidents_by_kind",
        caption=f"Complaints, safeguarding and incidents of {period.label}",
        columns=(
            Column("what", "Kind"),
            Column("told", "Number", missing="Not returned"),
            Column("returned", "Agreements that returned it", "count"),
            Column("asked", "Agreements that measure it", "count"),
        ),
        frame=pd.DataFrame(rows),
    )


def agreements_table(
    by_cell: pd.Series, told: dict[str, pd.DataFrame], live: pd.DataFrame, period: Period
) -> Table:
    """Return one row an agreement and kind, or measure of one, with the number as it may be told."""
    cells = by_cell.index.to_frame(index=False)
    texts = [told[what].loc[agreement_id, "text"] for what, agreement_id in by_cell.index]
    named = live.set_index("agreement_id")[["reference", "title"]]
    frame = cells[["what"]].assign(
        **looked_up(cells["agreement_id"], named),
        told=pd.Series(texts, cells.index, dtype="str"),
    )
    return Table(
        name="incidents_by_agreement",
        caption=f"Complaints, safeguarding and incidents of {period.label}, by agreement",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("what", "Kind"),
            Column("told", "Number", missing="Not returned"),
        ),
        frame=frame.sort_values(["reference", "what"], ignore_index=True),
    )
