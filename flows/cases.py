"""Cases in people's hands: acknowledged until a day, handed over to another."""

from datetime import date
from typing import Any

from prefect import flow

from commissioning.packs.wording import counted
from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import Workplace, open_workplace
from tasks.announce import announce_run
from tasks.cases import Grounds, acknowledge_cases, hand_over_cases
from tasks.open_cases import Chosen, references_in
from tasks.step import flow_log

SHOWN = 100  # of the cases, in the summary of a run


@flow(name="acknowledge", flow_run_name=run_name)
@form(
    until="Silent until",
    by="Acknowledged by",
    references="Only these agreements",
    rule="Only this rule",
    department="Only this department",
    owner="Only this owner",
)
def acknowledge(
    authority: str,
    until: date,
    reason: str,
    by: str,
    references: str = "",
    rule: str = "",
    department: str = "",
    owner: str = "",
    on: date | None = None,
) -> dict[str, object]:
    """Silence the flags of some cases until a day. They are counted all the same.

    Args:
        authority: Whose cases, by profile name.
        until: The last day on which they are silent.
        reason: Why they need not press until then; it is kept on record.
        by: Who acknowledges.
        references: Only the cases of these, several divided by a semicolon: A1; department:CLS.
        rule: Only the flags of this rule, by code name. Empty means every flag of the cases.
        department: Only cases of this department's agreements.
        owner: Only cases of this owner's.
        on: The day it is done. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    chosen = Chosen(references_in(references), owner.strip(), department.strip(), rule.strip())
    grounds = _grounds(workplace, by, reason, on)
    done: dict[str, Any] = acknowledge_cases(
        workplace.engine, authority, chosen, grounds, until=until
    )
    cases = done["acknowledged"]
    flow_log().info("%s: %s cases acknowledged", authority, len(cases))
    line = f"{counted(len(cases), 'case')} acknowledged until {until} by {by} (as typed): {reason}"
    announce_run(f"acknowledge {authority}", line, cases[:SHOWN], workplace.links)
    return done


@flow(name="hand-over", flow_run_name=run_name)
@form(
    to="New owner",
    by="Handed over by",
    from_owner="Only of this owner",
    department="Only of this department",
    references="Only these agreements",
)
def hand_over(
    authority: str,
    to: str,
    reason: str,
    by: str,
    from_owner: str = "",
    department: str = "",
    references: str = "",
    on: date | None = None,
) -> dict[str, object]:
    """Make some cases another's: all of one owner, all of a department, or those named.

    Args:
        authority: Whose cases, by profile name.
        to: Whose they are from now on.
        reason: Why; it is kept on record.
        by: Who hands them over.
        from_owner: Only cases of this owner's.
        department: Only cases of this department's agreements.
        references: Only the cases of these, several divided by a semicolon: A1; department:CLS.
        on: The day it is done. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    chosen = Chosen(references_in(references), from_owner.strip(), department.strip())
    grounds = _grounds(workplace, by, reason, on)
    done: dict[str, Any] = hand_over_cases(workplace.engine, authority, chosen, grounds, to=to)
    cases = done["handed_over"]
    flow_log().info("%s: %s cases handed over", authority, len(cases))
    line = f"{counted(len(cases), 'case')} handed over to {to} by {by} (as typed): {reason}"
    announce_run(f"hand-over {authority}", line, cases[:SHOWN], workplace.links)
    return done


def _grounds(workplace: Workplace, by: str, reason: str, on: date | None) -> Grounds:
    due = day_due(on, workplace.profile)
    return Grounds(by, reason, due, workplace.place.today or due)
