"""A decision recorded: held to the register as known now, then stored with its row of the ledger."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.decisions.equality import Assessment, assessment_of
from commissioning.decisions.form import DecisionForm, must_be_whole
from commissioning.decisions.gate import ASKED_OF, CRITERIA, Criterion, Gate, gate
from commissioning.decisions.in_force import day, named
from commissioning.decisions.limits import (
    must_go_on,
    must_not_extend_too_far,
    must_not_vary_too_far,
)
from commissioning.decisions.stale import (
    must_be_no_second,
    must_not_be_stale,
    must_supersede_what_stands,
)
from commissioning.errors import RequestError, shown
from commissioning.profile import Profile
from commissioning.register import CLOSED_STATUSES, Register, empty
from models.decision import Decision
from models.metadata import table_of
from models.store.acts import record_act
from models.store.case_acts import Act, add_act, open_case_of
from models.store.decisions import (
    decision_digest,
    facts_at,
    last_told,
    next_decision_no,
    recorded_decisions,
)
from models.store.engine import publishing, reading
from models.store.erased_frames import erased_names
from models.store.facts import agreements_in_force, names_of, read_feed
from models.store.known import latest_load_no
from models.store.pages import agreements_called
from models.store.rows import insert_rows
from models.store.standing import DECISION
from models.store.story import similar_references
from tasks.step import step
from tasks.store import shaped

READ = ("extensions", "modifications", "notices")


@dataclass(frozen=True)
class OneAgreement:
    """All that a decision on an agreement is held to, as known now.

    ``told`` is the load that last told something of it; ``recorded`` the decisions recorded here.
    """

    agreement_id: int
    label: str
    told: int
    register: Register
    recorded: pd.DataFrame
    bare: pd.DataFrame

    @property
    def facts(self) -> pd.Series:
        """The agreement as the register has it."""
        return self.register.agreements.iloc[0]

    @property
    def standing(self) -> pd.DataFrame:
        """The recorded decisions that nothing has superseded."""
        return self.recorded[self.recorded["superseded_by"].isna()]


@step
def record(
    profile: Profile, engine: Engine, form: DecisionForm, *, on: date, recorded_on: date
) -> dict[str, object]:
    """Store a decision and close the case of its agreement; return it in the documented shape.

    ``on`` is the day it is recorded of and ``recorded_on`` the day of recording. Raises RequestError
    where it cannot be so, and ChangedMeanwhile where another was quicker.
    """
    must_be_whole(form, on=on)
    with reading(engine) as connection:
        made_of = form.expected_version or read_one(connection, profile, form.reference).told
    with publishing(engine) as connection:
        now = read_one(connection, profile, form.reference)
        must_supersede_what_stands(form, now.label, now.recorded)
        before = facts_at(connection, profile.name, now.agreement_id, load_no=made_of)
        facts = facts_at(connection, profile.name, now.agreement_id, load_no=now.register.load_no)
        must_not_be_stale(now.label, made_of, now.told, now.recorded, before, facts)
        must_be_no_second(form, now.label, now.told, now.standing)
        notes = held_to_register(form, now, profile)
        listed = assessments_listed(connection, profile, form, now)
        assessment = assessment_of(form, now.label, listed)
        notes += successor_notes(connection, profile, form, now)
        return _stored(connection, form, now, assessment, notes, on, recorded_on)


def version_of(profile: Profile, engine: Engine, reference: str) -> int:
    """Return the version of an agreement that a form is made of."""
    with reading(engine) as connection:
        return read_one(connection, profile, reference).told


def held_to_register(form: DecisionForm, now: OneAgreement, profile: Profile) -> list[str]:
    """Refuse a decision that the agreement's facts rule out; return what could not be told of it."""
    must_go_on(now.facts, CLOSED_STATUSES)
    must_not_extend_too_far(form, now.facts)
    varied = now.standing[
        (now.standing["outcome"] == "vary") & (now.standing["decision_no"] != form.supersedes)
    ]
    return must_not_vary_too_far(form, now.register, varied, profile.thresholds)


def read_one(connection: Connection, profile: Profile, reference: str) -> OneAgreement:
    """Return what is known now of the agreement that people call this.

    Raises RequestError where none is called so, or several parts are.
    """
    authority, name = profile.name, reference.strip()
    load_no = latest_load_no(connection, authority)
    agreement_id, label = one_called(connection, authority, name)
    facts = agreements_in_force(connection, authority, load_no, agreement_id=agreement_id)
    if facts.empty:
        raise RequestError(f"{label} is no longer in the register; explain {label} tells why.")
    names = names_of(facts)
    frames = {
        feed: read_feed(connection, authority, feed, load_no=load_no, names=names) for feed in READ
    }
    frames["extensions"] = frames["extensions"].assign(has_authority_column=True)
    agreements = facts.assign(providers=facts["provider_name"], provider_key=None, type_from=None)
    recorded = recorded_decisions(connection, authority, load_no=load_no, agreement_id=agreement_id)
    register = Register(
        authority=authority,
        load_no=load_no,
        agreements=shaped(agreements, "agreements"),
        payments=empty("payments"),
        loaded_feeds=frozenset(),
        decisions=empty("decisions"),
        **{feed: shaped(frame, feed) for feed, frame in frames.items()},
    )
    told = last_told(connection, authority, agreement_id, label)
    return OneAgreement(agreement_id, label, told, register, recorded, facts)


def one_called(connection: Connection, authority: str, name: str) -> tuple[int, str]:
    """Return the number and the label of the one agreement of that name.

    Raises RequestError naming what is most like it, or the parts that share it.
    """
    called = agreements_called(connection, authority, name)
    exact = called[called["label"] == name]
    found = exact if len(exact) == 1 else called
    if len(found) == 1:
        return int(found["agreement_id"].iloc[0]), str(found["label"].iloc[0])
    if len(found):
        labels = ", ".join(found["label"])
        raise RequestError(
            f"{shown(name)} has {len(found)} parts: {labels}; name the one decided on."
        )
    near = similar_references(connection, authority, name) if name else []
    hint = f"the most like it: {', '.join(near)}" if near else "check it in the register"
    raise RequestError(f"{authority} has no agreement {shown(name)}; {hint}.")


def assessments_listed(
    connection: Connection, profile: Profile, form: DecisionForm, now: OneAgreement
) -> pd.DataFrame:
    """Return the assessments under the reference that the form names, or under the agreement's own."""
    name = form.equality_assessment.strip()
    own = form.needs_no_assessment or not name or name == now.label
    names = (
        names_of(now.bare)
        if own
        else pd.DataFrame({"name": [name], "agreement_id": [now.agreement_id], "is_whole": [True]})
    )
    listed = read_feed(
        connection, profile.name, "equality", load_no=now.register.load_no, names=names
    )
    return listed[listed["agreement_id"].notna()]


def successor_notes(
    connection: Connection, profile: Profile, form: DecisionForm, now: OneAgreement
) -> list[str]:
    """Return a note where the successor is not in the register yet; refuse an agreement's own name."""
    name = form.successor_reference.strip()
    if not name:
        return []
    if name == now.label:
        raise RequestError(f"{name} cannot follow itself; name the agreement that comes after it.")
    if len(agreements_called(connection, profile.name, name)):
        return []
    return [f"The successor {name} is not in the register yet."]


def _stored(
    connection: Connection,
    form: DecisionForm,
    now: OneAgreement,
    assessment: Assessment,
    notes: list[str],
    on: date,
    recorded_on: date,
) -> dict[str, object]:
    """Store the decision, its row of the ledger and the close of the case."""
    authority = now.register.authority
    form = without_erased_names(connection, authority, form)
    verdict = gate(form.criteria) if form.outcome in ASKED_OF else None
    number = next_decision_no(connection, authority)
    case = open_case_of(connection, authority, now.agreement_id)
    said = {
        "decision_no": number,
        "agreement_id": now.agreement_id,
        "outcome": form.outcome,
        "decided_on": form.decided_on,
        "decided_by": form.decided_by.strip(),
        "authority_reference": form.authority_reference.strip(),
        "reason": form.reason.strip(),
        "successor_reference": form.successor_reference.strip() or None,
        "new_ends_on": form.new_ends_on,
        "value_change_pence": form.value_change_pence,
        "term_change_days": form.term_change_days,
        "equality_assessment": assessment.reference,
        "equality_status": assessment.status,
        "equality_reason": assessment.reason,
        "gate": verdict.verdict if verdict else None,
        "criteria": criteria_kept(form) if verdict else None,
        "supersedes": form.supersedes or None,
        "expected_version": now.told,
        "recorded_on": recorded_on,
        "case_no": case["case_no"] if case is not None else None,
    }
    row = Decision(authority=authority, load_no=0, **said)
    load = record_act(
        connection,
        authority,
        DECISION,
        digest=decision_digest(row),
        on=recorded_on,
        said=f"decision {number} on {now.label}: {form.outcome}",
    )
    kept = row.model_copy(update={"load_no": load.load_no})
    insert_rows(connection, table_of(Decision), [kept.model_dump()])
    if case is not None:
        act = Act(load, on, form.decided_by.strip(), form.reason.strip())
        ends_on = day(now.facts["ends_on"])
        decision = named(form.outcome, form.decided_on)
        add_act(connection, "decided", case, act, decision=decision, ends_on=ends_on)
    return shape(said, now.label, load.load_no, verdict, authority, notes)


def criteria_kept(form: DecisionForm) -> str:
    """Return the four criteria as they are kept, those of which nothing was said as unknown."""
    given = {name: form.criteria.get(name, Criterion()) for name in CRITERIA}
    return json.dumps({name: asdict(one) for name, one in given.items()}, ensure_ascii=False)


def without_erased_names(
    connection: Connection, authority: str, form: DecisionForm
) -> DecisionForm:
    """Return the form without the names of providers that were erased."""
    names = erased_names(connection, authority)
    if names is None:
        return form
    texts = ("decided_by", "authority_reference", "reason", "equality_reason")
    return replace(form, **{name: names.without(getattr(form, name)) for name in texts})


def shape(
    said: dict[str, object],
    label: str,
    load_no: int,
    verdict: Gate | None,
    authority: str,
    notes: list[str],
) -> dict[str, object]:
    """Return a recorded decision in the documented shape."""
    left_out = {"agreement_id", "equality_assessment", "equality_status", "equality_reason"}
    left_out |= {"gate", "criteria", "recorded_on"}
    told = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if name not in left_out
    }
    return {
        "authority": authority,
        "reference": label,
        **told,
        "equality": {
            "reference": said["equality_assessment"],
            "status": said["equality_status"],
            "reason": said["equality_reason"],
        },
        "gate": {"verdict": verdict.verdict, "open": list(verdict.open)} if verdict else None,
        "load_no": load_no,
        "notes": notes,
    }
