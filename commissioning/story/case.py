"""Its case: what opened it, what happened to it since, and how it stands."""

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken


def case(telling: Telling) -> Section:
    """Return what happened to the agreement's cases, in order."""
    events = [event.model_dump(mode="json") for event in telling.story.cases]
    data = {"case": events}
    if not events:
        none = (
            "None is open."
            if telling.story.judged_on is not None
            else "No rule has been asked yet."
        )
        return Section("case", "Case", words=(none,), data=data)
    frame = pd.DataFrame(events)
    days = {name: pd.to_datetime(frame[name]) for name in ("on_day", "act_by")}
    frame = frame.assign(**days, case=frame["case_no"].map("Case {}".format))
    table = Table(
        name="case",
        caption="What happened to it, in order",
        columns=(
            Column("case", "Case"),
            Column("kind", "What"),
            Column("on_day", "On", "day"),
            Column("severity", "Severity"),
            Column("act_by", "Act by", "day"),
        ),
        frame=frame,
        stacks=True,
    )
    return Section(
        "case",
        "Case",
        words=("No owner of it is recorded.",),
        tables=(table,),
        data=data,
        lines=tuple(in_a_line(row) for _, row in frame.iterrows()),
    )


def in_a_line(event: pd.Series) -> str:
    """Return one event as a terminal shows it."""
    act_by = "" if pd.isna(event["act_by"]) else f", act by {spoken('act_by', event['act_by'])}"
    day = spoken("on_day", event["on_day"])
    return f"{event['case_no']}: {event['kind']} on {day}, {event['severity']}{act_by}"
