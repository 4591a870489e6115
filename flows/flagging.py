"""Which agreements need a decision, by when, and why."""

from datetime import date

from prefect import flow

from flows.due import day_due
from flows.workplace import open_workplace
from models.store.lease import lease
from tasks.announce import announce_table
from tasks.judge import ask_rules
from tasks.step import flow_log


@flow(name="flag-contracts", flow_run_name="flag-contracts {authority}")
def flag_contracts(authority: str, on: date | None = None) -> dict[str, object]:
    """Ask every rule of every live agreement and keep one case for each that needs a decision.

    Args:
        authority: Whose register, by profile name.
        on: The day the question is asked. Empty means the day this run was due, so a late
            run still gives the answer it owed.
    """
    workplace = open_workplace(authority)
    on = day_due(on, workplace.profile)
    with lease(workplace.engine, authority, "judge") as held:
        flags = ask_rules(workplace.profile, workplace.engine, on=on, lease=held).flags
    flow_log().info("%s on %s: %s", authority, on, flags.line)
    announce_table(f"flags {authority}", flags.rows, f"What needs a decision on {on}")
    return flags.shape
