"""The pack of one period: made, issued if it is new, and listed where people look for it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from commissioning.dates import Period, quarter_of
from commissioning.packs import index_page
from commissioning.packs.front import FrontEntry, front_page
from commissioning.packs.inputs import PackEntry
from commissioning.profile import Profile
from models.pack import Pack as PackRow
from models.store.engine import reading
from models.store.judgements import Asking
from models.store.known import asking_of
from models.store.lease import Lease
from models.store.packs import issued_packs, latest_pack, pack_before, packs_of
from tasks.deliver import complete_issue, deliver, sweep, write_whole
from tasks.judge import Answered
from tasks.render import render

AUTHORITY_SCOPE = "authority"


@dataclass(frozen=True)
class PackSlot:
    """Which pack: whose, of which period, for whom; where packs are kept."""

    profile: Profile
    engine: Engine
    folder: Path
    period: Period
    audience: str
    scope: str = AUTHORITY_SCOPE


def issue_pack(slot: PackSlot, answered: Answered, *, lease: Lease) -> PackRow:
    """Make the pack and return its row; the very same bytes as the last version are not issued again."""
    restore(slot)
    with reading(slot.engine) as connection:
        key = (slot.profile.name, slot.period.slug, slot.audience, slot.scope)
        before, latest = pack_before(connection, *key), latest_pack(connection, *key)
    pack = _render(slot, answered.asking, answered.judgement_no, before)
    digest = sha256(pack.html).hexdigest()
    if latest and latest.digest == digest:
        return latest
    version = latest.version + 1 if latest else 1
    authority, period, audience, scope = key
    row = PackRow(
        authority=authority,
        period=period,
        audience=audience,
        scope=scope,
        version=version,
        title=slot.profile.title,
        on_day=answered.asking.on,
        load_no=answered.asking.load_no,
        judgement_no=answered.judgement_no,
        previous_period=before.period if before else None,
        previous_version=before.version if before else None,
        digest=digest,
        path=f"{authority}/{period}/{audience}-{scope}-v{version}.html",
        headline=pack.headline,
    )
    deliver(pack.html, row, folder=slot.folder, lease=lease)
    return row


def restore(slot: PackSlot) -> None:
    """Finish what a killed run left of this period: files get their names, lost ones are made again."""
    with reading(slot.engine) as connection:
        rows = packs_of(connection, slot.profile.name, slot.period.slug)
    for lost in complete_issue(rows, slot.folder):
        _make_again(slot, lost)
    sweep(slot.profile.name, slot.period.slug, slot.folder)


def _make_again(slot: PackSlot, row: PackRow) -> None:
    """Write a lost file again from its recorded cut, if this version still makes the same bytes."""
    with reading(slot.engine) as connection:
        asking = asking_of(connection, row.authority, row.judgement_no)
        before = next(
            (
                pack
                for pack in packs_of(connection, row.authority, row.previous_period or "")
                if (pack.audience, pack.scope, pack.version)
                == (row.audience, row.scope, row.previous_version)
            ),
            None,
        )
    again = _render(slot, asking, row.judgement_no, before)
    if sha256(again.html).hexdigest() == row.digest:
        write_whole(slot.folder / row.path, again.html)


def _render(slot: PackSlot, asking: Asking, judgement_no: int, before: PackRow | None):  # type: ignore[no-untyped-def]
    return render(
        slot.profile,
        slot.engine,
        period=slot.period,
        audience=slot.audience,
        asking=asking,
        judgement_no=judgement_no,
        before=before,
    )


def publish_indexes(engine: Engine, folder: Path, profile: Profile) -> Path:
    """Write the authority's index page and the front page of all authorities; return the front page."""
    with reading(engine) as connection:
        packs = issued_packs(connection)
    start = profile.financial_year_start_md
    own = [_entry(pack, start) for pack in packs if pack.authority == profile.name]
    write_whole(folder / profile.name / "index.html", index_page(profile.title, own))
    latest = {pack.authority: pack for pack in sorted(packs, key=lambda pack: pack.on_day)}
    front = [
        FrontEntry(pack.title, f"{name}/index.html", _entry(pack, start))
        for name, pack in latest.items()
    ]
    return write_whole(folder / "index.html", front_page(front))


def _entry(pack: PackRow, start: tuple[int, int]) -> PackEntry:
    return PackEntry(
        period=quarter_of(pack.on_day, start),
        audience=pack.audience,
        scope=pack.scope,
        version=pack.version,
        href=pack.path.removeprefix(f"{pack.authority}/"),
        on=pack.on_day,
        headline=pack.headline,
    )
