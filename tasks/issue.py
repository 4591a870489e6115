"""The pack of one period: made, issued if it is new, and listed where people look for it."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from commissioning.dates import Period
from commissioning.packs import index_page
from commissioning.packs.front import FrontEntry, front_page
from commissioning.packs.inputs import PackEntry
from commissioning.profile import Profile
from models.pack import Pack as PackRow
from models.store.engine import publishing, reading
from models.store.errors import AlreadyRunning
from models.store.judgements import Asking
from models.store.known import asking_of
from models.store.lease import Lease, lease
from models.store.packs import issued_packs, latest_pack, pack_before, packs_of, packs_on_record
from tasks.deliver import (
    complete_issue,
    deliver,
    deliver_again,
    half_issued,
    replace_index,
    sweep,
)
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
    restore(slot.profile, slot.engine, slot.folder, slot.period.slug)
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
        period_label=slot.period.label,
        starts_on=slot.period.starts_on,
        ends_on=slot.period.ends_on,
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


def restore_half_issued(profile: Profile, engine: Engine, folder: Path) -> None:
    """Finish what killed runs left of any period; one that another run works on is left to that run."""
    with reading(engine) as connection:
        rows = packs_on_record(connection, profile.name)
    for period in sorted(half_issued(rows, profile.name, folder)):
        with suppress(AlreadyRunning), lease(engine, profile.name, f"pack {period}"):
            restore(profile, engine, folder, period)


def restore(profile: Profile, engine: Engine, folder: Path, period: str) -> None:
    """Finish what a killed run left of a period: files get their names, lost ones are made again.

    The caller holds the lease on the period.
    """
    with reading(engine) as connection:
        rows = packs_of(connection, profile.name, period)
    for lost in complete_issue(rows, folder):
        slot = PackSlot(profile, engine, folder, _period(lost), lost.audience, lost.scope)
        _make_again(slot, lost)
    sweep(profile.name, period, folder)


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
        deliver_again(again.html, row, folder=slot.folder)


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
    # Nobody issues meanwhile: of two runs, the one that lists fewer packs must not write last.
    with publishing(engine) as connection:
        packs = issued_packs(connection)
        own = [_entry(pack) for pack in packs if pack.authority == profile.name]
        replace_index(folder / profile.name / "index.html", index_page(profile.title, own))
        latest = {pack.authority: pack for pack in sorted(packs, key=lambda pack: pack.on_day)}
        front = [
            FrontEntry(pack.title, f"{name}/index.html", _entry(pack))
            for name, pack in latest.items()
        ]
        return replace_index(folder / "index.html", front_page(front))


def _entry(pack: PackRow) -> PackEntry:
    return PackEntry(
        period=_period(pack),
        audience=pack.audience,
        scope=pack.scope,
        version=pack.version,
        href=pack.path.removeprefix(f"{pack.authority}/"),
        on=pack.on_day,
        headline=pack.headline,
    )


def _period(pack: PackRow) -> Period:
    return Period("quarter", pack.starts_on, pack.ends_on, pack.period_label, pack.period)
