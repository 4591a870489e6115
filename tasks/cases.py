"""Cases in people's hands: acknowledged until a day, handed over. Each is an act on record."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from commissioning.decisions.form import must_have_come
from commissioning.errors import RequestError
from commissioning.packs.wording import counted
from models.store.acts import act_digest, record_act
from models.store.case_acts import Act, add_act
from models.store.engine import publishing
from models.store.erased_frames import erased_names
from models.store.standing import ACKNOWLEDGEMENT, HAND_OVER
from tasks.open_cases import Chosen, OpenCase, needed_cases
from tasks.step import step


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
        cases = needed_cases(connection, authority, chosen, grounds.on)
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
            for case in needed_cases(connection, authority, chosen, grounds.on)
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
