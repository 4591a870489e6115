"""The areas within the authority's own, kind by kind: every indicator of each, beside the whole."""

import re
from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from commissioning.areas.levels import DISTRICT, MIDDLE_AREA, OUTPUT_AREA, SMALL_AREA, WARD
from commissioning.needs.comparison import compared
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import ranges
from commissioning.packs.need_compared import ranged
from commissioning.packs.need_comparison import MARKS, Own, of_period
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import MEASURE, figure, interval
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted

# Kind, in the singular and the plural. Charts are of the first kind that is loaded.
KINDS = {
    WARD: ("ward", "wards"),
    MIDDLE_AREA: ("middle layer area", "middle layer areas"),
    SMALL_AREA: ("small area", "small areas"),
}
MOST_CHARTS = 4
ByMeasure = dict[tuple[Hashable, ...], pd.DataFrame]
TITLE = "Areas within it"
WHOSE = (
    "An area is taken as {place}'s own where its name says so, or where its source tells of no other district: no "
    "list of which ward is in which district is available offline."
)


def areas_within(rows: pd.DataFrame, measures: Sequence[Own], inputs: NeedInputs) -> Section:
    """Return a ranked chart of each indicator for the largest kind of area, and a table for every kind."""
    own = within(rows, inputs)
    shared = [one for one in measures if not pd.isna(one.per)]
    by_measure = dict(list(own[own["lower"].notna()].groupby([*MEASURE, "level"], sort=False)))
    found = {
        kind: [(one, of) for one in shared if len(of := _of(one, by_measure, kind))]
        for kind in KINDS
    }
    found = {kind: pairs for kind, pairs in found.items() if pairs}
    if not found:
        empty = (
            f"No indicator with an interval is loaded for areas within {inputs.area_name}.",
            "Indices of small areas are told of under need by area.",
        )
        return exhibits("areas_within", TITLE, "", [], empty=empty)
    largest = next(iter(found))
    shown = [
        Exhibit(chart=within_chart(one, of, largest, inputs))
        for one, of in found[largest][:MOST_CHARTS]
    ]
    for kind, pairs in found.items():
        table = within_table(kind, pairs, inputs)
        shown.append(Exhibit(kept_back=((f"Every indicator of every {KINDS[kind][0]}", table),)))
    shown.append(Exhibit(words=_notes(own, inputs)))
    told = [
        counted(own.loc[own["level"] == kind, "area_code"].nunique(), *KINDS[kind])
        for kind in found
    ]
    lead = f"{', '.join(told)} of {inputs.area_name}, each beside the whole of it."
    return exhibits("areas_within", TITLE, lead, shown)


def within(rows: pd.DataFrame, inputs: NeedInputs) -> pd.DataFrame:
    """Return the rows of areas within the authority's own, told by their name or by their source."""
    districts = rows[rows["level"] == DISTRICT]
    others = set(districts.loc[districts["area_code"] != inputs.area_code, "source"])
    # Only these are named after their district: Anytown 012 and Anytown 012A. Anytown East may be another's ward.
    of_ours = rows["area_name"].str.fullmatch(rf"{re.escape(inputs.area_name)} \d{{3}}[A-Z]?")
    named = of_ours & rows["level"].isin([MIDDLE_AREA, SMALL_AREA])
    below = rows["level"].isin([*KINDS, OUTPUT_AREA])
    only_ours = rows["source"].isin(set(districts["source"]) - others)
    return rows[below & (named | only_ours) & rows["value"].notna()]


def _of(one: Own, by_measure: ByMeasure, kind: str) -> pd.DataFrame:
    """Return the areas of a kind that have the measure in the same period, highest first."""
    own = by_measure.get((*(one.row[name] for name in MEASURE), kind))
    if own is None:
        return pd.DataFrame()
    found = of_period(own, one.row)
    name = found["area_name"].where(found["area_name"] != "", found["area_code"])
    return found.assign(name=name).sort_values(
        ["value", "name"], ascending=[False, True], ignore_index=True
    )


def directions(one: Own, of: pd.DataFrame) -> pd.Series:
    """Return how each area stands to the whole: ``higher``, ``similar`` or ``lower``."""
    return compared(of["lower"], of["upper"], float(one.row["value"]))


def within_chart(one: Own, of: pd.DataFrame, kind: str, inputs: NeedInputs) -> Chart:
    """Return every area of a kind on its interval, the whole of the authority dashed through them."""
    words = directions(one, of)
    higher, lower = int((words == "higher").sum()), int((words == "lower").sum())
    noun = KINDS[kind][1]
    first, last = of.iloc[0], of.iloc[-1]
    return chart(
        f"within-{kind}-{one.slug}",
        title=f"{one.title}: {higher:,} of {len(of):,} {noun} are higher than {inputs.area_name}, {lower:,} lower",
        subtitle=f"{one.title}, {one.unit}, {one.period}, with 95% intervals, {noun} of {inputs.area_name}, "
        "highest first" + (" (stale)" if one.is_stale else ""),
        description=f"{inputs.area_name} has {one.written}. The highest is {figure(first['value'], one.per)} in "
        f"{first['name']} ({interval(first['lower'], first['upper'], one.per)}) and the lowest "
        f"{figure(last['value'], one.per)} in {last['name']} "
        f"({interval(last['lower'], last['upper'], one.per)}).",
        draw=partial(
            ranges,
            ranged(of, one.per, inputs.area_code),
            float(one.row["value"]),
            f"{inputs.area_name}: {one.written}",
        ),
    )


def within_table(kind: str, pairs: Sequence[tuple[Own, pd.DataFrame]], inputs: NeedInputs) -> Table:
    """Return one row for each area of a kind: every indicator with its interval and how it stands to the whole."""
    rows: dict[str, dict[str, Any]] = {}
    for place, (one, of) in enumerate(pairs):
        for record in of.assign(word=directions(one, of)).to_dict("records"):
            row = rows.setdefault(
                record["area_code"], {"area_code": record["area_code"], "name": record["name"]}
            )
            row[f"value_{place}"] = figure(record["value"], one.per)
            row[f"interval_{place}"] = interval(record["lower"], record["upper"], one.per)
            word = record["word"]
            row[f"word_{place}"] = f"{MARKS[word]} {word.capitalize()}"
    columns = [
        Column(
            f"value_{place}",
            f"{one.title}, {one.unit}",
            under=(f"interval_{place}", f"word_{place}"),
        )
        for place, (one, _) in enumerate(pairs)
    ]
    frame = pd.DataFrame(list(rows.values())).sort_values(["name", "area_code"], ignore_index=True)
    return Table(
        name=f"need_within_{kind}",
        caption=f"{KINDS[kind][1].capitalize()} of {inputs.area_name}, each against the whole of it",
        columns=(Column("name", KINDS[kind][0].capitalize(), under=("area_code",)), *columns),
        frame=frame,
    )


def _notes(own: pd.DataFrame, inputs: NeedInputs) -> tuple[str, ...]:
    outputs = own.loc[own["level"] == OUTPUT_AREA, "area_code"].nunique()
    left = (
        (
            f"{counted(outputs, 'output area')} are loaded too and not listed: each is a street or two.",
        )
        if outputs
        else ()
    )
    return (WHOSE.format(place=inputs.area_name), *left)
