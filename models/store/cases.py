"""Cases: opened, updated and closed by what the rules flag; append-only events."""

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from models.case import CaseEvent
from models.judgement import SEVERITIES, Judgement
from models.metadata import table_of
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
    connection: Connection, authority: str, *, judgement_no: int, on: date, results: pd.DataFrame
) -> CaseCounts:
    """Open, update and close cases by the results of a judgement.

    ``results`` is as ``save_judgement`` takes it. A judgement about a day before the last one judged
    leaves all cases as they are. A case whose rules could no longer be asked stays open: missing is
    never "no".
    """
    latest = read_frame(connection, _latest_events(authority))
    standing = latest[latest["kind"] != "closed"].set_index(SUBJECT).sort_index()
    if on < _last_day_judged(connection, authority, judgement_no):
        return CaseCounts(open=len(standing))
    wanted = _wanted(results)
    over = standing[~standing.index.isin(wanted.index)]
    unasked = _unasked(results, over.index)
    number = int(connection.execute(_highest_case(authority)).scalar_one() or 0)
    events: list[CaseEvent] = []
    shared = {"authority": authority, "judgement_no": judgement_no, "on_day": on}
    for subject, case in wanted.iterrows():
        said = {**shared, **_said(subject, case), "rules": case["rules"]}
        if subject not in standing.index:
            number += 1
            events.append(CaseEvent(**said, case_no=number, event_no=1, kind="opened"))
        elif _differs(standing.loc[subject], case):
            events.append(CaseEvent(**said, **_following(standing.loc[subject]), kind="updated"))
    for subject, case in over.iterrows():
        if unasked.get(subject, set()).intersection(json.loads(case["rules"])):
            continue
        said = {**shared, **_said(subject, case), "rules": "[]"}
        events.append(CaseEvent(**said, **_following(case), kind="closed"))
    insert_rows(connection, _event, [event.model_dump() for event in events])
    kinds = pd.Series([event.kind for event in events], dtype="str").value_counts()
    opened, updated, closed = (int(kinds.get(kind, 0)) for kind in ("opened", "updated", "closed"))
    return CaseCounts(opened, updated, closed, len(standing) + opened - closed)


def open_cases(connection: Connection, authority: str) -> pd.DataFrame:
    """Return the latest event of every open case, most severe and earliest first."""
    latest = read_frame(connection, _latest_events(authority))
    standing = latest[latest["kind"] != "closed"]
    rank = standing["severity"].map({name: -at for at, name in enumerate(SEVERITIES)})
    return standing.assign(rank=rank).sort_values(["rank", "act_by", "label"]).drop(columns="rank")


def _wanted(results: pd.DataFrame) -> pd.DataFrame:
    """Return the case each flagged subject should have: highest severity, earliest day to act by."""
    flagged = results[results["status"] == "flagged"].copy()
    flagged["rank"] = flagged["severity"].map({name: at for at, name in enumerate(SEVERITIES)})
    flagged["subject_id"] = subject_ids(flagged)
    flagged["act_by"] = flagged["act_by"].mask(flagged["is_undated"])
    grouped = flagged.sort_values([*SUBJECT, "rule"]).groupby(SUBJECT)
    return pd.DataFrame(
        {
            "label": grouped["reference"].first(),
            "severity": grouped["rank"].max().map(dict(enumerate(SEVERITIES))),
            "act_by": grouped["act_by"].min(),
            "rules": [json.dumps(list(rules)) for _subject, rules in grouped["rule"]],
        }
    ).sort_values("label")


def _unasked(results: pd.DataFrame, subjects: pd.Index) -> dict[Hashable, set[str]]:
    """Return the rules that could not be asked of each of the subjects."""
    unknown = results[results["status"] == "unknown"]
    about = pd.MultiIndex.from_arrays([unknown["subject_kind"], subject_ids(unknown)])
    is_theirs = about.isin(subjects)
    found: dict[Hashable, set[str]] = {}
    for subject, rule in zip(about[is_theirs], unknown["rule"][is_theirs], strict=True):
        found.setdefault(subject, set()).add(rule)
    return found


def _said(subject: Hashable, case: pd.Series) -> dict[str, Any]:
    """Return what an event says of its subject and of how pressing the case is."""
    kind, number = cast(tuple[str, str], subject)
    return {
        "subject_kind": kind,
        "subject_id": number,
        "label": case["label"],
        "severity": case["severity"],
        "act_by": _day(case["act_by"]),
    }


def _differs(standing: pd.Series, case: pd.Series) -> bool:
    before = (standing["severity"], _day(standing["act_by"]), standing["rules"])
    return before != (case["severity"], _day(case["act_by"]), case["rules"])


def _following(case: pd.Series) -> dict[str, int]:
    return {"case_no": int(case["case_no"]), "event_no": int(case["event_no"]) + 1}


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type]


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
