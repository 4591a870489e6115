"""The open cases: which are meant, in the order in which they press. Nothing here waits for Prefect."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from commissioning.errors import RequestError, shown
from commissioning.rules import RULES
from models.store.case_acts import acknowledgements, departments, open_cases_by_subject
from models.store.cases import SEVERITIES, Subject
from models.store.engine import reading
from models.store.known import latest_load_no
from models.store.subjects import AGREEMENT
from tasks.one_agreement import one_called

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
        cases = chosen_cases(connection, authority, chosen, on)
    return [_shape(case) for case in sorted(cases, key=_order)]


def needed_cases(
    connection: Connection, authority: str, chosen: Chosen, on: date
) -> list[OpenCase]:
    """Return the chosen cases, most pressing first. Raises RequestError where there is none."""
    if found := sorted(chosen_cases(connection, authority, chosen, on), key=_order):
        return found
    raise RequestError(
        f"No open case of {authority} is meant by that; commissioning cases lists those there are."
    )


def chosen_cases(
    connection: Connection, authority: str, chosen: Chosen, on: date
) -> list[OpenCase]:
    """Return the open cases that fit all that is given, in no order but that of references."""
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
