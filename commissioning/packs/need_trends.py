"""How the area's indicators moved over their periods, where there are enough of them to say so."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from commissioning.needs.comparison import compared_intervals
from commissioning.packs.areas_compared import period_in_words
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import Line, trend_panels
from commissioning.packs.need_comparison import Own, comparators
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import PERIOD, figure, interval, unit
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed

# Fewer periods are no trend: the Fingertips profiles ask for five as well.
FEWEST = 5
MOST_PANELS = 9
TITLE = "Over time"


def trends(measures: Sequence[Own], inputs: NeedInputs) -> Section:
    """Return the indicators with five periods or more as small multiples, and their figures."""
    long = [one for one in measures if len(own_periods(one, inputs)) >= FEWEST]
    if not long:
        empty = (
            "No trend is drawn.",
            f"No indicator of {inputs.area_name} has {FEWEST} periods; {counted(len(measures), 'has', 'have')} fewer."
            if measures
            else f"No indicator of {inputs.area_name} is loaded.",
        )
        return exhibits("trends", TITLE, "", [], empty=empty)
    words = {one.name: moved(one, inputs) for one in long}
    tables = tuple((f"Figures over time: {one.title}", periods_table(one, inputs)) for one in long)
    told = [
        f"{list(words.values()).count(word):,} {word}" for word in dict.fromkeys(words.values())
    ]
    lead = (
        f"Of {counted(len(long), 'indicator')} with {FEWEST} periods or more, between the first and the last "
        f"{listed(told)}."
    )
    return exhibits(
        "trends",
        TITLE,
        lead,
        [Exhibit(chart=trends_chart(long[:MOST_PANELS], words, inputs), kept_back=tables)],
    )


def own_periods(one: Own, inputs: NeedInputs) -> pd.DataFrame:
    """Return the area's own value of each period, the first one first."""
    own = one.periods[(one.periods["area_code"] == inputs.area_code) & one.periods["value"].notna()]
    return own.sort_values(PERIOD).drop_duplicates(PERIOD, keep="last", ignore_index=True)


def moved(one: Own, inputs: NeedInputs) -> str:
    """Return how the last value stands to the first: only what their intervals leave no doubt of is a change."""
    own = own_periods(one, inputs)
    first, last = own.iloc[0], own.iloc[-1]
    word = compared_intervals(
        *(pd.Series([last[limit]]) for limit in ("lower", "upper")),
        *(float(first[limit]) for limit in ("lower", "upper")),
    ).iloc[0]
    told = {"higher": "rose", "lower": "fell", "similar": "did not change beyond chance"}
    return told.get(word, "cannot be told to have changed, having no interval")


def trends_chart(long: Sequence[Own], words: dict[str, str], inputs: NeedInputs) -> Chart:
    """Return a panel for each indicator: the area's values with their intervals, the comparator dashed."""
    others = comparators(inputs)
    other = next(
        ((code, name) for code, name in others if any(one.of(code) is not None for one in long)),
        None,
    )
    risen = sum(word in ("rose", "fell") for word in words.values())
    told = "; ".join(
        f"{one.title} {words[one.name]}, from {_written(one, inputs, 0)} to {_written(one, inputs, -1)}"
        for one in long
    )
    return chart(
        "need-trends",
        title=f"{risen:,} of {counted(len(words), 'indicator')} of {inputs.area_name} changed by more than chance",
        subtitle=f"{inputs.area_name}, each period with its 95% interval, each panel on a scale of its own from nought"
        + (f"; dashed: {other[1]}" if other else ""),
        description=f"{told}.",
        draw=partial(trend_panels, [_line(one, other, inputs) for one in long]),
    )


def _line(one: Own, other: tuple[str, str] | None, inputs: NeedInputs) -> Line:
    own = own_periods(one, inputs)
    beside = _beside(one, other[0], own) if other else pd.Series(float("nan"), index=own.index)
    labels = tuple(
        period_in_words(start, end)
        for start, end in zip(own["starts_on"], own["ends_on"], strict=True)
    )
    return Line(
        title=f"{one.title}, {unit(one.per)}",
        labels=tuple(label[-4:] for label in labels),
        values=_numbers(own["value"]),
        lowers=_numbers(own["lower"]),
        uppers=_numbers(own["upper"]),
        others=_numbers(beside),
        written=_written(one, inputs, -1),
    )


def _beside(one: Own, code: str, own: pd.DataFrame) -> pd.Series:
    """Return another area's value of each of the area's own periods, missing where there is none."""
    other = one.periods[one.periods["area_code"] == code]
    other = other.drop_duplicates(PERIOD, keep="last")[[*PERIOD, "value"]]
    return own[PERIOD].merge(other, on=PERIOD, how="left")["value"]


def _numbers(column: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(number) else float(number) for number in column)


def _written(one: Own, inputs: NeedInputs, place: int) -> str:
    return figure(own_periods(one, inputs)["value"].iloc[place], one.per)


def periods_table(one: Own, inputs: NeedInputs) -> Table:
    """Return the figures of a panel: each period, with the comparators of the same period."""
    own = own_periods(one, inputs)
    others = comparators(inputs)
    frame = own.assign(
        period=[
            period_in_words(start, end)
            for start, end in zip(own["starts_on"], own["ends_on"], strict=True)
        ],
        written=[figure(value, one.per) for value in own["value"]],
        interval=[
            interval(low, high, one.per) or "No interval"
            for low, high in zip(own["lower"], own["upper"], strict=True)
        ],
        **{
            code: [figure(value, one.per) for value in _beside(one, code, own)]
            for code, _ in others
        },
    )
    return Table(
        name=f"need_trend_{one.name}",
        caption=f"{one.title}, {unit(one.per)}, period by period",
        columns=(
            Column("period", "Period"),
            Column("written", inputs.area_name),
            Column("interval", "95% interval"),
            *(Column(code, name, missing="Not loaded") for code, name in others),
        ),
        frame=frame,
    )
