"""The packs of a period: for one audience, one about each of its scopes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from prefect import flow

from commissioning.dates import Period, last_finished, period_of
from commissioning.errors import CommissioningError, RequestError
from commissioning.packs.audiences import audience_named
from commissioning.packs.forms.document import must_be_possible
from commissioning.packs.wording import counted
from flows.delivery import foretold, make_documents, send_issued
from flows.due import day_due, is_due
from flows.form import form
from flows.profiling import NEEDS_AUDIENCE, issue_needs_profile
from flows.run_name import run_name
from flows.workplace import Workplace, most_wait, open_workplace
from models.pack import Pack
from models.store.cut import load_no_at
from models.store.engine import reading
from tasks.announce import (
    announce_link,
    announce_pack,
    announce_run,
    announce_table,
    progress_shown,
)
from tasks.gather import At, Gathered
from tasks.issue import Issued, issue_packs, restore, restore_half_issued, write_as_known
from tasks.judge import ask_rules
from tasks.pack_files import workbook_beside
from tasks.pack_indexes import publish_indexes
from tasks.scoping import slot_of, slots_of
from tasks.slots import PackSlot
from tasks.step import flow_log
from tasks.turns import in_turn

NAMED = 20


class PacksIncomplete(CommissioningError):
    """Some packs could not be made; the others were issued."""


@flow(name="build-packs", flow_run_name=run_name)
@form(audience="For whom", scope="About whom", dry_run="Only say what would be issued")
def build_packs(
    authority: str,
    on: date | None = None,
    audience: Literal["manager", "dmt", "public", "exempt", "provider", "needs"] = "dmt",
    scope: str = "",
    only_on_working_day: int = 0,
    known_at: str = "",
    output: str = "",
    pdf: bool = False,
    dry_run: bool = False,
) -> dict[str, object]:
    """Make the packs of a month, quarter or year, but for those of which the very same have been issued already.

    Args:
        authority: Whose packs, by profile name.
        on: The day whose position they show; they report on the period that holds the day. Empty
            means the last day of the last period that had finished when this run was due.
        audience: Whom they are for. manager: each contract manager, by month. dmt: the departmental
            management team, by quarter. public and exempt: part 1 and part 2 for cabinet and scrutiny,
            by year. provider: each provider, by quarter. needs: the needs profile, which refresh-needs
            issues too; no rule is asked for it.
        scope: What one pack is about, by name or as its file has it: a contract manager, a provider,
            or for dmt a department. Empty means every one; for dmt the authority as a whole.
        only_on_working_day: For schedules: do nothing unless this is that working day of the
            month, by the authority's bank holidays. 0 means any day.
        known_at: Make one pack as it was, or would have been, known at a load (12) or on a day
            (2026-05-01), and write it to the file below. Nothing is issued. Empty means all that is
            known now.
        output: The file, on the machine that runs this, that a pack of the past is written to.
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
    start, kind = profile.financial_year_start_md, audience_named(audience).period
    period = (
        period_of(kind, on, start) if on else last_finished(kind, day_due(None, profile), start)
    )
    on = on or period.ends_on
    if not is_due(only_on_working_day, profile):
        return {"period": period.label, "packs": []}
    slot = PackSlot(profile, engine, workplace.packs, period, audience)
    if known_at:
        return _as_known(slot, scope, known_at, on, Path(output))
    if audience == NEEDS_AUDIENCE:
        issued = issue_needs_profile(workplace, on=on, dry_run=dry_run, pdf=pdf)
        return _told(workplace, period.label, [issued] if issued else [], dry_run)
    restore_half_issued(profile, engine, workplace.packs)
    gathered = Gathered(profile, engine)
    with in_turn(engine, authority, f"pack {period.slug}", most_seconds=most_wait()) as held:
        restore(profile, engine, workplace.packs, period.slug)
        asked = ask_rules(profile, engine, on=on, lease=held).asked
        at = At(on, asked.asking.load_no, asked.judgement_no)
        slots = slots_of(slot, gathered, at, scope=scope)
        made = issue_packs(
            slots,
            asked,
            gathered,
            lease=held,
            dry_run=dry_run,
            progress=progress_shown(
                f"packs {authority} {audience}", f"Making packs for {audience}", "packs"
            ),
        )
    if not dry_run:
        publish_indexes(engine, workplace.packs, profile)
        if made.packs or not slots:
            _announce(workplace, period, audience, made.packs)
        if pdf:
            make_documents(workplace, made.packs)
        send_issued(workplace, made.packs, on=workplace.today)
    told = _told(workplace, period.label, made.packs, dry_run)
    _all_made(slots, made)
    return told


def _announce(workplace: Workplace, period: Period, audience: str, packs: Sequence[Pack]) -> None:
    """Say what was issued: of one pack its headline, of several how many."""
    profile, served_at = workplace.profile, workplace.packs_address
    key, title = f"build-packs {profile.name} {audience}", f"{profile.title}, {period.label}"
    shown = [f"{pack.scope}: {pack.headline}" for pack in packs[:NAMED]]
    announce_run(
        key, f"{title}: {counted(len(packs), 'pack')} for {audience}", shown, workplace.links
    )
    if len(packs) == 1:
        [pack] = packs
        flow_log().info("%s %s: %s", profile.name, period.label, pack.headline)
        announce_pack(pack.path, title, pack.headline, served_at=served_at)
        return
    made = (
        f"{len(packs):,} packs for {audience}" if packs else f"there is nothing to tell {audience}"
    )
    flow_log().info("%s %s: %s", profile.name, period.label, made)
    rows = [{"pack": pack.path, "headline": pack.headline} for pack in packs]
    announce_table(f"packs {profile.name} {audience}", rows, title)
    if served_at:
        index = f"{served_at.rstrip('/')}/{profile.name}/index.html"
        announce_link(f"packs {profile.name}", index, f"Packs of {profile.title}", made)


def _all_made(slots: Sequence[PackSlot], made: Issued) -> None:
    """Raise PacksIncomplete where any pack could not be made, naming each; of one alone, its own error."""
    if not made.failed:
        return
    if len(slots) == 1:
        raise next(iter(made.failed.values()))
    why = [f"{scope}: {str(error).rstrip('.')}" for scope, error in made.failed.items()]
    more = f"; and {len(why) - NAMED:,} more" if len(why) > NAMED else ""
    raise PacksIncomplete(
        f"{len(why):,} of {len(slots):,} packs could not be made: {'; '.join(why[:NAMED])}{more}."
    ) from next(iter(made.failed.values()))


def _told(
    workplace: Workplace, period: str, packs: Sequence[Pack], dry_run: bool
) -> dict[str, object]:
    """Return the packs of a run in the documented shape."""
    told = {"period": period, "packs": [_issued(workplace, pack) for pack in packs]}
    if dry_run:
        return {**told, "deliveries": foretold(workplace, packs)}
    return told


def _issued(workplace: Workplace, issued: Pack) -> dict[str, object]:
    """Return an issued pack in the documented shape."""
    html = workplace.packs / issued.path
    xlsx = str(workbook_beside(html)) if issued.forms_digest else None
    return _shape(issued.audience, issued.scope, html, issued.digest, xlsx)


def _as_known(
    slot: PackSlot, scope: str, known_at: str, on: date, output: Path
) -> dict[str, object]:
    """Write the pack of the past and return it in the documented shape."""
    profile = slot.profile
    with reading(slot.engine) as connection:
        load_no = load_no_at(connection, profile.name, known_at)
    gathered = Gathered(profile, slot.engine)
    slot = slot_of(slot, gathered, At(on, load_no, None), scope=scope)
    digest = write_as_known(slot, gathered, on=on, load_no=load_no, output=output)
    made = _shape(slot.audience, slot.scope, output, digest)
    flow_log().info("%s %s as known at load %s", profile.name, slot.period.label, load_no)
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
