"""Every indicator of the authority's area at a glance: its value, its interval, and how it stands to others."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from commissioning.packs.need_comparison import (
    Own,
    comparators,
    neighbours_median,
    other_period,
)
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import figure, interval
from commissioning.packs.need_trends import trend_told
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed

NOTHING = "No indicator with a count and a denominator is loaded for {place}."
MEND = (
    "What would mend it: load observations with a count and a denominator, or with published limits, "
    "for {place} and for what it is compared with, then refresh the needs again."
)
READING = (
    "A value is similar to another while the other lies within its 95% interval, the range that chance alone "
    "leaves likely. ▲ is higher and ▼ lower; better and worse stand where somebody says which way is: see what each indicator is. "
    "Counts of a census or of population estimates are published as open statistics and shown as published; "
    "counts of people that an authority holds itself are not among them."
)


def at_a_glance(measures: Sequence[Own], inputs: NeedInputs) -> Section:
    """Return one row for each indicator of the area, with what could not be compared and why."""
    place = inputs.area_name
    if not measures:
        empty = (NOTHING.format(place=place), MEND.format(place=place))
        return exhibits("at_a_glance", "At a glance", "", [], empty=empty)
    table = glance_table(measures, inputs)
    return exhibits(
        "at_a_glance",
        "At a glance",
        glance_line(measures, inputs),
        [Exhibit(table=table), Exhibit(words=(READING,))],
    )


def glance_line(measures: Sequence[Own], inputs: NeedInputs) -> str:
    """Return how many indicators can be told from England's value, and which way."""
    for code, name in comparators(inputs):
        words = [
            one.against(other["value"]) for one in measures if (other := one.of(code)) is not None
        ]
        words = [word for word in words if word]
        if words:
            told = [
                f"{words.count(word):,} {'are' if words.count(word) != 1 else 'is'} {word}"
                for word in ("worse", "better", "higher", "lower", "similar")
                if word in words
            ]
            return (
                f"Of {counted(len(words), 'indicator')} that can be compared with {name}, "
                f"{listed(told)} in {inputs.area_name}."
            )
    return (
        f"{counted(len(measures), 'indicator')} of {inputs.area_name} "
        f"{'is' if len(measures) == 1 else 'are'} loaded, and none can be compared with the nation yet."
    )


def glance_table(measures: Sequence[Own], inputs: NeedInputs) -> Table:
    """Return the table: a column for each comparator that is known, and one for neighbours where they are set."""
    others = comparators(inputs)
    rows = [_row(one, others, inputs) for one in measures]
    columns = [
        Column("title", "Indicator", under=("unit",)),
        Column("value", inputs.area_name, under=("interval",), missing="Not recorded"),
        Column("period", "Period", under=("stale",)),
    ]
    columns += [Column(code, f"Against {name}", under=(f"{code}_value",)) for code, name in others]
    columns.append(Column("trend", "Trend"))
    if inputs.neighbours:
        columns.append(Column("neighbours", "Against its neighbours", under=("neighbours_value",)))
    return Table(
        name="need_at_a_glance",
        caption=f"Indicators of {inputs.area_name}, each with its 95% interval",
        columns=tuple(columns),
        frame=pd.DataFrame(rows),
        stacks=True,
    )


def _row(one: Own, others: Sequence[tuple[str, str]], inputs: NeedInputs) -> dict[str, Any]:
    row: dict[str, Any] = {
        "indicator": one.name,
        "title": one.title,
        "unit": one.unit,
        "value": one.written,
        "interval": interval(one.row["lower"], one.row["upper"], one.per) or "No interval",
        "period": one.period,
        "stale": "Stale: a newer file was refused" if one.is_stale else "",
        "trend": trend_told(one, inputs),
        "amount": one.row["value"],
        "lower": one.row["lower"],
        "upper": one.row["upper"],
        "count": one.row["count"],
        "denominator": one.row["denominator"],
    }
    for code, name in others:
        other = one.of(code)
        row[code] = other_period(one, code, name) if other is None else one.told(other["value"])
        row[f"{code}_value"] = "" if other is None else f"{name}: {figure(other['value'], one.per)}"
    if inputs.neighbours:
        middle, among = neighbours_median(one, inputs)
        is_known = not pd.isna(middle)
        row["neighbours"] = one.told(middle) if is_known else "Not loaded for this period"
        row["neighbours_value"] = (
            f"Middle of {among}: {figure(middle, one.per)}" if is_known else ""
        )
    return row


def direction(word: str) -> str:
    """Return a judgement as it is read within a sentence."""
    return {"similar": "similar to", "higher": "higher than", "lower": "lower than"}.get(
        word, f"{word} than"
    )
