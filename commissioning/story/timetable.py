"""When each stage of replacing it has to start, worked back from its end, and how long there still is."""

from functools import partial
from typing import TYPE_CHECKING

from commissioning.packs.wording import day_in_words
from commissioning.records import plain, records
from commissioning.story.section import Section, table_lines
from commissioning.story.telling import Telling
from commissioning.timetable.case import case_timetable
from commissioning.timetable.worked_back import latest_start_on, slack_days

if TYPE_CHECKING:
    from commissioning.packs.drawing import Chart


def timetable(telling: Telling) -> Section:
    """Return the stages with their days, the latest safe start and the slack on the day."""
    title, agreement = "Timetable", telling.agreement
    if agreement.empty:
        return Section(
            "timetable", title, words=("It is not in the register.",), data=told(telling)
        )
    found = case_timetable(agreement, on=telling.on, timetable=telling.register.timetable)
    if not found.spans:
        return Section("timetable", title, words=(found.words,), data=told(telling))
    counted_from = asked_on(telling)
    return Section(
        "timetable",
        title,
        words=(counted_from,),
        tables=(found.table,),
        charts=(partial(drawn, telling),),
        data=told(telling),
        lines=(found.headline, counted_from, *table_lines(found.table)),
    )


def asked_on(telling: Telling) -> str:
    """Return which day the slack is counted from, and why that day."""
    why = "the day the rules were last asked" if telling.is_judged else "the day asked about"
    if (
        not telling.is_judged
        and telling.story.judged_on is None
        and telling.on == telling.story.known_on
    ):
        why = "the day of the last load, as no rule has been asked yet"
    return f"Counted from {day_in_words(telling.on)}, {why}."


def told(telling: Telling) -> dict[str, object]:
    """Return the timetable for a program to read."""
    agreement, settings = telling.agreement, telling.register.timetable
    if agreement["ends_on"].isna().all():
        return {
            "timetable": {
                "on": telling.on.isoformat(),
                "latest_start_on": None,
                "slack_days": None,
                "stages": [],
            }
        }
    latest_on = latest_start_on(agreement, settings)
    spans = case_timetable(agreement, on=telling.on, timetable=settings).table.frame
    return {
        "timetable": {
            "on": telling.on.isoformat(),
            "latest_start_on": plain(latest_on.iloc[0]),
            "slack_days": int(slack_days(latest_on, telling.on, settings).iloc[0]),
            "stages": records(spans),
        }
    }


def drawn(telling: Telling) -> "Chart":
    """Return the timetable as a chart."""
    # Imported here because it takes half a second, and only a page shows a chart.
    from commissioning.timetable.case_chart import case_chart

    return case_chart(telling.agreement, on=telling.on, timetable=telling.register.timetable)
