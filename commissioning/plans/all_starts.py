"""The whole plan: when work on each replacement has to begin, drawn and listed."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from commissioning.dates import months_after
from commissioning.packs.charts import Strip, timeline
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, listed
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.lines_chart import Line, lines_drawn
from commissioning.plans.rows import rows_table

# More lines than this no reader goes through; they are counted by month instead.
MOST_LINES = 40
MONTHS = 36


def all_starts(inputs: PlanInputs) -> Part:
    """Return every agreement that has an end, by its latest start: a line each, or by month when many."""
    dated = inputs.plan[inputs.plan["latest_start_on"].notna()]
    if dated.empty:
        none = "No agreement to be replaced has an end date, so no start can be worked back."
        return Part(
            "plan", "The plan", words=(none if len(inputs.plan) else "There is nothing to plan.",)
        )
    every = rows_table("plan", f"All {len(dated):,} by their latest start", dated, inputs)
    words = (
        f"Each replacement is worked back from the end of the agreement through every stage; "
        f"{counted(len(dated), 'agreement')} {'has' if len(dated) == 1 else 'have'} an end to work back from.",
    )
    if len(dated) <= MOST_LINES:
        return Part("plan", "The plan", words, (lines_chart(inputs, dated),), (every,))
    months = by_month(inputs, dated)
    return Part(
        "plan",
        "The plan",
        words,
        (months_chart(inputs, months),),
        (months_table(months),),
        (every,),
    )


def headline(inputs: PlanInputs) -> str:
    """Return the finding: how many are late, and how many are to be started this quarter."""
    late, due = (
        f"{len(rows):,}" if len(rows) else "none" for rows in (inputs.late, inputs.this_quarter)
    )
    sentence = f"{late} late already, {due} to be started in {inputs.quarter.label}"
    return sentence[:1].upper() + sentence[1:]


def lines_chart(inputs: PlanInputs, dated: pd.DataFrame) -> Chart:
    """Return a line for each agreement, from its latest start to its end."""
    lines = [
        Line(reference, starts_on.date(), ends_on.date())
        for reference, starts_on, ends_on in zip(
            dated["reference"], dated["latest_start_on"], dated["ends_on"], strict=True
        )
    ]
    each = [f"{line.name} by {day_in_words(line.starts_on)}" for line in lines]
    return chart(
        "plan-chart",
        title=headline(inputs),
        subtitle="Each bar runs from the latest safe start to the agreement's end",
        description=f"Work has to begin on {listed(each)}.",
        draw=partial(lines_drawn, lines, inputs.on),
    )


def by_month(inputs: PlanInputs, dated: pd.DataFrame) -> pd.DataFrame:
    """Return ``month``, its first day, ``starts`` and the ``agreements``; what is late comes first."""
    first = inputs.on.replace(day=1)
    starts_on = dated["latest_start_on"]
    is_late = starts_on < pd.Timestamp(inputs.on)
    month = starts_on.dt.to_period("M").dt.to_timestamp().astype("datetime64[s]")
    months = [pd.Timestamp(months_after(first, number)) for number in range(MONTHS)]
    rows = [counted_row("Late already", None, dated[is_late])]
    rows += [
        counted_row(
            f"{day_in_words(each).split(' ', 1)[1]}", each, dated[~is_late & (month == each)]
        )
        for each in months
    ]
    after = dated[~is_late & (month > months[-1])]
    rows.append(counted_row("Later", None, after))
    return pd.DataFrame(rows)


def counted_row(label: str, month: pd.Timestamp | None, rows: pd.DataFrame) -> dict[str, object]:
    """Return one line of the count by month."""
    return {
        "label": label,
        "month": month,
        "starts": len(rows),
        "agreements": ", ".join(rows["reference"]) if month is not None else None,
    }


def months_chart(inputs: PlanInputs, months: pd.DataFrame) -> Chart:
    """Return the starts of each of the coming months as bars."""
    dated = months[months["month"].notna()]
    counts: Sequence[int] = dated["starts"].tolist()
    each = [
        f"{starts:,} in {label}"
        for label, starts in zip(dated["label"], counts, strict=True)
        if starts
    ]
    late, later = months["starts"].iloc[0], months["starts"].iloc[-1]
    return chart(
        "plan-chart",
        title=headline(inputs),
        subtitle="By the month in which work on a replacement has to begin at the latest",
        description=f"Late already: {late:,}; {listed(each) or 'none'} after that; later: {later:,}.",
        draw=partial(
            timeline,
            dated["month"].tolist(),
            [Strip("Latest starts", tuple(counts))],
            [0] * len(counts),
        ),
    )


def months_table(months: pd.DataFrame) -> Table:
    """Return the months in which anything has to start, with what."""
    return Table(
        name="starts_by_month",
        caption="Latest starts by month",
        columns=(
            Column("label", "Month"),
            Column("starts", "To be started", "count"),
            Column("agreements", "Agreements", missing="In the full list below"),
        ),
        frame=months[months["starts"] > 0].reset_index(drop=True),
        stacks=True,
    )
