"""Cases in people's hands: listed, acknowledged until a day, handed over. Each is an act on record."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from commissioning.decisions.form import must_have_come
from commissioning.errors import RequestError, shown
from commissioning.packs.wording import counted
from commissioning.rules import RULES
from models.store.acts import act_digest, record_act
from models.store.case_acts import (
    Act,
    acknowledgements,
    add_act,
    departments,
    open_cases_by_subject,
)
from models.store.cases import SEVERITIES, Subject
from models.store.engine import publishing, reading
from models.store.erased_frames import erased_names
from models.store.known import latest_load_no
from models.store.standing import ACKNOWLEDGEMENT, HAND_OVER
from models.store.subjects import AGREEMENT
from tasks.one_agreement import one_called
from tasks.step import step

NO_DAY = date.max


@dataclass(frozen=True)
class Chosen:
    """Which open cases are meant: all that fit everything that is given here."""

    references: tuple[str, ...] = ()
    owner: str = ""
    department: str = ""
    rule: str = ""
    severity: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing says which cases are meant."""
        return self == Chosen()


@dataclass(frozen=True)
class Grounds:
    """Who does it, why, of which day it is and on which day it is recorded."""

    by: str
    reason: str
    on: date
    recorded_on: date

    def must_be_given(self) -> None:
        """Refuse an act of nobody's, without a reason, or of a day still to come."""
        must_have_come(self.on, self.recorded_on)
        for name, text in (("by", self.by), ("reason", self.reason)):
            if not text.strip():
                raise RequestError(f"{name} is empty; say who does it, and why: both are kept.")


@dataclass(frozen=True)
class OpenCase:
    """An open case, its department and the flags of it that are acknowledged."""

    subject: Subject
    event: Any
    department: str | None
    acknowledged: tuple[dict[str, str], ...]

    @property
    def rules(self) -> list[str]:
        """The code names flagged."""
        rules: list[str] = json.loads(self.event.rules)
        return rules


def list_cases(engine: Engine, authority: str, chosen: Chosen, *, on: date) -> list[dict[str, Any]]:
    """Return the open cases, what presses first: by severity, day and subject."""
    with reading(engine) as connection:
        cases = _chosen(connection, authority, chosen, on)
    return [_shape(case) for case in sorted(cases, key=_order)]


@step
def acknowledge_cases(
    engine: Engine, authority: str, chosen: Chosen, grounds: Grounds, *, until: date
) -> dict[str, Any]:
    """Silence the flags of the chosen cases, or those of one rule, until a day, that day included."""
    grounds.must_be_given()
    if until < grounds.on:
        raise RequestError(f"until {until} is before {grounds.on}; name a day still to come.")
    _must_say_which(chosen)
    with publishing(engine) as connection:
        cases = _needed(connection, authority, chosen, grounds.on)
        about = {
            case.subject: json.dumps([chosen.rule] if chosen.rule else case.rules) for case in cases
        }
        content = {"until": until, "about": sorted(about.items())}
        act = _recorded(connection, authority, ACKNOWLEDGEMENT, cases, grounds, content)
        for case in cases:
            said = {"about": about[case.subject], "until_on": until}
            add_act(connection, "acknowledged", case.event._mapping, act, **said)
    return {
        "authority": authority,
        "acknowledged": [case.event.label for case in cases],
        "rule": chosen.rule or None,
        "until": until.isoformat(),
        "by": act.acted_by,
        "reason": act.reason,
        "load_no": act.load.load_no,
    }


@step
def hand_over_cases(
    engine: Engine, authority: str, chosen: Chosen, grounds: Grounds, *, to: str
) -> dict[str, Any]:
    """Make the chosen cases another's."""
    grounds.must_be_given()
    if not to.strip():
        raise RequestError("to is empty; say whose the cases are from now on.")
    _must_say_which(chosen)
    with publishing(engine) as connection:
        cases = [
            case
            for case in _needed(connection, authority, chosen, grounds.on)
            if case.event.owner != to.strip()
        ]
        if not cases:
            raise RequestError(f"They are {to.strip()}'s already; nothing is handed over.")
        act = _recorded(connection, authority, HAND_OVER, cases, grounds, {"to": to.strip()})
        names = erased_names(connection, authority)
        owner = names.without(to.strip()) if names else to.strip()
        for case in cases:
            add_act(connection, "handed_over", case.event._mapping, act, owner=owner)
    return {
        "authority": authority,
        "handed_over": [case.event.label for case in cases],
        "to": owner,
        "by": act.acted_by,
        "reason": act.reason,
        "load_no": act.load.load_no,
    }


def _recorded(
    connection: Connection,
    authority: str,
    kind: str,
    cases: list[OpenCase],
    grounds: Grounds,
    content: dict[str, object],
) -> Act:
    """Store the ledger's row of an act on some cases."""
    names = erased_names(connection, authority)
    by, reason = grounds.by.strip(), grounds.reason.strip()
    if names:
        by, reason = names.without(by), names.without(reason)
    numbers = [case.event.case_no for case in cases]
    whole = {**content, "cases": numbers, "by": by, "reason": reason, "on": grounds.on}
    load = record_act(
        connection,
        authority,
        kind,
        digest=act_digest(whole),
        on=grounds.recorded_on,
        said=f"{kind.replace('_', '-')} of {counted(len(cases), 'case')}",
        rows=len(cases),
    )
    return Act(load, grounds.on, by, reason)


def _must_say_which(chosen: Chosen) -> None:
    if chosen.is_nothing:
        raise RequestError(
            "Nothing says which cases are meant; name references, a rule, a department or an owner."
        )


def _needed(connection: Connection, authority: str, chosen: Chosen, on: date) -> list[OpenCase]:
    """Return the chosen cases, most pressing first. Raises RequestError where there is none."""
    if found := sorted(_chosen(connection, authority, chosen, on), key=_order):
        return found
    raise RequestError(
        f"No open case of {authority} is meant by that; commissioning cases lists those there are."
    )


def _chosen(connection: Connection, authority: str, chosen: Chosen, on: date) -> list[OpenCase]:
    _must_be_known(chosen)
    silenced = _silenced(connection, authority, on)
    named = departments(connection, authority)
    cases = [
        OpenCase(subject, event, _department(subject, named), tuple(silenced.get(subject, ())))
        for subject, event in open_cases_by_subject(connection, authority).items()
    ]
    cases = [case for case in cases if _fits(case, chosen)]
    if not chosen.references:
        return cases
    subjects = [_called(connection, authority, one) for one in dict.fromkeys(chosen.references)]
    by_subject = {case.subject: case for case in cases}
    for reference, subject in zip(dict.fromkeys(chosen.references), subjects, strict=True):
        if subject not in by_subject:
            raise RequestError(_no_such_case(reference, chosen))
    return [by_subject[subject] for subject in dict.fromkeys(subjects)]


def _called(connection: Connection, authority: str, reference: str) -> Subject:
    """Return what a reference means: department:CLS, an agreement, or SOURCE:REFERENCE where several share one."""
    kind, _, name = reference.partition(":")
    if kind in ("department", "provider"):
        return kind, name
    agreement_id, _label = one_called(connection, authority, reference)
    return AGREEMENT, str(agreement_id)


def _must_be_known(chosen: Chosen) -> None:
    if chosen.rule and chosen.rule not in RULES:
        raise RequestError(f"{shown(chosen.rule)} is no rule; docs/rules lists them all.")
    if chosen.severity and chosen.severity not in SEVERITIES:
        known = ", ".join(SEVERITIES)
        raise RequestError(f"{shown(chosen.severity)} is no severity; choose one of {known}.")


def _no_such_case(reference: str, chosen: Chosen) -> str:
    if not replace(chosen, references=()).is_nothing:
        return f"{shown(reference)} has no open case that fits the rest; leave the rest out."
    return f"{reference} has no open case; commissioning cases lists those there are."


def _fits(case: OpenCase, chosen: Chosen) -> bool:
    return (
        chosen.owner in ("", case.event.owner)
        and chosen.department in ("", case.department)
        and chosen.severity in ("", case.event.severity)
        and (not chosen.rule or chosen.rule in case.rules)
    )


def _department(subject: Subject, named: dict[str, str]) -> str | None:
    kind, number = subject
    return number if kind == "department" else named.get(number) if kind == AGREEMENT else None


def _silenced(
    connection: Connection, authority: str, on: date
) -> dict[Subject, list[dict[str, str]]]:
    """Return the flags acknowledged on a day, by subject."""
    at = latest_load_no(connection, authority)
    found: dict[Subject, list[dict[str, str]]] = {}
    for row in acknowledgements(connection, authority, on=on, load_no=at).itertuples():
        said = {
            "rule": row.rule,
            "until": row.until_on.date().isoformat(),
            "by": row.acted_by,
            "reason": row.reason,
        }
        found.setdefault((row.subject_kind, row.subject_id), []).append(said)
    return found


def _order(case: OpenCase) -> tuple[object, ...]:
    event = case.event
    rank = -SEVERITIES.index(event.severity)
    return (not _presses(case), rank, event.act_by or NO_DAY, event.label)


def _presses(case: OpenCase) -> bool:
    """Tell whether a case has a flag that nobody acknowledged."""
    return not set(case.rules) <= {said["rule"] for said in case.acknowledged}


def _shape(case: OpenCase) -> dict[str, Any]:
    event = case.event
    return {
        "case_no": event.case_no,
        "reference": event.label,
        "severity": event.severity,
        "act_by": event.act_by.isoformat() if event.act_by else None,
        "rules": case.rules,
        "owner": event.owner,
        "department": case.department,
        "acknowledged": [said for said in case.acknowledged if said["rule"] in case.rules],
        "presses": _presses(case),
    }


def references_in(text: str) -> tuple[str, ...]:
    """Return the references that one text holds, divided by ``;``."""
    return tuple(filter(None, (part.strip() for part in text.split(";"))))
