"""How the area's indicators moved over their periods, where there are enough of them to say so."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from commissioning.needs.trend import proportion_trend, value_trend
from commissioning.packs.areas_compared import period_in_words
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import Line, trend_panels
from commissioning.packs.need_comparison import MARKS, Own, comparators
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import PER_CENT, PERIOD, figure, interval
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed

# Fewer periods are no trend: the Fingertips profiles ask for five as well.
FEWEST = 5
MOST_PANELS = 9
TITLE = "Over time"
TREND_MARKS = {
    "increasing": MARKS["higher"],
    "decreasing": MARKS["lower"],
    "no significant change": MARKS["similar"],
}
METHOD = (
    "A trend is told of the last five years, by the test of the Fingertips profiles: a chi-squared test at 99.8%, and "
    "a direction that does not turn when any one year is left out."
)


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
    words = {one.name: trend_told(one, inputs) for one in long}
    tables = tuple((f"Figures over time: {one.title}", periods_table(one, inputs)) for one in long)
    told = [
        f"{list(words.values()).count(word):,} {_in_lead(word)}"
        for word in dict.fromkeys(words.values())
    ]
    lead = f"Of {counted(len(long), 'indicator')} with {FEWEST} periods or more: {listed(told)}."
    drawn = trends_chart(long[:MOST_PANELS], words, inputs)
    return exhibits(
        "trends", TITLE, lead, [Exhibit(chart=drawn, words=(METHOD,), kept_back=tables)]
    )


def _in_lead(word: str) -> str:
    plain = word[2:].lower() if word[0] in MARKS.values() else word.lower()
    return plain if plain.endswith("ing") else f"with {plain}" if plain.startswith("no ") else plain


def own_periods(one: Own, inputs: NeedInputs) -> pd.DataFrame:
    """Return the area's own value of each period, the first one first."""
    own = one.periods[(one.periods["area_code"] == inputs.area_code) & one.periods["value"].notna()]
    return own.sort_values(PERIOD).drop_duplicates(PERIOD, keep="last", ignore_index=True)


def trend_of(one: Own, inputs: NeedInputs) -> pd.Series | None:
    """Return ``trend`` and ``judgement`` of the area's last five years, or None where they cannot be tested."""
    own = own_periods(one, inputs)
    years = own.assign(year=own["starts_on"].dt.year, of="own")
    if len(years) < FEWEST or years["year"].isna().any() or years["year"].duplicated().any():
        return None
    if _overlap(own):
        return None
    is_share = one.per == PER_CENT and (years["count"] <= years["denominator"]).all()
    if is_share:
        years = years.assign(numerator=years["count"])
        found = proportion_trend(years, "of", better=one.better)
    else:
        found = value_trend(years, "of", better=one.better)
    return None if found["trend"].isna().all() else found.iloc[0]


def _overlap(own: pd.DataFrame) -> bool:
    """Say whether a period begins before the one before it ended, as 2021-23 does after 2020-22."""
    return bool((own["starts_on"] <= own["ends_on"].shift()).any())


def _untested(one: Own, inputs: NeedInputs) -> str:
    own = own_periods(one, inputs)
    if _overlap(own):
        return "its periods overlap"
    values = own["value"].tail(FEWEST)
    if values.nunique() == 1:
        return f"it was {figure(values.iloc[0], one.per)} in each of its last {FEWEST} periods"
    return "its years do not follow one another, or have no interval"


def trend_told(one: Own, inputs: NeedInputs) -> str:
    """Return the trend as a reader sees it: a mark, the direction and, where it is known, the judgement."""
    if len(own_periods(one, inputs)) < FEWEST:
        return f"Fewer than {FEWEST} periods"
    found = trend_of(one, inputs)
    if found is None:
        return f"Not tested: {_untested(one, inputs)}"
    judged = "" if pd.isna(found["judgement"]) else f", {found['judgement']}"
    return f"{TREND_MARKS[found['trend']]} {found['trend'].capitalize()}{judged}"


def trends_chart(long: Sequence[Own], words: dict[str, str], inputs: NeedInputs) -> Chart:
    """Return a panel for each indicator: the area's values with their intervals, the comparator dashed."""
    others = comparators(inputs)
    other = next(
        ((code, name) for code, name in others if any(one.of(code) is not None for one in long)),
        None,
    )
    still = TREND_MARKS["no significant change"]
    moved = sum(word[0] in MARKS.values() and word[0] != still for word in words.values())
    told = "; ".join(
        f"{one.title}: from {_written(one, inputs, 0)} to {_written(one, inputs, -1)} ({words[one.name]})"
        for one in long
    )
    drawn = (
        f"{len(long):,} of {len(words):,} indicators are drawn; " if len(long) < len(words) else ""
    )
    return chart(
        "need-trends",
        title=f"{moved:,} of {counted(len(words), 'indicator')} of {inputs.area_name} moved by more than chance",
        subtitle=f"{drawn}{inputs.area_name}, each period with its 95% interval, each panel on a scale of its own from nought"
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
        title=f"{one.title}, {one.unit}",
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
        caption=f"{one.title}, {one.unit}, period by period",
        columns=(
            Column("period", "Period"),
            Column("written", inputs.area_name),
            Column("interval", "95% interval"),
            *(Column(code, name, missing="Not loaded") for code, name in others),
        ),
        frame=frame,
    )
