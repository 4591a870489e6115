"""Cases: opened, updated and closed by what the rules flag and what was decided; append-only events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.case import CaseEvent
from models.judgement import SEVERITIES, Judgement
from models.metadata import table_of
from models.store.case_book import BEFORE, OVER, SUBJECT, book_of
from models.store.cases_asked import (
    CasesAsked,
    digest_of,
    events_kept,
    keep_asked,
    last_asked,
)
from models.store.decided import Decided
from models.store.decided_cases import bases_of, known_earlier
from models.store.found import Found
from models.store.rows import insert_frame, read_frame
from models.store.rule_sets import named_in
from models.store.subjects import AGREEMENT

Subject = tuple[str, str]
_event = table_of(CaseEvent)
_judgement = table_of(Judgement)


@dataclass(frozen=True)
class CaseCounts:
    """What one judgement did to the cases, and how many are open after it."""

    opened: int = 0
    updated: int = 0
    closed: int = 0
    open: int = 0


def update_cases(
    connection: Connection,
    authority: str,
    *,
    judgement_no: int,
    load_no: int,
    on: date,
    found: Found,
    decided: Decided | None = None,
) -> CaseCounts:
    """Open, update and close cases by what a judgement found and the decisions in force.

    ``found`` is of the register as known at ``load_no``. A judgement about a day before the last one
    judged leaves all cases as they are; one about a day before a case's last event, or that knew
    nothing of a person's act on it yet, leaves that case. A case whose rules could no longer be asked
    stays open: missing is never "no".
    """
    decided = decided or Decided()
    before, kept = last_asked(connection, authority), events_kept(connection, authority)
    asked = CasesAsked(digest_of(found, decided), kept, before.open if before else 0)
    is_past = on < _last_day_judged(connection, authority, judgement_no)
    if before == asked and not is_past:
        return CaseCounts(open=asked.open)
    last = _last_of_each(connection, authority)
    are_open = int((~last["kind"].isin(OVER)).sum())
    if is_past:
        return CaseCounts(open=are_open)
    earlier = known_earlier(connection, authority, judgement_no)
    rules = sorted({*found.rules, *named_in(last["rules"]), *earlier.rules})
    was_later = (last["on_day"] > np.datetime64(on)) | (last["load_no"].fillna(0) > load_no)
    book = book_of(found, last, decided, left_alone=was_later.to_numpy(dtype=bool), rules=rules)
    bases = bases_of(connection, earlier, book, found, decided.brings)
    number = int(connection.execute(_highest_case(authority)).scalar_one() or 0) + 1
    own = {"authority": authority, "judgement_no": judgement_no, "on_day": on.isoformat()}
    made = []
    for events in book.events(bases, number):
        insert_frame(connection, _event, events.drop(columns="was_open"), own)
        made.append(events[["kind", "was_open"]])
        del events  # else two are held while the next are made
    done = pd.concat(made, ignore_index=True)
    counts = _counted(done, are_open)
    # A case left alone because of a later event is to be looked at again.
    digest = "" if was_later.any() else asked.digest
    said = CasesAsked(digest, kept + len(done), counts.open)
    keep_asked(connection, authority, judgement_no, said)
    return counts


def _counted(events: pd.DataFrame, were_open: int) -> CaseCounts:
    """Return what events did; a case that was decided without ever being open is not counted."""
    opened, updated = (int((events["kind"] == kind).sum()) for kind in ("opened", "updated"))
    closed = int((events["kind"].isin(OVER) & events["was_open"]).sum())
    return CaseCounts(opened, updated, closed, were_open + opened - closed)


def _last_of_each(connection: Connection, authority: str) -> pd.DataFrame:
    """Return the last event of each subject, that of its latest case: what a judgement asks of it."""
    latest = _latest_events(authority, BEFORE).order_by(_event.c.case_no)
    return read_frame(connection, latest).drop_duplicates(SUBJECT, keep="last", ignore_index=True)


def open_cases(connection: Connection, authority: str) -> pd.DataFrame:
    """Return the latest event of every open case, most severe and earliest first."""
    latest = read_frame(connection, _latest_events(authority))
    standing = latest[~latest["kind"].isin(OVER)]
    rank = standing["severity"].map({name: -at for at, name in enumerate(SEVERITIES)})
    return standing.assign(rank=rank).sort_values(["rank", "act_by", "label"]).drop(columns="rank")


def last_events(
    connection: Connection, authority: str, subjects: Iterable[Subject] | None = None
) -> dict[Subject, Any]:
    """Return the last event of each subject, or of some: that of its latest case."""
    found = {}
    statement = _latest_events(authority)
    if subjects is not None:
        statement = statement.where(
            statement.selected_columns.subject_id.in_([number for _kind, number in subjects])
        )
    for row in connection.execute(statement.order_by(statement.selected_columns.case_no)):
        found[row.subject_kind, row.subject_id] = row
    return found


def _last_day_judged(connection: Connection, authority: str, but: int) -> date:
    """Return the last day that any other judgement was about."""
    newest = select(func.max(_judgement.c.on_day)).where(
        _judgement.c.authority == authority, _judgement.c.judgement_no != but
    )
    return connection.execute(newest).scalar_one() or date.min


def _highest_case(authority: str) -> Select[tuple[int]]:
    return select(func.max(_event.c.case_no)).where(_event.c.authority == authority)


def _latest_events(
    authority: str, names: Iterable[str] | None = None
) -> Select[tuple[object, ...]]:
    """Return the query of each case's last event: of all columns, or of some."""
    numbers = (
        select(_event.c.case_no, func.max(_event.c.event_no).label("event_no"))
        .where(_event.c.authority == authority)
        .group_by(_event.c.case_no)
        .subquery()
    )
    is_newest = (_event.c.case_no == numbers.c.case_no) & (_event.c.event_no == numbers.c.event_no)
    columns = (_event.c[name] for name in (names or _event.c.keys()))
    return select(*columns).join(numbers, is_newest).where(_event.c.authority == authority)


def case_history(
    connection: Connection, authority: str, subjects: list[str], *, kind: str = AGREEMENT
) -> Iterator[CaseEvent]:
    """Yield what happened to the cases of some subjects of one kind, oldest first."""
    statement = (
        select(_event)
        .where(
            _event.c.authority == authority,
            _event.c.subject_kind == kind,
            _event.c.subject_id.in_(subjects),
        )
        .order_by(_event.c.case_no, _event.c.event_no)
    )
    for row in connection.execute(statement):
        yield CaseEvent(**row._mapping)
