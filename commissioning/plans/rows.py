"""The columns in which every section of a plan tells an agreement."""

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.timetable.durations import STAGES, Timetable


def rows_table(name: str, caption: str, rows: pd.DataFrame, timetable: Timetable) -> Table:
    """Return agreements as a table: when work has to begin, how long there is, what is due and begun."""
    stage = rows["stage_due"].map(STAGES).astype("str")
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
            Column("stage", "Stage due now", missing="None yet, or past its end"),
            Column("begun", "Begun", missing="Nothing recorded"),
            Column("ends_on", "Ends", "day"),
        ),
        frame=rows.assign(stage=stage).reset_index(drop=True),
        stacks=True,
    )
