"""A decision recorded: held to the register as known now, then stored with its row of the ledger."""

import json
from dataclasses import asdict, replace
from datetime import date

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.decisions.equality import Assessment, assessment_of
from commissioning.decisions.form import DecisionForm, must_be_whole, must_have_come
from commissioning.decisions.gate import ASKED_OF, CRITERIA, Criterion, Gate, gate
from commissioning.decisions.in_force import day, named
from commissioning.decisions.limits import (
    must_go_on,
    must_not_extend_too_far,
    must_not_vary_too_far,
)
from commissioning.decisions.stale import (
    must_be_a_version,
    must_be_no_second,
    must_not_be_stale,
    must_supersede_what_stands,
)
from commissioning.errors import RequestError
from commissioning.profile import Profile
from commissioning.register import CLOSED_STATUSES
from models.decision import Decision
from models.metadata import table_of
from models.store.acts import record_act
from models.store.case_acts import Act, add_act, open_case_of
from models.store.decisions import (
    decision_digest,
    facts_at,
    next_decision_no,
    told_by_files,
)
from models.store.engine import publishing, reading
from models.store.erased_frames import erased_names
from models.store.facts import names_of, read_feed
from models.store.pages import agreements_called
from models.store.rows import insert_rows
from models.store.standing import DECISION
from tasks.one_agreement import OneAgreement, read_one, version_of
from tasks.step import step


@step
def record(
    profile: Profile, engine: Engine, form: DecisionForm, *, on: date, recorded_on: date
) -> dict[str, object]:
    """Store a decision and close the case of its agreement; return it in the documented shape.

    ``on`` is the day it is recorded of and ``recorded_on`` the day of recording. Raises RequestError
    where it cannot be so, and ChangedMeanwhile where another was quicker.
    """
    with reading(engine) as connection:
        now_at = version_of(connection, profile.name, form.reference)
    made_of = form.expected_version or now_at
    with publishing(engine) as connection:
        now = read_one(connection, profile, form.reference)
        must_supersede_what_stands(form, now.label, now.recorded)
        must_be_a_version(now.label, made_of, now.told)
        before = facts_at(connection, profile.name, now.agreement_id, load_no=made_of)
        facts = facts_at(connection, profile.name, now.agreement_id, load_no=now.register.load_no)
        files = told_by_files(connection, profile.name, now.agreement_id, now.label)
        must_not_be_stale(now.label, made_of, now.told, now.recorded, before, facts, files)
        must_be_no_second(form, now.label, now.told, now.standing, now.register.decisions)
        must_have_come(on, recorded_on)
        must_be_whole(form, on=on)
        notes = held_to_register(form, now, profile)
        listed = assessments_listed(connection, profile, form, now)
        assessment = assessment_of(form, now.label, listed)
        notes += successor_notes(connection, profile, form, now)
        return _stored(connection, form, now, assessment, notes, on, recorded_on)


def held_to_register(form: DecisionForm, now: OneAgreement, profile: Profile) -> list[str]:
    """Refuse a decision that the agreement's facts rule out; return what could not be told of it."""
    must_go_on(now.facts, CLOSED_STATUSES)
    must_not_extend_too_far(form, now.facts)
    varied = now.standing[now.standing["outcome"] == "vary"]
    return must_not_vary_too_far(form, now.register, varied, profile.thresholds)


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
    form, assessment = without_erased_names(connection, authority, form, assessment)
    verdict = gate(form.criteria) if form.outcome in ASKED_OF else None
    number = next_decision_no(connection, authority)
    case = open_case_of(connection, authority, now.agreement_id)
    said = {
        "decision_no": number,
        "agreement_id": now.agreement_id,
        "outcome": form.outcome,
        "decided_on": form.decided_on,
        "decided_by": form.decided_by.strip(),
        "entered_by": form.entered_by or None,
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
    connection: Connection, authority: str, form: DecisionForm, assessment: Assessment
) -> tuple[DecisionForm, Assessment]:
    """Return the form and what it rests on without the names of providers that were erased."""
    names = erased_names(connection, authority)
    if names is None:
        return form, assessment
    texts = ("decided_by", "authority_reference", "reason", "successor_reference")
    said = {name: names.without(getattr(form, name)) for name in texts}
    criteria = {
        name: replace(one, evidence=names.without(one.evidence))
        for name, one in form.criteria.items()
    }
    rests_on = {
        name: names.without(text)
        for name in ("reference", "reason")
        if (text := getattr(assessment, name)) is not None
    }
    return replace(form, criteria=criteria, **said), replace(assessment, **rests_on)


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
