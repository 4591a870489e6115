"""The events that one judgement makes of the cases: what is decided, opened, updated and closed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.case import CaseEvent
from models.store.decided_cases import Basis, Decided, Subject

OVER = ("closed", "decided")


@dataclass(frozen=True)
class Flagged:
    """The case that a flagged subject should have: highest severity, earliest day to act by."""

    label: str
    severity: str
    act_by: date | None
    rules: tuple[str, ...]


@dataclass
class CaseBook:
    """The cases before a judgement, by their subject's last event, and the events it adds."""

    authority: str
    judgement_no: int
    on: date
    decided: Decided
    last: Mapping[Subject, Any]
    next_no: int
    events: list[CaseEvent] = field(default_factory=list)
    settled: set[Subject] = field(default_factory=set)

    def is_open(self, subject: Subject) -> bool:
        """Tell whether a subject has an open case that nothing here has decided."""
        case = self.last.get(subject)
        return case is not None and case.kind not in OVER and subject not in self.settled

    def settle(self, subject: Subject, basis: Basis, flagged: Flagged | None) -> None:
        """Close a subject's case as decided, or keep what was flagged when it was, without a case."""
        case, decision = self.last.get(subject), self.decided.on(subject)
        stands = case if self.is_open(subject) else flagged
        if decision is None or stands is None:
            return
        self.settled.add(subject)
        self._add(
            subject,
            "decided",
            label=stands.label,
            severity=stands.severity,
            act_by=stands.act_by,
            rules=json.dumps(sorted(basis.rules)),
            ends_on=basis.ends_on,
        )

    def want(self, subject: Subject, flagged: Flagged, basis: Basis | None) -> None:
        """Open a case for what is flagged, or bring the open one up to date."""
        said = {
            "label": flagged.label,
            "severity": flagged.severity,
            "act_by": flagged.act_by,
            "rules": json.dumps(list(flagged.rules)),
        }
        if self.is_open(subject):
            case = self.last[subject]
            if any(getattr(case, name) != value for name, value in said.items()):
                self._add(subject, "updated", **said)
            return
        decision = self.decided.on(subject)
        ends_on = decision.ends_on if decision else None
        why = basis.why_not(frozenset(flagged.rules), ends_on) if basis and basis.rules else None
        self._add(subject, "opened", reason=why, **said)

    def close(self, subject: Subject) -> None:
        """Close the case of a subject of which nothing is flagged any more."""
        case = self.last[subject]
        said = {name: getattr(case, name) for name in ("label", "severity", "act_by")}
        self._add(subject, "closed", rules="[]", **said)

    def _add(self, subject: Subject, kind: str, **said: Any) -> None:
        case, decision = self.last.get(subject), self.decided.on(subject)
        if case is None or kind == "opened":
            number, event = self.next_no, 1
            self.next_no += 1
        else:
            number, event = case.case_no, case.event_no + 1
        self.events.append(
            CaseEvent(
                authority=self.authority,
                case_no=number,
                event_no=event,
                subject_kind=subject[0],
                subject_id=subject[1],
                kind=kind,
                judgement_no=self.judgement_no,
                on_day=self.on,
                owner=case.owner if case is not None else None,
                decision=decision.decision if decision else None,
                **said,
            )
        )
