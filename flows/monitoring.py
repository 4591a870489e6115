"""The packs of a period, one an audience."""

from datetime import date
from pathlib import Path
from typing import Literal

from prefect import flow

from commissioning.dates import last_finished_quarter, quarter_of
from flows.due import day_due, is_due
from flows.workplace import open_workplace
from models.pack import Pack
from models.store.lease import lease
from tasks.announce import announce_pack
from tasks.issue import PackSlot, issue_pack, publish_indexes, restore_half_issued
from tasks.judge import ask_rules
from tasks.step import flow_log


@flow(name="build-packs", flow_run_name="build-packs {authority} {audience}")
def build_packs(
    authority: str,
    on: date | None = None,
    audience: Literal["dmt"] = "dmt",
    only_on_working_day: int = 0,
) -> dict[str, object]:
    """Make the monitoring pack of a quarter, unless the very same has been issued already.

    Args:
        authority: Whose pack, by profile name.
        on: The day whose position the pack shows; it reports on the quarter that holds the day.
            Empty means the last day of the last finished quarter before this run was due.
        audience: Who the pack is for: dmt is the departmental management team.
        only_on_working_day: For schedules: do nothing unless this is that working day of the
            month, by the authority's bank holidays. 0 means any day.
    """
    workplace = open_workplace(authority)
    profile, engine = workplace.profile, workplace.engine
    start = profile.financial_year_start_md
    period = quarter_of(on, start) if on else last_finished_quarter(day_due(None, profile), start)
    if not is_due(only_on_working_day, profile):
        return {"period": period.label, "packs": []}
    restore_half_issued(profile, engine, workplace.packs)
    with lease(engine, authority, f"pack {period.slug}") as held:
        answered = ask_rules(profile, engine, on=on or period.ends_on, lease=held)
        slot = PackSlot(profile, engine, workplace.packs, period, audience)
        issued = issue_pack(slot, answered, lease=held)
    publish_indexes(engine, workplace.packs, profile)
    flow_log().info("%s %s: %s", authority, period.label, issued.headline)
    announce_pack(
        issued.path,
        f"{profile.title}, {period.label}",
        issued.headline,
        served_at=workplace.packs_address,
    )
    return {"period": period.label, "packs": [_shape(issued, workplace.packs)]}


def _shape(pack: Pack, folder: Path) -> dict[str, object]:
    """Return an issued pack in the documented shape; there is no spreadsheet form yet."""
    return {
        "audience": pack.audience,
        "scope": pack.scope,
        "html": str(folder / pack.path),
        "xlsx": None,
        "sha256": pack.digest,
    }
