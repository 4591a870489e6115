"""The need that each agreement answers: what the indicator of its kind of service says, and which way it goes."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from commissioning.packs.areas_compared import period_in_words
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table, score
from commissioning.packs.wording import counted, listed, of_all
from commissioning.register import Register
from commissioning.rules.by_department import Owned, of_each_department
from commissioning.rules.need import PLACE, need_of, observed_by
from commissioning.rules.thresholds import Thresholds

TITLE = "The need it answers"
CHANGED = (
    "Which indicator measured the need is no longer known: the profile has changed since these rules were asked.",
)
NONE = (
    "No indicator of need is named for the kind of service of any agreement here.",
    "What would mend it: need_indicators in the profile's thresholds, which names one for each service category, "
    "and the category of each agreement.",
)
PROFILE = (
    "The needs profile shows each indicator beside other areas, over time and within the authority. A figure "
    "that rises is not always more need: the indicator's own notes say which way is worse."
)
UP, DOWN, SAME = "Up", "Down", "Unchanged"


def need_answered(inputs: PackInputs) -> Section:
    """Return each live agreement with the latest figure of its indicator, in its area, and the one before."""
    if inputs.thresholds is None:
        return exhibits("need_answered", TITLE, "", [], empty=CHANGED)
    live = live_agreements(inputs)
    places = need_by_department(live, inputs, inputs.thresholds)
    answers = live[["reference", "title"]].assign(**places).dropna(subset="indicator")
    if answers.empty:
        return exhibits("need_answered", TITLE, "", [], empty=NONE)
    told = answers.merge(figures(inputs.register, inputs.on), how="left", on=PLACE)
    told = told.assign(
        area=told["area_code"].map(area_names(inputs)).fillna(told["area_code"]),
        direction=[direction(row) for row in told.to_dict("records")],
    )
    return exhibits(
        "need_answered",
        TITLE,
        lead(told, len(live)),
        [Exhibit(words=(PROFILE,), table=need_table(told))],
    )


def need_by_department(
    live: pd.DataFrame, inputs: PackInputs, thresholds: Thresholds
) -> pd.DataFrame:
    """Return the indicator and the area of each agreement, by its department's own thresholds where it has any."""

    def replaced(found: pd.DataFrame, again: pd.DataFrame, owned: Owned) -> pd.DataFrame:
        return again.where(live["agreement_id"].isin(owned.ids), found)

    return of_each_department(
        lambda each: need_of(live, inputs.register, each),
        inputs.register,
        thresholds=thresholds,
        own=inputs.own,
        replaced=replaced,
    )


def figures(register: Register, on: date) -> pd.DataFrame:
    """Return by indicator and area the latest ``value`` by that day, its period, and the value and period before.

    They are of everybody; a period that is told of more than once is left out, as neither is known to be right.
    """
    observed = observed_by(register, on)
    everybody = observed[observed["group"].isna() & observed["value"].notna()]
    once = everybody[~everybody.duplicated([*PLACE, "period_on"], keep=False)]
    ordered = once.sort_values("period_on", kind="stable", ascending=False)
    nth = ordered.groupby(PLACE).cumcount()
    columns = [*PLACE, "starts_on", "ends_on", "value"]
    latest, before = ordered.loc[nth == 0, columns], ordered.loc[nth == 1, columns]
    return latest.merge(before, how="left", on=PLACE, suffixes=("", "_before"))


def area_names(inputs: PackInputs) -> dict[str, str]:
    """Return what each area observed is called, and the authority's own."""
    named = inputs.observations.dropna(subset="area_name")
    names = dict(zip(named["area_code"], named["area_name"], strict=True))
    return {**names, inputs.area_code: inputs.area_name}


def direction(row: Mapping[Hashable, Any]) -> str:
    """Return which way the figure went since the period before; nothing where there is none."""
    if pd.isna(row["value"]) or pd.isna(row["value_before"]):
        return ""
    change = row["value"] - row["value_before"]
    way = UP if change > 0 else DOWN if change < 0 else SAME
    before = period_in_words(row["starts_on_before"], row["ends_on_before"])
    if way == SAME:
        return f"{way} since {before}"
    return f"{way} from {score(row['value_before'])} in {before}"


def lead(told: pd.DataFrame, live: int) -> str:
    """Return of how many agreements the need is measured, and of how many it rose and fell."""
    ways = told["direction"].str.partition(" ")[0].value_counts()
    moved = [
        f"of {int(ways[way]):,} it {word}"
        for way, word in ((UP, "rose"), (DOWN, "fell"), (SAME, "did not change"))
        if way in ways
    ]
    unknown = int(told["value"].isna().sum())
    if unknown:
        moved.append(f"of {unknown:,} no figure is recorded")
    first = f"{of_all(len(told), live)} live agreements answer a need for which the profile names an indicator"
    return f"{first}: {listed(moved)}." if moved else f"{first}."


def need_table(told: pd.DataFrame) -> Table:
    """Return each agreement with its indicator's figure and direction."""
    values = told["value"].map(score, na_action="ignore")
    periods = [
        "" if pd.isna(row["value"]) else period_in_words(row["starts_on"], row["ends_on"])
        for row in told.to_dict("records")
    ]
    frame = told[["reference", "title", "indicator", "area", "value", "direction"]].assign(
        figure=values, period=periods
    )
    return Table(
        name="need_answered",
        caption=f"The need that {counted(len(told), 'live agreement')} {'answers' if len(told) == 1 else 'answer'}",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("indicator", "Indicator of need", under=("area",)),
            Column("figure", "Latest figure", under=("period",)),
            Column("direction", "Direction", missing="No earlier figure recorded"),
        ),
        frame=frame,
        stacks=True,
    )
