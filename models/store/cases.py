"""Cases: opened, updated and closed by what the rules flag and what was decided; append-only events."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.case import CaseEvent
from models.judgement import SEVERITIES, Judgement
from models.metadata import table_of
from models.store.case_book import OVER, CaseBook, Flagged
from models.store.decided_cases import (
    Basis,
    Decided,
    Subject,
    bases_kept,
    due_by_then,
    flagged_before,
)
from models.store.rows import insert_rows, read_frame
from models.store.subjects import AGREEMENT, subject_ids

SUBJECT = ["subject_kind", "subject_id"]
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
    results: pd.DataFrame,
    decided: Decided | None = None,
) -> CaseCounts:
    """Open, update and close cases by the results of a judgement and the decisions in force.

    ``results`` is as ``save_judgement`` takes it, of the register as known at ``load_no``. A judgement
    about a day before the last one judged leaves all cases as they are; one about a day before a
    case's last event, or that knew nothing of a person's act on it yet, leaves that case. A case
    whose rules could no longer be asked stays open: missing is never "no".
    """
    last = last_events(connection, authority)
    are_open = sum(case.kind not in OVER for case in last.values())
    if on < _last_day_judged(connection, authority, judgement_no):
        return CaseCounts(open=are_open)
    later = {s for s, case in last.items() if case.on_day > on or (case.load_no or 0) > load_no}
    flagged = {s: case for s, case in _flagged(results).items() if s not in later}
    number = int(connection.execute(_highest_case(authority)).scalar_one() or 0) + 1
    book = CaseBook(authority, judgement_no, on, decided or Decided(), last, number)
    bases = _settled(connection, book, flagged, results, later)

    wanted = {s: case for s, case in flagged.items() if not _is_covered(book, s, case, bases)}
    for subject, case in wanted.items():
        book.want(subject, case, bases.get(subject))
    over = [s for s in last if book.is_open(s) and s not in wanted and s not in later]
    unasked = _unasked(results, over)
    for subject in over:
        if not unasked.get(subject, set()).intersection(json.loads(last[subject].rules)):
            book.close(subject)
    insert_rows(connection, _event, [event.model_dump() for event in book.events])
    return _counted(book, are_open)


def _settled(
    connection: Connection,
    book: CaseBook,
    flagged: Mapping[Subject, Flagged],
    results: pd.DataFrame,
    later: set[Subject],
) -> dict[Subject, Basis]:
    """Return what was so at each subject's decision in force, and close what a new decision closes."""
    kept = bases_kept(connection, book.authority)
    bases: dict[Subject, Basis] = {}
    unseen: list[Subject] = []
    for subject in sorted({*flagged, *filter(book.is_open, book.last)} - later):
        if (decision := book.decided.on(subject)) is None:
            continue
        if known := kept.get((subject, decision.decision)):
            bases[subject] = known
        else:
            unseen.append(subject)
    before = flagged_before(connection, book.authority, book.judgement_no, unseen)
    of_them = _of_agreements(results, unseen)
    for subject in unseen:
        decision = book.decided.of_agreements[subject[1]]
        if book.is_open(subject):
            rules = frozenset(json.loads(book.last[subject].rules))
        elif subject in before:
            rules = before[subject]
        else:
            rules = due_by_then(of_them[subject], decision, book.decided.brings)
        bases[subject] = Basis(rules, decision.ends_on)
        if rules:
            book.settle(subject, bases[subject], flagged.get(subject))
    return bases


def _is_covered(
    book: CaseBook, subject: Subject, case: Flagged, bases: Mapping[Subject, Basis]
) -> bool:
    """Tell whether the decision in force was about all that is flagged of a subject."""
    basis, decision = bases.get(subject), book.decided.on(subject)
    if basis is None or decision is None:
        return False
    return basis.covers(frozenset(case.rules), decision.ends_on)


def _counted(book: CaseBook, were_open: int) -> CaseCounts:
    """Return what the book's events did; a case that was decided without ever being open is not counted."""
    kinds = pd.Series([event.kind for event in book.events], dtype="str").value_counts()
    ended = [event for event in book.events if event.kind in OVER]
    closed = sum(_was_open(book, event) for event in ended)
    opened, updated = (int(kinds.get(kind, 0)) for kind in ("opened", "updated"))
    return CaseCounts(opened, updated, closed, were_open + opened - closed)


def _was_open(book: CaseBook, event: CaseEvent) -> bool:
    case = book.last.get((event.subject_kind, event.subject_id))
    return case is not None and case.kind not in OVER


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


def _flagged(results: pd.DataFrame) -> dict[Subject, Flagged]:
    """Return the case each flagged subject should have, by label."""
    flagged = results[results["status"] == "flagged"].copy()
    flagged["rank"] = flagged["severity"].map({name: at for at, name in enumerate(SEVERITIES)})
    flagged["subject_id"] = subject_ids(flagged)
    flagged["act_by"] = flagged["act_by"].mask(flagged["is_undated"])
    grouped = flagged.sort_values([*SUBJECT, "rule"]).groupby(SUBJECT)
    wanted = pd.DataFrame(
        {
            "label": grouped["reference"].first(),
            "severity": grouped["rank"].max().map(dict(enumerate(SEVERITIES))),
            "act_by": grouped["act_by"].min(),
            "rules": [tuple(rules) for _subject, rules in grouped["rule"]],
        }
    ).sort_values("label")
    rows = wanted.itertuples(name=None)
    return {
        subject: Flagged(label, severity, _day(act_by), rules)
        for subject, label, severity, act_by, rules in rows
    }


def _of_agreements(results: pd.DataFrame, subjects: list[Subject]) -> dict[Subject, pd.DataFrame]:
    """Return the dated flagged results of some agreements, by subject."""
    flagged = results[(results["status"] == "flagged") & ~results["is_undated"]]
    flagged = flagged[flagged["subject_kind"] == AGREEMENT]
    flagged = flagged.assign(subject_id=subject_ids(flagged))
    theirs = flagged[flagged["subject_id"].isin([number for _kind, number in subjects])]
    found = {(AGREEMENT, str(number)): rows for number, rows in theirs.groupby("subject_id")}
    return {subject: found.get(subject, theirs.iloc[:0]) for subject in subjects}


def _unasked(results: pd.DataFrame, subjects: list[Subject]) -> dict[Subject, set[str]]:
    """Return the rules that could not be asked of each of the subjects."""
    unknown = results[results["status"] == "unknown"]
    kinds, numbers = unknown["subject_kind"], subject_ids(unknown)
    is_theirs = numbers.isin([number for _kind, number in subjects])
    found: dict[Subject, set[str]] = {}
    for kind, number, rule in zip(
        kinds[is_theirs], numbers[is_theirs], unknown["rule"][is_theirs], strict=True
    ):
        found.setdefault((kind, number), set()).add(rule)
    return found


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type, call-overload]


def _last_day_judged(connection: Connection, authority: str, but: int) -> date:
    """Return the last day that any other judgement was about."""
    newest = select(func.max(_judgement.c.on_day)).where(
        _judgement.c.authority == authority, _judgement.c.judgement_no != but
    )
    return connection.execute(newest).scalar_one() or date.min


def _highest_case(authority: str) -> Select[tuple[int]]:
    return select(func.max(_event.c.case_no)).where(_event.c.authority == authority)


def _latest_events(authority: str) -> Select[tuple[object, ...]]:
    ranked = (
        select(
            _event,
            func.row_number()
            .over(partition_by=_event.c.case_no, order_by=_event.c.event_no.desc())
            .label("newest"),
        )
        .where(_event.c.authority == authority)
        .subquery()
    )
    return select(*(ranked.c[column.name] for column in _event.columns)).where(ranked.c.newest == 1)


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
