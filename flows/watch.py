"""What is late, missing, stuck or unwell: told once, and interrupted runs started again."""

import os
from dataclasses import asdict
from datetime import UTC, date, datetime

from prefect import flow

from commissioning.watch.finding import Finding
from commissioning.watch.runs import PrefectRun, interrupted, to_run_again
from commissioning.watch.telling import news
from flows.due import day_due
from flows.examining import examine, server_state
from flows.form import form
from flows.run_name import run_name
from flows.workplace import Workplace, known_server, notification_addresses, open_workplace
from models.store.engine import publishing, reading
from models.store.watching import read_told, record_told, workers_alive
from tasks.announce import announce_run, announce_table
from tasks.notify import notify
from tasks.prefect_api import start_again
from tasks.step import flow_log


@flow(name="watch", flow_run_name=run_name)
@form(on="Late by")
def watch(authority: str, on: date | None = None) -> dict[str, object]:
    """Say what is late, missing, stuck or unwell, tell people of what is new, start interrupted runs again.

    Each fault is told once until it changes, and once when it is well again. An interrupted run is
    started again once.

    Args:
        authority: Whose sources, packs and runs, by profile name.
        on: The day that lateness is counted to. Empty means the day this run was due.
    """
    workplace = open_workplace(authority)
    day = day_due(on, workplace.profile)
    again = _start_again(workplace)
    findings = list(examine(authority, day))
    told = _tell(workplace, findings, day)
    rows = [
        {"state": "well" if each.is_well else "WRONG", "what": each.what, "seen": each.seen}
        | {"to do": "" if each.is_well else each.remedy}
        for each in sorted(findings, key=lambda each: each.is_well)
    ]
    announce_table(f"watch {authority}", rows, f"What is unwell, and what is well, on {day}")
    wrong = sum(not each.is_well for each in findings)
    flow_log().info("%s on %s: %d of %d looked at are unwell", authority, day, wrong, len(findings))
    line = f"{authority} on {day}: {wrong:,} of {len(findings):,} looked at are unwell"
    points = [f"{each.what}: {each.seen}" for each in findings if not each.is_well]
    announce_run(f"watch {authority}", line, points, workplace.links)
    return {
        "authority": authority,
        "on": day.isoformat(),
        "findings": [asdict(each) for each in findings],
        "told": told,
        "started_again": [run.name for run in again],
    }


def _start_again(workplace: Workplace) -> list[PrefectRun]:
    """Start the runs again that were interrupted, each once, and return those that the server took."""
    authority, server = workplace.profile.name, known_server(workplace.home)
    state = server_state(authority, workplace.home)
    if server is None or state is None:
        return []
    with reading(workplace.engine) as connection:
        workers = workers_alive(connection, authority)
    now = datetime.now(UTC)
    runs = to_run_again(state, interrupted(state, workers, now=now), now=now)
    taken = start_again(server.address, server.password, runs)
    for run in taken:
        flow_log().warning("%s: %s was interrupted and is started again", authority, run.name)
    return taken


def _tell(workplace: Workplace, findings: list[Finding], on: date) -> list[dict[str, object]]:
    """Tell each address what it was not told yet; one that does not take it is told the next time."""
    profile, engine = workplace.profile, workplace.engine
    told: list[dict[str, object]] = []
    for target, address in notification_addresses(profile, os.environ).items():
        with reading(engine) as connection:
            fresh = news(findings, read_told(connection, profile.name, target))
        if not fresh.title:
            continue
        trouble = notify(address, f"{profile.title}: {fresh.title}", fresh.body)
        if trouble:
            flow_log().warning(
                "%s: the address in %s was not told, and is the next time: %s",
                *(profile.name, target, trouble),
            )
        else:
            faults = {each.what: each.key for each in fresh.faults}
            mended = [each.what for each in fresh.mended]
            with publishing(engine) as connection:
                record_told(connection, profile.name, target, faults, mended, on=on)
        told.append({"target": target, "title": fresh.title, "trouble": trouble})
    return told
