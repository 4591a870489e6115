"""The tables beside process charts: every point of them, and what each measure can be expected to come to."""

from datetime import timedelta

import pandas as pd

from commissioning.dates import YEAR_MONTHS, financial_year_start, months_after
from commissioning.packs.findings_told import named
from commissioning.packs.inputs import PackInputs
from commissioning.packs.measures_told import Told, period_named
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import day_in_words, measured

LEVELS = ("mean", "lower_limit", "upper_limit")


def forecast_table(told: Told, those: pd.DataFrame, inputs: PackInputs) -> Table:
    """Return what each measure can be expected to come to by the end of the financial year, or why that is not told."""
    start = financial_year_start(inputs.on, inputs.register.financial_year_start)
    until = day_in_words(months_after(start, YEAR_MONTHS) - timedelta(days=1))
    known = those[(those["points"] > 0) & ~those["has_hidden"]]
    rows = [row for _, row in known.iterrows()]
    levels = known[["forecast", "lower", "upper"]]
    shown = levels.where(~known["counts_people"], levels.round(0))
    frame = known[["agreement_id", "reference", "measure", "method", "why_none"]].join(shown)
    frame = frame.assign(
        subject=[named(row) for row in rows],
        expected=["" if pd.isna(row["forecast"]) else limit_told(row, "forecast") for row in rows],
        between=[
            ""
            if pd.isna(row["forecast"])
            else f"{limit_told(row, 'lower')} to {limit_told(row, 'upper')}"
            for row in rows
        ],
    )
    return Table(
        name="measures_forecast",
        caption=f"What each measure can be expected to be in each period to {until}",
        columns=(
            Column("subject", "Measure"),
            Column("expected", "Expected", under=("why_none",), missing="No forecast"),
            Column("between", "Between", missing="Not known"),
            Column("method", "Method", missing="None"),
        ),
        frame=frame,
        stacks=True,
    )


def limit_told(measure: pd.Series, column: str) -> str:
    """Return a limit in the measure's unit, of people in whole numbers."""
    digits = 0 if measure["counts_people"] else 2
    return measured(round(measure[column], digits), measure["unit"])


def points_table(told: Told, charted: pd.DataFrame) -> Table:
    """Return every point that is drawn, with its limits and what it tells."""
    parts = []
    for _, measure in charted.iterrows():
        points = told.series(measure)
        name = named(measure)
        parts.append(
            pd.DataFrame(
                {
                    "agreement_id": points["agreement_id"],
                    "measure": points["measure"],
                    "starts_on": points["on"],
                    "ends_on": points["ends_on"],
                    "point": [
                        f"{name}, {period_named(starts, ends)}"
                        for starts, ends in zip(points["on"], points["ends_on"], strict=True)
                    ],
                    "value_told": [
                        "" if pd.isna(value) else told.value(value, measure)
                        for value in points["value"]
                    ],
                    "value": told.published(points["value"], measure),
                    **{name: limits_shown(points[name], measure) for name in LEVELS},
                    "between": limits_told(points, measure),
                    "cause": points["special_cause_type"],
                }
            )
        )
    return Table(
        name="process_points",
        caption="Every point of the process charts, with its limits and its special cause by the name the NHS gives it",
        columns=(
            Column("point", "Point"),
            Column("value_told", "Value", missing="No value"),
            Column("between", "Limits", missing="None"),
            Column("cause", "Cause"),
        ),
        frame=pd.concat(parts, ignore_index=True),
    )


def limits_shown(limits: pd.Series, measure: pd.Series) -> pd.Series:
    """Return means or limits as they may be shown: of people in whole numbers."""
    return limits.round(0) if measure["counts_people"] else limits


def limits_told(points: pd.DataFrame, measure: pd.Series) -> list[str]:
    """Return the limits of each point in words, empty where there are none."""
    digits = 0 if measure["counts_people"] else 2
    unit = measure["unit"]
    return [
        ""
        if pd.isna(lower)
        else f"{measured(round(lower, digits), unit)} to {measured(round(upper, digits), unit)}"
        for lower, upper in zip(points["lower_limit"], points["upper_limit"], strict=True)
    ]
