"""What a decision settles of a case: the rules flagged when it was taken, while the end stays as it was.

A case that a decision closed opens again only when a rule is flagged that was not at the decision, or
the agreement's end is another.
"""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from models.case import CaseEvent
from models.judgement import Judged, Judgement
from models.metadata import table_of
from models.store.rows import read_frame
from models.store.subjects import AGREEMENT

FLAGGED = "f"  # the letter of a flagged rule in ``Judged``
ASKED_AT_ONCE = 500
Subject = tuple[str, str]

_event = table_of(CaseEvent)
_judged = table_of(Judged)
_judgement = table_of(Judgement)


@dataclass(frozen=True)
class InForce:
    """The decision in force on an agreement, and the agreement's end as it is now."""

    decision: str
    decided_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Decided:
    """The decisions in force, by the number of their agreement.

    ``brings`` names the rules that ask about a decision itself: none of them was flagged before it.
    """

    of_agreements: Mapping[str, InForce] = field(default_factory=dict)
    brings: Set[str] = frozenset()

    def on(self, subject: Subject) -> InForce | None:
        """Return the decision in force on a subject, or None where it has none or is no agreement."""
        kind, number = subject
        return self.of_agreements.get(number) if kind == AGREEMENT else None


@dataclass(frozen=True)
class Basis:
    """What was so when a decision was taken: the rules flagged and the agreement's end."""

    rules: Set[str]
    ends_on: date | None

    def covers(self, rules: Set[str], ends_on: date | None) -> bool:
        """Tell whether the decision was taken about all of that."""
        return rules <= self.rules and ends_on == self.ends_on

    def why_not(self, rules: Set[str], ends_on: date | None) -> str:
        """Return why what is flagged now is more than the decision was about."""
        if ends_on != self.ends_on:
            return f"The end changed from {self.ends_on or 'none'} to {ends_on or 'none'} since."
        new = ", ".join(sorted(rules - self.rules))
        return f"Not flagged when it was decided: {new}."


def bases_kept(connection: Connection, authority: str) -> dict[tuple[Subject, str], Basis]:
    """Return what was so at each decision that closed a case, by subject and decision.

    Nothing was, at a decision under which a case opened that it had not closed before.
    """
    columns = (_event.c.subject_id, _event.c.decision, _event.c.kind, _event.c.rules)
    statement = (
        select(*columns, _event.c.ends_on)
        .where(_event.c.authority == authority, _event.c.decision.is_not(None))
        .where(_event.c.kind.in_(("decided", "opened")))
        .order_by(_event.c.case_no, _event.c.event_no)
    )
    kept: dict[tuple[Subject, str], Basis] = {}
    for row in connection.execute(statement):
        subject = (AGREEMENT, row.subject_id)
        if row.kind == "decided":
            kept[subject, row.decision] = Basis(frozenset(json.loads(row.rules)), row.ends_on)
        else:
            kept.setdefault((subject, row.decision), Basis(frozenset(), None))
    return kept


def flagged_before(
    connection: Connection, authority: str, judgement_no: int, subjects: list[Subject]
) -> dict[Subject, frozenset[str]]:
    """Return what the judgement before found flagged of some agreements; those it asked about only.

    It is the last that moved cases: what was asked later of an earlier day says nothing of the decision.
    """
    found: dict[Subject, frozenset[str]] = {}
    rules = _rules_by_judgement(connection, authority, judgement_no)
    last = _last_that_moved_cases(connection, authority, judgement_no)
    for start in range(0, len(subjects), ASKED_AT_ONCE):
        numbers = [int(number) for _kind, number in subjects[start : start + ASKED_AT_ONCE]]
        newest = (
            select(_judged.c.agreement_id, func.max(_judged.c.from_judgement).label("newest"))
            .where(
                _judged.c.authority == authority,
                _judged.c.agreement_id.in_(numbers),
                _judged.c.from_judgement <= last,
            )
            .group_by(_judged.c.agreement_id)
            .subquery()
        )
        statement = select(_judged).join(
            newest,
            (_judged.c.agreement_id == newest.c.agreement_id)
            & (_judged.c.from_judgement == newest.c.newest),
        )
        for row in connection.execute(statement.where(_judged.c.authority == authority)):
            names = zip(rules[row.from_judgement], row.statuses, strict=False)
            found[AGREEMENT, str(row.agreement_id)] = frozenset(
                name for name, letter in names if letter == FLAGGED
            )
    return found


def due_by_then(results: pd.DataFrame, decision: InForce, brings: Set[str]) -> frozenset[str]:
    """Return the rules flagged of an agreement whose day to act had come when it was decided.

    It stands for what was flagged then, where no judgement was made before.
    """
    if decision.decided_on is None:
        return frozenset()
    due = results[results["act_by"] <= pd.Timestamp(decision.decided_on)]
    return frozenset(due["rule"]) - frozenset(brings)


def _last_that_moved_cases(connection: Connection, authority: str, before: int) -> int:
    """Return the newest judgement of the last day judged before one; 0 where it is the first."""
    newest = (
        select(_judgement.c.judgement_no)
        .where(_judgement.c.authority == authority, _judgement.c.judgement_no < before)
        .order_by(_judgement.c.on_day.desc(), _judgement.c.judgement_no.desc())
        .limit(1)
    )
    return int(connection.execute(newest).scalar() or 0)


def _rules_by_judgement(
    connection: Connection, authority: str, judgement_no: int
) -> dict[int, list[str]]:
    """Return the rules asked by each judgement before one, in the order of their letters."""
    frame = read_frame(
        connection,
        select(_judgement.c.judgement_no, _judgement.c.rules).where(
            _judgement.c.authority == authority, _judgement.c.judgement_no < judgement_no
        ),
    )
    return {
        int(number): json.loads(rules)
        for number, rules in zip(frame["judgement_no"], frame["rules"], strict=True)
    }
