"""The columns in which every section of a plan tells an agreement."""

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.plans.inputs import PlanInputs
from commissioning.timetable.durations import STAGES


def rows_table(name: str, caption: str, rows: pd.DataFrame, inputs: PlanInputs) -> Table:
    """Return agreements as a table: when work has to begin, how long there is, what is due and begun."""
    timetable = inputs.register.timetable
    left = (rows["ends_on"] - pd.Timestamp(inputs.on)).dt.days.clip(-1, 1)
    none_due = left.map({-1: "Past its end", 0: "Ends today", 1: "None yet"})
    no_end = rows["ends_on"].isna().to_numpy(dtype=bool)
    stage = rows["stage_due"].map(STAGES).astype("str").fillna(none_due.astype("str")).mask(no_end)
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("latest_start_on", "Latest start", "day", missing="Cannot be told"),
            Column(
                "slack_days",
                f"{timetable.days_in_words.capitalize()} left",
                "count",
                missing="Cannot be told",
            ),
            Column("stage", "Stage due now", missing="Cannot be told"),
            Column("begun", "Begun", missing="Nothing recorded"),
            Column("ends_on", "Ends", "day"),
        ),
        frame=rows.assign(stage=stage).reset_index(drop=True),
        stacks=True,
    )
