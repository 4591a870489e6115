"""Which agreements need a decision, by when, and why."""

from dataclasses import replace
from datetime import date

from prefect import flow

from commissioning.errors import RequestError
from commissioning.packs.wording import counted
from flows import waiting
from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.lease import lease
from tasks.announce import announce_run, announce_table
from tasks.judge import ask_rules
from tasks.recall import recall_flags
from tasks.silence import silenced_flags
from tasks.step import flow_log


@flow(name="flag-contracts", flow_run_name=run_name)
@form(wait_for_decision="Wait for a decision", decide_on="Agreement to decide on")
def flag_contracts(
    authority: str,
    on: date | None = None,
    known_at: str = "",
    wait_for_decision: bool = False,
    decide_on: str = "",
) -> dict[str, object]:
    """Ask every rule of every live agreement and keep one case for each that needs a decision.

    Args:
        authority: Whose register, by profile name.
        on: The day the question is asked. Empty means the day this run was due, so a late
            run still gives the answer it owed.
        known_at: Ask of the register as it was known at a load (12) or on a day (2026-05-01).
            Nothing is kept and no case changes. Empty means all that is known now.
        wait_for_decision: Pause once it is asked, until somebody fills in a decision in the UI, and
            record it. What cannot be recorded is asked again with the reason.
        decide_on: The agreement to wait for. Empty means that of the most severe open case.
    """
    if wait_for_decision:
        waiting.must_have_server()
        if known_at:
            raise RequestError("wait_for_decision decides now; leave known_at out.")
    elif decide_on:
        raise RequestError("decide_on says what to wait for; give wait_for_decision with it.")
    workplace = open_workplace(authority)
    profile, engine = workplace.profile, workplace.engine
    on = day_due(on, profile)
    if known_at:
        with reading(engine) as connection:
            load_no = load_no_at(connection, authority, known_at)
        flags = recall_flags(profile, engine, on=on, load_no=load_no)
    else:
        with lease(engine, authority, "judge") as held:
            flags = ask_rules(profile, engine, on=on, lease=held).flags
    flow_log().info("%s on %s: %s", authority, on, flags.line)
    silenced = silenced_flags(engine, authority, on=on, known_at=known_at)
    flags = replace(flags, silenced=silenced)
    announce_table(f"flags {authority}", flags.rows, f"What needs a decision on {on}")
    line = f"{profile.title}, {on}: {counted(len(flags.rows), 'flag')}"
    announce_run(f"flag-contracts {authority}", line, [flags.line], workplace.links)
    if wait_for_decision:
        waiting.wait_for_decision(workplace, decide_on, on=on)
    return flags.shape
