"""Its case: what opened it, what happened to it since, and how it stands."""

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.tables import Column, Table
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from commissioning.story.wording import spoken
from models.case import CaseEvent


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
        return Section("case", "Case", words=(none,), data=data, is_empty=True)
    words = (how_it_stands(telling.story.cases[-1]),)
    frame = pd.DataFrame(events)
    days = {name: pd.to_datetime(frame[name]) for name in ("on_day", "act_by")}
    frame = frame.assign(
        **days,
        case=frame["case_no"].map("Case {}".format),
        kind=frame["kind"].str.replace("_", " "),
        done=pd.array([done(event) for event in telling.story.cases], dtype="str"),
    )
    table = Table(
        name="case",
        caption="What happened to it, in order",
        columns=(
            Column("case", "Case"),
            Column("kind", "What"),
            Column("on_day", "On", "day"),
            Column("severity", "Severity"),
            Column("act_by", "Act by", "day"),
            Column("done", "By whom and why", missing="The rules"),
        ),
        frame=frame,
        stacks=True,
    )
    return Section(
        "case",
        "Case",
        words=words,
        tables=(table,),
        data=data,
        lines=(*words, *(in_a_line(row) for _, row in frame.iterrows())),
    )


def in_a_line(event: pd.Series) -> str:
    """Return one event as a terminal shows it."""
    act_by = "" if pd.isna(event["act_by"]) else f", act by {spoken('act_by', event['act_by'])}"
    day = spoken("on_day", event["on_day"])
    done = "" if pd.isna(event["done"]) else f", {event['done']}"
    return f"{event['case_no']}: {event['kind']} on {day}, {event['severity']}{act_by}{done}"


def how_it_stands(last: CaseEvent) -> str:
    """Return whether the case is open, and whose it is."""
    if last.kind in ("closed", "decided"):
        return f"Case {last.case_no} is closed."
    owner = f"its owner is {last.owner}" if last.owner else "no owner of it is recorded"
    return f"Case {last.case_no} is open; {owner}."


def done(event: CaseEvent) -> str | None:
    """Return who did it, until when or to whom, and why; None where the rules did it themselves."""
    said = (
        f"until {spoken_day(event.until_on)}" if event.until_on else "",
        f"to {event.owner}" if event.kind == "handed_over" else "",
        f"by {event.acted_by}" if event.acted_by else "",
        f"({event.decision})" if event.kind == "decided" else "",
    )
    words = " ".join(filter(None, said))
    return ": ".join(filter(None, (words, event.reason))) or None
