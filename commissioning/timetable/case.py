"""One agreement's timetable as it is read: the finding, a table, and the same in words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, listed
from commissioning.timetable.durations import STAGES, Timetable, stage_days
from commissioning.timetable.span import Span
from commissioning.timetable.worked_back import (
    calendar_of,
    earlier,
    latest_start_on,
    slack_days,
    stage_starts,
)


@dataclass(frozen=True)
class CaseTimetable:
    """The timetable of one agreement. Without an end date there are no stages, and the words say why."""

    headline: str
    words: str
    table: Table
    spans: tuple[Span, ...]


def case_timetable(agreement: pd.DataFrame, *, on: date, timetable: Timetable) -> CaseTimetable:
    """Return the timetable of one agreement, the only row of the frame, as it stands on a day."""
    if agreement["ends_on"].isna().all():
        words = "No end date is recorded, so there is nothing to work the timetable back from."
        return CaseTimetable("", words, stage_table([], timetable), ())
    spans = case_spans(agreement, timetable)
    title = headline(agreement, on, timetable)
    words = in_words(spans, title, on, timetable)
    return CaseTimetable(f"{title}.", words, stage_table(spans, timetable), tuple(spans))


def case_spans(agreement: pd.DataFrame, timetable: Timetable) -> list[Span]:
    """Return the stages in order; each lasts until the next one starts, or the agreement ends."""
    days = stage_days(agreement, timetable).iloc[0].tolist()
    starts = stage_starts(agreement, timetable).to_numpy("datetime64[D]")[0]
    bounds = np.append(starts, agreement["ends_on"].to_numpy("datetime64[D]")).tolist()
    return [
        Span(name, *each)
        for name, *each in zip(STAGES.values(), bounds[:-1], bounds[1:], days, strict=True)
    ]


def stage_table(spans: Sequence[Span], timetable: Timetable) -> Table:
    """Return the stages as a table of a page; the day until which one lasts is inside it."""
    kinds = {
        "name": "str",
        "starts_on": "datetime64[s]",
        "until_on": "datetime64[s]",
        "days": "int64",
    }
    frame = pd.DataFrame([asdict(span) for span in spans], columns=list(kinds)).astype(kinds)
    frame["last_on"] = last_days(frame, timetable)
    return Table(
        name="timetable",
        caption="When each stage of replacing the agreement has to start",
        columns=(
            Column("name", "Stage"),
            Column("starts_on", "Starts", "day"),
            Column("last_on", "Until", "day"),
            Column("days", timetable.days_in_words.capitalize(), "count"),
        ),
        frame=frame,
    )


def last_days(stages: pd.DataFrame, timetable: Timetable) -> pd.Series:
    """Return the last day of each stage, of the timetable's kind; empty for a stage of no days."""
    next_on = stages["until_on"].to_numpy("datetime64[D]")
    last_on = earlier(next_on, np.ones(len(next_on), "int64"), calendar_of(next_on, 1, timetable))
    days = pd.Series(last_on.astype("datetime64[s]"), stages.index)
    return days.where(stages["days"] > 0)


def headline(agreement: pd.DataFrame, on: date, timetable: Timetable) -> str:
    """Return the finding: the latest safe start, and how far off or how long past it is."""
    latest_on = latest_start_on(agreement, timetable)
    slack = int(slack_days(latest_on, on, timetable).iloc[0])
    day = day_in_words(latest_on.iloc[0])
    number = counted_days(abs(slack), timetable)
    if slack < 0:
        return f"Work had to begin by {day}, {number} ago"
    return f"Work has to begin by {day}, {f'in {number}' if slack else 'today'}"


def in_words(spans: Sequence[Span], title: str, on: date, timetable: Timetable) -> str:
    """Return what the chart shows, for whoever does not see it."""
    each = [
        f"{span.name} from {day_in_words(span.starts_on)} ({counted_days(span.days, timetable)})"
        for span in spans
    ]
    return (
        f"Asked on {day_in_words(on)}. {title}. {listed(each)}. "
        f"The agreement ends on {day_in_words(spans[-1].until_on)}."
    )


def counted_days(number: int, timetable: Timetable) -> str:
    """Return a number of days as the timetable counts them: ``1 working day``."""
    return counted(number, timetable.days_in_words.removesuffix("s"))
