"""Section 5, the report card: how much was done, how well, and whether anyone is better off, kept apart."""

from functools import partial
from typing import Any

import pandas as pd

from commissioning.packs.audiences import audience_named
from commissioning.packs.charts import count_bars
from commissioning.packs.drawing import Chart, chart
from commissioning.packs.findings_told import named
from commissioning.packs.inputs import PackInputs
from commissioning.packs.measures_told import Told, told_measures
from commissioning.packs.performance import (
    actual,
    direction,
    period,
    target_told,
    why_empty,
)
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, listed

TITLE = "Outcomes report card"
# The three questions of Outcome Based Accountability, in its own words.
QUESTIONS = {
    "how_much": "How much was done?",
    "how_well": "How well was it done?",
    "better_off": "Is anyone better off?",
}
NOT_SAID = "not_recorded"
OFF_COURSE, HEADLINE = "exceptions", "headline"
METHOD = (
    "The three questions are kept apart: much that was done well may leave nobody better off. Measures are added up "
    "over no two services, because their units differ."
)


def outcomes(inputs: PackInputs) -> Section:
    """Return each question's measures, those off course or a count of them, as the audience is told."""
    if empty := why_empty(inputs):
        return exhibits("outcomes", TITLE, "", [], empty=empty)
    told = told_measures(inputs)
    scale = audience_named(inputs.audience).outcomes
    kinds = told.measures["kind"].fillna(NOT_SAID)
    table = questions_table(told.measures, kinds)
    shown = [Exhibit(chart=questions_chart(table.frame), words=(METHOD,), table=table)]
    if scale != HEADLINE:
        shown += [
            answers(told, told.measures[kinds == kind], kind, question, scale)
            for kind, question in {
                **QUESTIONS,
                NOT_SAID: "Which question it answers is not recorded",
            }.items()
            if kind != NOT_SAID or (kinds == NOT_SAID).any()
        ]
    return exhibits("outcomes", TITLE, lead(told.measures), shown)


def lead(measures: pd.DataFrame) -> str:
    """Return the sentence that opens the section."""
    better_off = measures[measures["kind"] == "better_off"]
    agreements = measures["agreement_id"].nunique()
    asked = better_off["agreement_id"].nunique()
    if better_off.empty:
        return f"Whether anyone is better off is measured of none of {counted(agreements, 'agreement')} with measures."
    met = int((better_off["rag"] == "Green").sum())
    return (
        f"Whether anyone is better off is measured of {asked:,} of {counted(agreements, 'agreement')} with measures; "
        f"{met:,} of {counted(len(better_off), 'such measure')} {'meets its' if met == 1 else 'meet their'} target."
    )


def questions_table(measures: pd.DataFrame, kinds: pd.Series) -> Table:
    """Return each question with its measures by colour; every measure is in one row."""
    rows: list[dict[str, Any]] = []
    for kind, question in {**QUESTIONS, NOT_SAID: "Not recorded"}.items():
        of_kind = measures[kinds == kind]
        colours = of_kind["rag"].value_counts()
        counts = {
            name.lower(): int(colours.get(name, 0)) for name in ("Green", "Amber", "Red", "Grey")
        }
        must_sum(f"measures of {kind} by colour", counts.values(), len(of_kind))
        rows.append(
            {
                "kind": kind,
                "question": question,
                "measures": len(of_kind),
                **counts,
                "agreements": of_kind["agreement_id"].nunique(),
            }
        )
    must_sum("measures by question", [row["measures"] for row in rows], len(measures))
    return Table(
        name="report_card",
        caption="Measures by the question they answer, and how they stand against their target",
        columns=(
            Column("question", "Question"),
            Column("measures", "Measures", "count"),
            Column("green", "Green", "count"),
            Column("amber", "Amber", "count"),
            Column("red", "Red", "count"),
            Column("grey", "Grey", "count"),
            Column("agreements", "Agreements", "count"),
        ),
        frame=pd.DataFrame(rows),
    )


def questions_chart(questions: pd.DataFrame) -> Chart:
    """Return how many measures answer each question, as bars."""
    counts = dict(zip(questions["kind"], questions["measures"], strict=True))
    rows = [
        ("How much", counts["how_much"]),
        ("How well", counts["how_well"]),
        ("Better off", counts["better_off"]),
    ]
    rows += [("Not recorded", counts[NOT_SAID])] if counts[NOT_SAID] else []
    total, better_off = sum(counts.values()), counts["better_off"]
    many = f"{better_off:,}" if better_off else "None"
    says = "says" if better_off == 1 else "say"
    return chart(
        "report-card",
        title=f"{many} of {counted(total, 'measure')} {says} whether anyone is better off",
        subtitle="Measures of live agreements by the question they answer",
        description=f"{listed([f'{name}: {count:,}' for name, count in rows])}.",
        draw=partial(count_bars, rows),
    )


def none_off_course(of_kind: pd.DataFrame) -> str:
    """Return that no measure is off course, of those of which it can be told."""
    grey = int((of_kind["rag"] == "Grey").sum())
    told = len(of_kind) - grey
    if not grey:
        return f"None of {counted(told, 'measure')} is off course."
    if not told:
        return (
            f"Whether any of {counted(grey, 'measure')} is off course cannot be told: all are grey."
        )
    return f"None of {counted(told, 'measure')} is off course; of {grey:,} more, which are grey, it cannot be told."


def answers(told: Told, of_kind: pd.DataFrame, kind: str, question: str, scale: str) -> Exhibit:
    """Return the measures that answer a question, or those off course, or that there is none."""
    is_off = of_kind["rag"].isin(["Red", "Amber"]) | of_kind["is_worsening"]
    those = of_kind[is_off] if scale == OFF_COURSE else of_kind
    if of_kind.empty:
        return Exhibit(words=(f"{question} No measure says.",))
    if those.empty:
        return Exhibit(words=(f"{question} {none_off_course(of_kind)}",))
    rows = [row for _, row in those.iterrows()]
    which = " Measures off their target or getting worse" if scale == OFF_COURSE else ""
    frame = those[["agreement_id", "reference", "title", "measure", "kind", "rag", "grey_because"]]
    return Exhibit(
        table=Table(
            name=f"outcomes_{kind}",
            caption=f"{question}{which}",
            columns=(
                Column("subject", "Measure", under=("title",)),
                Column("actual", "Actual", under=("period",), missing="No value"),
                Column("baseline_told", "Before the service"),
                Column("target_told", "Target"),
                Column("rag", "Colour", "rag", under=("grey_because",)),
                Column("direction_told", "Direction", missing="No earlier value"),
            ),
            frame=frame.assign(
                subject=[named(row) for row in rows],
                value=told.last_published(those),
                actual=[actual(told, row) for row in rows],
                period=[period(row) for row in rows],
                baseline_told=[
                    "" if pd.isna(row["baseline"]) else told.value(row["baseline"], row)
                    for row in rows
                ],
                target_told=[target_told(row) for row in rows],
                direction_told=[direction(told, row) for row in rows],
            ),
            stacks=True,
        )
    )
