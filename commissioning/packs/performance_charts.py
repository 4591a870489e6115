"""The process charts of a pack: the most pressing series large, the others beside one another, and what is expected."""

from functools import partial

import pandas as pd

from commissioning.measures.quarters import KEY
from commissioning.measures.spc import COMMON, CONCERN, LONG
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.findings_told import assurance, finding, named, variation
from commissioning.packs.inputs import PackInputs
from commissioning.packs.measures_told import Told, in_short, period_named
from commissioning.packs.process_charts import Process, process_chart, process_panels
from commissioning.packs.process_tables import forecast_table, points_table
from commissioning.packs.section import Exhibit
from commissioning.packs.wording import counted, listed, measured

LARGE = 4
PANELS = 12
READING = (
    "diamonds are better and triangles worse by more than chance; dashed: the limits; heavy line: the target; "
    "the scale does not begin at nought"
)
METHOD = (
    f"A process chart is drawn of a measure with {LONG} values or more. Limits are 2.66 mean moving ranges about the mean "
    "(XmR, as the NHS's Making Data Count draws them). A value is told from noise where it is outside the limits, goes one "
    "way seven points running, is on one side of the mean for seven, or comes near a limit twice in three. Nothing is "
    "told across a period without a value."
)


def process_exhibits(told: Told, those: pd.DataFrame, inputs: PackInputs) -> list[Exhibit]:
    """Return a chart of every series long enough, the worst first, or why there is none."""
    charted = most_pressing(those[those["is_charted"]])
    if charted.empty:
        return [Exhibit(words=(why_none(those),))] if len(those) else []
    rows = [row for _, row in charted.iterrows()]
    large = [
        Exhibit(chart=large_chart(told, row, number)) for number, row in enumerate(rows[:LARGE], 1)
    ]
    rest = rows[LARGE:]
    small = [
        Exhibit(chart=panels_chart(told, rest[start : start + PANELS], start // PANELS + 1))
        for start in range(0, len(rest), PANELS)
    ]
    kept = (
        ("What each measure can be expected to come to", forecast_table(told, those, inputs)),
        ("Figures of the process charts", points_table(told, charted)),
    )
    hidden = those[(those["points"] >= LONG) & those["has_hidden"]]
    return [
        *large,
        *small,
        Exhibit(words=(METHOD, *not_drawn(those, hidden, told)), kept_back=kept),
    ]


def most_pressing(charted: pd.DataFrame) -> pd.DataFrame:
    """Return the series in order: worse by more than chance, then otherwise moved, then steady."""
    types = charted["variation_type"]
    place = (types != CONCERN).astype("int64") + (types == COMMON)
    return charted.assign(place=place).sort_values("place", kind="stable").drop(columns="place")


def why_none(those: pd.DataFrame) -> str:
    """Return why none of the measures has a chart."""
    longest = int(those["points"].max())
    if longest < LONG:
        return (
            f"No process chart is drawn: {LONG} values are needed to tell a change from noise, and the longest series "
            f"has {longest:,}."
        )
    return "No process chart is drawn: every series that is long enough holds a number of people too small to show."


def not_drawn(those: pd.DataFrame, hidden: pd.DataFrame, told: Told) -> tuple[str, ...]:
    """Return what is said of the series that have no chart."""
    short = those[(those["points"] < LONG)]
    lines = []
    if len(short):
        lines.append(
            f"{counted(len(short), 'measure has', 'measures have')} fewer than {LONG} values and no chart."
        )
    if len(hidden):
        lines.append(
            f"Not drawn, because a number of people in it is too small to show: {listed([named(row) for _, row in hidden.iterrows()])}."
        )
    return tuple(lines)


def large_chart(told: Told, measure: pd.Series, number: int) -> Chart:
    """Return one series large, headed by what it says."""
    process = process_of(told, measure)
    unit = "" if pd.isna(measure["unit"]) else f", {measure['unit']}"
    about = "" if pd.isna(measure["title"]) else f"{measure['title']}{unit}: "
    return chart(
        f"process-{number}",
        title=finding(told, measure),
        subtitle=f"{about}{process.labels[0]} to {process.labels[-1]}; {READING}",
        description=description(told, measure, process),
        draw=partial(process_chart, process),
    )


def panels_chart(told: Told, rows: list[pd.Series], number: int) -> Chart:
    """Return several series beside one another, headed by how many of them moved."""
    processes = [process_of(told, row) for row in rows]
    moved = sum(row["variation_type"] != COMMON for row in rows)
    many = f"{moved:,}" if moved else "None"
    return chart(
        f"process-panels-{number}",
        title=f"{many} of {counted(len(rows), 'other measure')} changed by more than chance",
        subtitle=f"Each panel on a scale of its own; {READING}",
        description=" ".join(
            f"{finding(told, row)} ({process.written['last']})."
            for row, process in zip(rows, processes, strict=True)
        ),
        draw=partial(process_panels, processes),
    )


def description(told: Told, measure: pd.Series, process: Process) -> str:
    """Return what a chart shows, for whoever does not see it."""
    points = told.series(measure)
    special = points[points["is_special_cause"]]
    written = process.written
    target = f", target {written['target']}" if "target" in written else ""
    told_special = (
        f"{counted(len(special), 'point has', 'points have')} a special cause, the last in "
        f"{period_named(special['on'].iloc[-1], special['ends_on'].iloc[-1])}"
        if len(special)
        else "no point has a special cause"
    )
    why = [
        f" Rebased from {label}: {reason}."
        for label, reason in ((process.labels[place], reason) for place, reason in process.splits)
    ]
    has_limits = process.uppers[-1] is not None
    limits = f"limits {written['lower']} to {written['upper']}" if has_limits else "no limits"
    return (
        f"Last value {written['last']} in {process.last_known}, mean {written['mean']}, {limits}{target}; "
        f"{told_special}.{''.join(why)}"
    )


def process_of(told: Told, measure: pd.Series) -> Process:
    """Return a series as it is drawn; small counts of people are rounded as the profile asks."""
    points = told.series(measure)
    values = told.published(points["value"], measure)
    last, unit = points.iloc[-1], measure["unit"]
    digits = 0 if measure["counts_people"] else 2
    ends = {"mean": "mean", "lower": "lower_limit", "upper": "upper_limit"}
    written = {
        name: "not known" if pd.isna(last[column]) else measured(round(last[column], digits), unit)
        for name, column in ends.items()
    }
    written["last"] = measured(next(value for value in reversed(values) if value is not None), unit)
    if pd.notna(measure["target"]):
        written["target"] = measured(measure["target"], unit)
    begins = told.rebases.merge(pd.DataFrame([measure[KEY]]), on=KEY).set_index("on")["reason"]
    return Process(
        title=named(measure),
        labels=tuple(in_short(day) for day in points["ends_on"]),
        values=tuple(values),
        means=numbers(points["mean"]),
        lowers=numbers(points["lower_limit"]),
        uppers=numbers(points["upper_limit"]),
        types=tuple(points["point_type"]),
        target=None if pd.isna(measure["target"]) else float(measure["target"]),
        written=written,
        told=tuple(
            word for word in (variation(measure), assurance(measure), provisional(points)) if word
        ),
        splits=tuple(
            (place, str(begins[day]))
            for place, day in enumerate(points["on"])
            if day in begins.index and place
        ),
    )


def numbers(column: pd.Series) -> tuple[float | None, ...]:
    """Return a column's numbers, None where there is none."""
    return tuple(None if pd.isna(number) else float(number) for number in column)


def provisional(points: pd.DataFrame) -> str:
    """Return that the limits in force are of few points, where they are."""
    if not points["is_short_group"].iloc[-1]:
        return ""
    since = points[points["rebase_group"] == points["rebase_group"].iloc[-1]]
    return f"Limits for the time being: {len(since)} of {LONG} points since it was rebased"
