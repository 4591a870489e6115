"""What must go out to tender and when, which notices are owed, who could provide."""

from datetime import date

from prefect import flow

from flows.due import day_due
from flows.form import form
from flows.run_name import run_name
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from tasks.announce import announce_run, announce_table
from tasks.judge import register_known_at
from tasks.market import look_at_market
from tasks.step import flow_log


@flow(name="refresh-market", flow_run_name=run_name)
@form()
def refresh_market(authority: str, on: date | None = None, known_at: str = "") -> dict[str, object]:
    """Say which statutory notices are owed, what must go out to tender and how few are paid for what.

    Args:
        authority: Whose market, by profile name.
        on: The day the question is asked. Empty means the day this run was due, so a late
            run still gives the answer it owed.
        known_at: Ask of the register as it was known at a load (12) or on a day (2026-05-01).
            Empty means all that is known now.
    """
    workplace = open_workplace(authority)
    profile, engine = workplace.profile, workplace.engine
    on = day_due(on, profile)
    with reading(engine) as connection:
        load_no = load_no_at(connection, authority, known_at or None)
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    market = look_at_market(register, profile, on=on)

    flow_log().info("%s on %s: %s", authority, on, market.line)
    for part, why in market.empty_states.items():
        flow_log().warning("%s: %s: %s", authority, part, why)
    for part, key, rows, what in (
        ("notices", "notices", market.notice_rows, "Statutory notices to see to"),
        ("tender_pipeline", "tenders", market.pipeline_rows, "Tenders to start within 18 months"),
        ("concentration", "markets", market.market_rows, "Who is paid for what, twelve months"),
    ):
        announce_table(f"{key} {authority}", rows, market.described(part, what))
    line = f"{profile.title}, {on}: {market.line}"
    points = [f"{part}: {why}" for part, why in market.empty_states.items()]
    announce_run(f"refresh-market {authority}", line, points, workplace.links)
    return market.shape
