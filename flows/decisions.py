"""What was decided, by whom, on what authority."""

from datetime import date
from typing import Literal

from prefect import flow, runtime

from commissioning.decisions.form import DecisionForm
from commissioning.decisions.gate import Criterion
from commissioning.errors import RequestError, shown
from commissioning.money import pence_in
from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace, signed_in_name
from tasks.announce import announce_decision
from tasks.decide import record
from tasks.step import flow_log

Outcome = Literal["recommission", "extend", "vary", "decommission", "insource", "let_lapse"]
Verdict = Literal["unknown", "met", "not_met"]


@flow(name="record-decision", flow_run_name=run_name)
@form(
    reference="Agreement",
    authority_reference="On what authority",
    successor_reference="Successor",
    equality_reason="Why no equality assessment is needed",
    new_ends_on="New last day",
    value_change_gbp="Change of value, in pounds",
    term_change_days="Change of term, in days",
    strategic_objectives="Serves the strategic objectives",
    strategic_objectives_evidence="Evidence of the strategic objectives",
    quality_assured="Quality is assured",
    quality_assured_evidence="Evidence of the quality",
    no_duplication="Duplicates no other service",
    no_duplication_evidence="Evidence of no duplication",
    competed="Let in competition",
    competed_evidence="Evidence of the competition",
    supersedes="Corrects decision number",
    expected_version="Version you saw",
    on="Day of recording",
)
def record_decision(
    authority: str,
    reference: str,
    outcome: Outcome,
    decided_by: str,
    authority_reference: str,
    reason: str,
    decided_on: date | None = None,
    successor_reference: str = "",
    equality_assessment: str = "",
    equality_reason: str = "",
    new_ends_on: date | None = None,
    value_change_gbp: str = "",
    term_change_days: int = 0,
    strategic_objectives: Verdict = "unknown",
    strategic_objectives_evidence: str = "",
    quality_assured: Verdict = "unknown",
    quality_assured_evidence: str = "",
    no_duplication: Verdict = "unknown",
    no_duplication_evidence: str = "",
    competed: Verdict = "unknown",
    competed_evidence: str = "",
    supersedes: int = 0,
    expected_version: int = 0,
    on: date | None = None,
) -> dict[str, object]:
    """Record what was decided of an agreement, which closes its case.

    Args:
        authority: Whose register, by profile name.
        reference: The agreement, as the register has it; one part where it has several (S1196/3).
        outcome: What was decided: recommission (procure again), extend, vary, decommission (end it
            as planned), insource, or let_lapse (let it run out).
        decided_by: Who decided: the office or the meeting. It is kept as typed here: this page does not
            know who is signed in.
        authority_reference: The decision's own reference: a minute, a delegation, a report.
        reason: Why, in a sentence.
        decided_on: The day it was decided. Empty means the day of recording.
        successor_reference: The agreement that follows, for recommission and insource.
        equality_assessment: The reference under which the register lists the equality impact
            assessment. Empty means the agreement's own. Write "none needed" where none is, with why.
        equality_reason: Why no equality impact assessment is needed.
        new_ends_on: For extend: the new last day.
        value_change_gbp: For vary: by how many pounds the whole value changes, such as -1200.50.
        term_change_days: For vary: by how many days the term changes. 0 means not at all.
        strategic_objectives: For recommission: whether it serves the strategic objectives.
        strategic_objectives_evidence: A link or reference that shows it.
        quality_assured: For recommission: whether the quality of its providers is assured.
        quality_assured_evidence: A link or reference that shows it.
        no_duplication: For recommission: whether it duplicates no other service.
        no_duplication_evidence: A link or reference that shows it.
        competed: For recommission: whether it is let in competition by the spending rules.
        competed_evidence: A link or reference that shows it.
        supersedes: The number of the recorded decision that this one corrects. 0 means none.
        expected_version: The agreement's version when this form was made, as explain shows it; where
            something was told since, it is refused. 0 means as it is when this run starts.
        on: The day it is recorded. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    due = day_due(on, workplace.profile)
    form = DecisionForm(
        reference=reference,
        outcome=outcome,
        decided_on=decided_on or due,
        decided_by=decided_by,
        authority_reference=authority_reference,
        reason=reason,
        successor_reference=successor_reference,
        equality_assessment=equality_assessment,
        equality_reason=equality_reason,
        new_ends_on=new_ends_on,
        value_change_pence=pence_of(value_change_gbp),
        term_change_days=term_change_days or None,
        criteria={
            "strategic_objectives": Criterion(strategic_objectives, strategic_objectives_evidence),
            "quality_assured": Criterion(quality_assured, quality_assured_evidence),
            "no_duplication": Criterion(no_duplication, no_duplication_evidence),
            "competed": Criterion(competed, competed_evidence),
        },
        supersedes=supersedes,
        expected_version=expected_version,
        entered_by=entered_by(),
    )
    today = workplace.place.today or due
    recorded = record(workplace.profile, workplace.engine, form, on=due, recorded_on=today)
    flow_log().info("%s: decision %s on %s", authority, recorded["decision_no"], reference)
    announce_decision(recorded)
    return recorded


def entered_by() -> str:
    """Return who is signed in where the command was given; nothing where a form was filled in in the UI.

    Prefect knows no users: neither who started a run from its form, nor who answered one that waits.
    """
    is_this_flow = runtime.flow_run.flow_name in (None, record_decision.name)
    return signed_in_name() if is_this_flow else ""


def pence_of(text: str) -> int | None:
    """Return an amount written in pounds as pence, or None where none is given."""
    pence, fault = pence_in(text, negative=True, currency="optional")
    if fault:
        raise RequestError(
            f"value_change_gbp {shown(text)} is no amount of pounds; write it as 1200.50."
        )
    return pence
