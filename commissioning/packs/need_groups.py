"""The area's indicators by group of people: sexes, ages and other groups beside one another."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from commissioning.packs.drawing import Chart, chart
from commissioning.packs.need_charts import Ranged, ranges
from commissioning.packs.need_comparison import Own
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import EVERYONE, PERIOD, figure, interval
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted

TITLE = "Groups of people"
MOST_CHARTS = 4


def groups(owned: Sequence[Own], inputs: NeedInputs) -> Section:
    """Return each indicator that is loaded for several groups, its groups beside one another."""
    found = by_group(owned)
    if not found:
        empty = (
            f"No indicator of {inputs.area_name} is loaded for several groups of people.",
            "Groups are told of where observations name a sex or a group.",
        )
        return exhibits("groups", TITLE, "", [], empty=empty)
    shown = [
        Exhibit(
            chart=groups_chart(name, of, inputs),
            kept_back=(
                (f"Figures by group: {of[0].title.partition(',')[0]}", groups_table(name, of)),
            ),
        )
        for name, of in list(found.items())[:MOST_CHARTS]
    ]
    lead = f"{counted(len(found), 'indicator')} of {inputs.area_name} {'is' if len(found) == 1 else 'are'} loaded by group."
    return exhibits("groups", TITLE, lead, shown)


def by_group(owned: Sequence[Own]) -> dict[str, list[Own]]:
    """Return the measures of each indicator that has an interval for more than one sex or group.

    Only those of the indicator's latest period, and of the unit that most of them have, stand side by side.
    """
    found: dict[str, list[Own]] = {}
    for one in owned:
        if not pd.isna(one.row["lower"]):
            found.setdefault(str(one.row["indicator"]), []).append(one)
    alike = {name: _alike(of) for name, of in sorted(found.items())}
    return {name: of for name, of in alike.items() if len({_who(one) for one in of}) > 1}


def _alike(of: Sequence[Own]) -> list[Own]:
    latest = max(_when(one) for one in of)
    units = [one.unit for one in of if _when(one) == latest]
    unit = max(units, key=units.count)
    return [one for one in of if _when(one) == latest and one.unit == unit]


def _when(one: Own) -> tuple[pd.Timestamp, ...]:
    days = [one.row[day] for day in PERIOD]
    return tuple(pd.Timestamp.min if pd.isna(day) else day for day in days)


def _who(one: Own) -> tuple[str, str]:
    return str(one.row["sex"]), str(one.row["group"])


def label(one: Own) -> str:
    """Return whom a measure tells of: ``Females, 65+``, or everyone."""
    parts = [one.row["group"], one.row["sex"], one.row["age"]]
    return ", ".join(part for part in parts if part.lower() not in EVERYONE) or "Everyone"


def groups_chart(name: str, of: Sequence[Own], inputs: NeedInputs) -> Chart:
    """Return the groups of an indicator on their intervals."""
    ordered = sorted(of, key=lambda one: (one.row["age"], -float(one.row["value"]), label(one)))
    first = max(ordered, key=lambda one: float(one.row["value"]))
    last = min(ordered, key=lambda one: float(one.row["value"]))
    title = of[0].title.partition(",")[0]
    return chart(
        f"groups-{name.replace('_', '-')}",
        title=f"{title}, by group: from {last.written} ({label(last)}) to {first.written} ({label(first)})",
        subtitle=f"{title} of {inputs.area_name}, {first.unit}, {first.period}, with 95% intervals, by group"
        + (" (stale)" if first.is_stale else ""),
        description="; ".join(
            f"{label(one)} {one.written} ({interval(one.row['lower'], one.row['upper'], one.per)})"
            for one in ordered
        )
        + ".",
        draw=partial(
            ranges,
            [
                Ranged(
                    label(one),
                    float(one.row["value"]),
                    float(one.row["lower"]),
                    float(one.row["upper"]),
                    one.written,
                )
                for one in ordered
            ],
            None,
            "",
        ),
    )


def groups_table(name: str, of: Sequence[Own]) -> Table:
    """Return the figures of the chart."""
    return Table(
        name=f"need_groups_{name}",
        caption=f"{of[0].title.partition(',')[0]}, {of[0].unit}, {of[0].period}, by group",
        columns=(
            Column("label", "Group"),
            Column("written", "Value"),
            Column("interval", "95% interval"),
            Column("count", "Count", "count"),
            Column("denominator", "Of", "count"),
        ),
        frame=pd.DataFrame(
            [
                {
                    "label": label(one),
                    "written": figure(one.row["value"], one.per),
                    "interval": interval(one.row["lower"], one.row["upper"], one.per),
                    "count": one.row["count"],
                    "denominator": one.row["denominator"],
                }
                for one in of
            ]
        ),
    )
