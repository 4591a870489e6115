"""Each indicator of the area ranked among its neighbours, or the districts of its region, with intervals."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from commissioning.areas.levels import DISTRICT
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import Ranged, ranges
from commissioning.packs.need_comparison import Own, comparators, region_of, spoken_name, tiles
from commissioning.packs.need_glance import direction
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import figure, interval
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, ordinal

MOST_CHARTS = 8
MOST_ROWS = 40


def comparisons(measures: Sequence[Own], inputs: NeedInputs) -> Section:
    """Return a ranked chart and its table for each indicator that other districts have as well."""
    ranked = [(one, among) for one in measures if len(among := peers(one, inputs)) > 1]
    shown = [_exhibit(one, among, inputs) for one, among in ranked[:MOST_CHARTS]]
    whom = "its neighbours" if inputs.neighbours else "the districts of its region"
    if not shown:
        empty = (
            f"No indicator of {inputs.area_name} can be ranked.",
            f"None is loaded for {whom} in the same period.",
        )
        return exhibits("comparisons", "Among others", "", [], empty=empty)
    left = len(ranked) - len(shown)
    lead = f"{counted(len(ranked), 'indicator')} of {inputs.area_name} beside those of {whom}."
    more = f" {counted(left, 'more')} of them would make the page too long." if left else ""
    return exhibits("comparisons", "Among others", lead + more, shown)


def peers(one: Own, inputs: NeedInputs) -> pd.DataFrame:
    """Return the area and those it is ranked among, highest first: neighbours, else its region's districts."""
    region = region_of(inputs.area_code)
    of_region = tiles().loc[tiles()["region_code"] == region, "area_code"]
    codes = {*(inputs.neighbours or of_region), inputs.area_code}
    among = one.areas[
        one.areas["area_code"].isin(codes)
        & one.areas["value"].notna()
        & (
            one.areas["level"].eq(DISTRICT)
            | one.areas["area_code"].isin({*inputs.neighbours, inputs.area_code})
        )
    ]
    return among.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)


def _exhibit(one: Own, among: pd.DataFrame, inputs: NeedInputs) -> Exhibit:
    table = ranked_table(one, among, inputs)
    return Exhibit(
        chart=ranked_chart(one, among, inputs),
        kept_back=((f"Figures of the chart: {one.title}", table),),
    )


def ranked_chart(one: Own, among: pd.DataFrame, inputs: NeedInputs) -> Chart:
    """Return every peer's value on its interval, the comparator dashed through all of them."""
    other = next(
        ((code, name) for code, name in comparators(inputs) if one.of(code) is not None), None
    )
    reference = None if other is None else float(one.of(other[0])["value"])  # type: ignore[index]
    place, of = rank_of(among, inputs.area_code)
    where = "its neighbours" if inputs.neighbours else spoken_name(region_of(inputs.area_code))
    word = one.against(reference) if reference is not None else ""
    told = (
        f"{one.title}: {inputs.area_name} is {direction(word)} {other[1]}"
        if other and word
        else f"{one.title}: {inputs.area_name} is {ordinal(place)} of {of}, highest first"
    )
    beside = (
        f" {other[1]} has {figure(reference, one.per)}." if other and reference is not None else ""
    )
    return chart(
        f"ranked-{one.slug}",
        title=told,
        subtitle=f"{one.title}, {one.unit}, {one.period}, with 95% intervals, {inputs.area_name} and {where}, "
        "highest first" + (" (stale)" if one.is_stale else ""),
        description=f"{inputs.area_name} has {one.written}"
        f"{_within(one)}, {ordinal(place)} of {of} from the highest.{beside} The highest is "
        f"{figure(among['value'].iloc[0], one.per)} in {among['name'].iloc[0]} and the lowest "
        f"{figure(among['value'].iloc[-1], one.per)} in {among['name'].iloc[-1]}.",
        draw=partial(
            ranges,
            ranged(among, one.per, inputs.area_code),
            reference,
            f"{other[1]}: {figure(reference, one.per)}" if other and reference is not None else "",
        ),
    )


def _within(one: Own) -> str:
    told = interval(one.row["lower"], one.row["upper"], one.per)
    return f" (95% interval {told})" if told else ""


def rank_of(among: pd.DataFrame, code: str) -> tuple[int, int]:
    """Return the place of an area from the highest, equals sharing the better one, and of how many."""
    own = among.loc[among["area_code"] == code, "value"].iloc[0]
    return int((among["value"] > own).sum()) + 1, len(among)


def ranged(among: pd.DataFrame, per: float, own: str) -> list[Ranged]:
    """Return the areas as lines of a ranking; of many both ends and the own one are drawn."""
    rows = [
        Ranged(
            label=row["name"],
            value=float(row["value"]),
            lower=None if pd.isna(row["lower"]) else float(row["lower"]),
            upper=None if pd.isna(row["upper"]) else float(row["upper"]),
            written=figure(row["value"], per),
            is_own=row["area_code"] == own,
        )
        for row in among.to_dict("records")
    ]
    if len(rows) <= MOST_ROWS:
        return rows
    end = MOST_ROWS // 4
    middle = [row for row in rows[end:-end] if row.is_own]
    gap = Ranged(f"{len(rows) - 2 * end - len(middle):,} in between")
    return [*rows[:end], gap, *middle, *rows[-end:]]


def ranked_table(one: Own, among: pd.DataFrame, inputs: NeedInputs) -> Table:
    """Return the figures of the chart: area by area, with the comparators first."""
    others = [one.of(code) for code, _ in comparators(inputs)]
    above = pd.DataFrame([row for row in others if row is not None], columns=among.columns)
    frame = pd.concat([above, among], ignore_index=True) if len(above) else among
    written = [figure(value, one.per) for value in frame["value"]]
    limits = [
        interval(low, high, one.per) or "No interval"
        for low, high in zip(frame["lower"], frame["upper"], strict=True)
    ]
    return Table(
        name=f"need_ranked_{one.name}",
        caption=f"{one.title}, {one.unit}, {one.period}",
        columns=(
            Column("name", "Area", under=("area_code",)),
            Column("written", "Value"),
            Column("interval", "95% interval"),
        ),
        frame=frame.assign(written=written, interval=limits),
    )
