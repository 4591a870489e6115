"""One agreement's timetable as a chart, apart from its words because drawing takes time to import."""

from datetime import date
from functools import partial

import pandas as pd

from commissioning.packs.drawing import Chart, chart
from commissioning.packs.wording import day_in_words
from commissioning.timetable.case import case_timetable
from commissioning.timetable.chart import stages_drawn
from commissioning.timetable.durations import Timetable


def case_chart(agreement: pd.DataFrame, *, on: date, timetable: Timetable) -> Chart:
    """Return the stages of one agreement that has an end, drawn over time."""
    found = case_timetable(agreement, on=on, timetable=timetable)
    return chart(
        f"timetable-{agreement['agreement_id'].iloc[0]}",
        title=found.headline.removesuffix("."),
        subtitle=f"When each stage has to start, for an end on {day_in_words(found.spans[-1].until_on)}",
        description=found.words,
        draw=partial(stages_drawn, found.spans, on),
    )
