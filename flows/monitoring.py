"""The packs of a period, one an audience."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from prefect import flow

from commissioning.dates import last_finished, quarter_of
from commissioning.errors import RequestError
from commissioning.packs.forms.document import document, must_be_possible
from flows.delivery import foretold, send_issued
from flows.due import day_due, is_due
from flows.profiling import issue_needs_profile
from flows.workplace import Workplace, open_workplace
from models.pack import Pack
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.lease import lease
from tasks.announce import announce_pack
from tasks.issue import issue_pack, restore_half_issued, write_as_known
from tasks.judge import ask_rules
from tasks.pack_files import document_beside, workbook_beside
from tasks.pack_indexes import publish_indexes
from tasks.slots import PackSlot
from tasks.step import flow_log
from tasks.whole_file import write_whole


@flow(name="build-packs", flow_run_name="build-packs {authority} {audience}")
def build_packs(
    authority: str,
    on: date | None = None,
    audience: Literal["dmt", "needs"] = "dmt",
    only_on_working_day: int = 0,
    known_at: str = "",
    output: str = "",
    pdf: bool = False,
    dry_run: bool = False,
) -> dict[str, object]:
    """Make the monitoring pack of a quarter, unless the very same has been issued already.

    Args:
        authority: Whose pack, by profile name.
        on: The day whose position the pack shows; it reports on the quarter that holds the day.
            Empty means the last day of the last finished quarter before this run was due.
        audience: Who the pack is for: dmt is the departmental management team. needs is the needs
            profile, which refresh-needs issues too; no rule is asked for it.
        only_on_working_day: For schedules: do nothing unless this is that working day of the
            month, by the authority's bank holidays. 0 means any day.
        known_at: Make the pack as it was, or would have been, known at a load (12) or on a day
            (2026-05-01), and write it to ``output``. Nothing is issued. Empty means all that is
            known now.
        output: The file that a pack of the past is written to.
        pdf: Make a PDF of each pack as well, beside its page.
        dry_run: Only say what would be issued and sent to whom; nothing is.
    """
    if bool(known_at) != bool(output):
        raise RequestError(
            "known_at and output go together: a pack of the past is not issued, it is written to a file."
        )
    if pdf:
        must_be_possible()
    workplace = open_workplace(authority)
    profile, engine = workplace.profile, workplace.engine
    start = profile.financial_year_start_md
    period = (
        quarter_of(on, start) if on else last_finished("quarter", day_due(None, profile), start)
    )
    if not is_due(only_on_working_day, profile):
        return {"period": period.label, "packs": []}
    if known_at:
        slot = PackSlot(profile, engine, workplace.packs, period, audience)
        return _as_known(slot, known_at, on or period.ends_on, Path(output))
    if audience == "needs":
        issued = issue_needs_profile(workplace, on=on or period.ends_on, dry_run=dry_run)
        return _told(workplace, period.label, [issued] if issued else [], pdf, dry_run)
    restore_half_issued(profile, engine, workplace.packs)
    with lease(engine, authority, f"pack {period.slug}") as held:
        answered = ask_rules(profile, engine, on=on or period.ends_on, lease=held)
        slot = PackSlot(profile, engine, workplace.packs, period, audience)
        issued = issue_pack(slot, answered, lease=held, dry_run=dry_run)
    if dry_run:
        return _told(workplace, period.label, [issued], pdf, dry_run)
    publish_indexes(engine, workplace.packs, profile)
    flow_log().info("%s %s: %s", authority, period.label, issued.headline)
    announce_pack(
        issued.path,
        f"{profile.title}, {period.label}",
        issued.headline,
        served_at=workplace.packs_address,
    )
    send_issued(workplace, [issued], on=workplace.today)
    return _told(workplace, period.label, [issued], pdf, dry_run)


def _told(
    workplace: Workplace, period: str, packs: Sequence[Pack], pdf: bool, dry_run: bool
) -> dict[str, object]:
    """Return the packs of a run in the documented shape, each with its PDF made if that is asked for."""
    told = {"period": period, "packs": [_issued(workplace, pack) for pack in packs]}
    if dry_run:
        return {**told, "deliveries": foretold(workplace, packs)}
    for page in (workplace.packs / pack.path for pack in packs if pdf):
        write_whole(document_beside(page), document(page.read_bytes()))
    return told


def _issued(workplace: Workplace, issued: Pack) -> dict[str, object]:
    """Return an issued pack in the documented shape."""
    html = workplace.packs / issued.path
    xlsx = str(workbook_beside(html)) if issued.forms_digest else None
    return _shape(issued.audience, issued.scope, html, issued.digest, xlsx)


def _as_known(slot: PackSlot, known_at: str, on: date, output: Path) -> dict[str, object]:
    """Write the pack of the past and return it in the documented shape."""
    with reading(slot.engine) as connection:
        load_no = load_no_at(connection, slot.profile.name, known_at)
    digest = write_as_known(slot, on=on, load_no=load_no, output=output)
    made = _shape(slot.audience, slot.scope, output, digest)
    flow_log().info("%s %s as known at load %s", slot.profile.name, slot.period.label, load_no)
    return {"period": slot.period.label, "packs": [made]}


def _shape(
    audience: str, scope: str, html: Path, digest: str, xlsx: str | None = None
) -> dict[str, object]:
    """Return a pack in the documented shape; one of the past is its page alone."""
    return {
        "audience": audience,
        "scope": scope,
        "html": str(html),
        "xlsx": xlsx,
        "sha256": digest,
    }
