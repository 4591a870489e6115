"""What people do to cases: decide, acknowledge, hand over; each an event under its row of the ledger."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from models.agreement import AgreementNow, AgreementVersion
from models.case import CaseEvent
from models.ledger import Load
from models.metadata import table_of
from models.store.case_book import OVER
from models.store.cases import Subject, last_events
from models.store.rows import insert_rows, read_frame
from models.store.subjects import AGREEMENT

_event = table_of(CaseEvent)
# What is said of an act alone, and not carried over from the event before it.
LEFT_BEHIND = {
    *("kind", "event_no", "on_day", "load_no", "acted_by", "reason"),
    *("about", "until_on", "ends_on"),
}


@dataclass(frozen=True)
class Act:
    """Who did something to cases, on which day and why, and the ledger's row of it."""

    load: Load
    on: date
    acted_by: str
    reason: str


def add_act(connection: Connection, kind: str, case: Any, act: Act, **said: Any) -> None:
    """Store what a person did to a case: beside it, the case stands as it stood."""
    carried = {name: case[name] for name in CaseEvent.model_fields if name not in LEFT_BEHIND}
    event = CaseEvent(
        **{**carried, **said},
        kind=kind,
        event_no=case["event_no"] + 1,
        on_day=act.on,
        load_no=act.load.load_no,
        acted_by=act.acted_by,
        reason=act.reason,
    )
    insert_rows(connection, _event, [event.model_dump()])


def open_case_of(connection: Connection, authority: str, agreement_id: int) -> Any | None:
    """Return the last event of an agreement's open case, or None where it has none."""
    subject = (AGREEMENT, str(agreement_id))
    case = last_events(connection, authority, [subject]).get(subject)
    return None if case is None or case.kind in OVER else case._mapping


def acknowledgements(
    connection: Connection, authority: str, *, on: date, load_no: int
) -> pd.DataFrame:
    """Return the flags acknowledged on a day as known at a load, the last word on each.

    Columns: subject_kind, subject_id, label, case_no, rule, until_on, acted_by, reason.
    """
    statement = (
        select(_event)
        .where(
            _event.c.authority == authority,
            _event.c.kind == "acknowledged",
            _event.c.load_no <= load_no,
            _event.c.on_day <= on,
        )
        .order_by(_event.c.load_no, _event.c.case_no, _event.c.event_no)
    )
    frame = read_frame(connection, statement)
    about = pd.Series([json.loads(text) for text in frame["about"]], frame.index, dtype="object")
    frame = frame.assign(rule=about).explode("rule").astype({"rule": "str"})
    subject = ["subject_kind", "subject_id", "rule"]
    last = frame.drop_duplicates(subject, keep="last")
    columns = [*subject, "label", "case_no", "until_on", "acted_by", "reason"]
    return last.loc[last["until_on"] >= pd.Timestamp(on), columns].reset_index(drop=True)


def open_cases_by_subject(connection: Connection, authority: str) -> dict[Subject, Any]:
    """Return the last event of every open case, by its subject."""
    last = last_events(connection, authority)
    return {subject: case for subject, case in last.items() if case.kind not in OVER}


def departments(connection: Connection, authority: str) -> dict[str, str]:
    """Return the department of each agreement in force, by the agreement's number as a subject has it."""
    version, now = table_of(AgreementVersion), table_of(AgreementNow)
    statement = (
        select(version.c.agreement_id, version.c.department)
        .join(
            now,
            (now.c.authority == version.c.authority) & (now.c.version_no == version.c.version_no),
        )
        .where(version.c.authority == authority, version.c.department.is_not(None))
    )
    return {str(row.agreement_id): row.department for row in connection.execute(statement)}
