"""The pages that list packs: of an authority, of each of its periods, and the front page of all authorities."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from commissioning.dates import Period
from commissioning.packs.audiences import audience_named
from commissioning.packs.front import FrontEntry, front_page
from commissioning.packs.index import index_page, period_page
from commissioning.packs.inputs import PackEntry, Withdrawal
from commissioning.packs.scopes import AUTHORITY_SCOPE
from commissioning.profile import Profile
from models.pack import Pack as PackRow
from models.pack_withdrawal import PackWithdrawal
from models.store.engine import publishing
from models.store.packs import Key, issued_packs, key_of, packs_on_record, withdrawals
from tasks.deliver import replace_index
from tasks.pack_files import workbook_beside

INDEX = "index.html"


def publish_indexes(engine: Engine, folder: Path, profile: Profile) -> Path:
    """Write the pages of an authority and the front page of all authorities; return the front page."""
    # Nobody issues meanwhile: of two runs, the one that lists fewer packs must not write last.
    with publishing(engine) as connection:
        packs = issued_packs(connection)
        withdrawn = withdrawals(connection, profile.name)
        rows = packs_on_record(connection, profile.name)
        in_force = {key_of(pack) for pack in packs}
        by_key = {key_of(row): row for row in rows if not row.erased_by}
        own = [
            _entry(by_key, key, withdrawn) for key in by_key if key in in_force | withdrawn.keys()
        ]
        _write_pages(
            folder / profile.name, profile.title, own, sorted({row.period for row in rows})
        )
        latest = {pack.authority: pack for pack in sorted(packs, key=_in_front)}
        front = [
            FrontEntry(
                pack.title, f"{name}/{INDEX}", _entry({key_of(pack): pack}, key_of(pack), {})
            )
            for name, pack in latest.items()
        ]
        return replace_index(folder / INDEX, front_page(front))


def recorded_period(pack: PackRow) -> Period:
    """Return the period of an issued pack, as it was then."""
    kind = audience_named(pack.audience).period
    return Period(kind, pack.starts_on, pack.ends_on, pack.period_label, pack.period)


def _write_pages(
    folder: Path, title: str, own: Sequence[PackEntry], periods: Sequence[str]
) -> None:
    """Write the authority's page, and of the pages of its periods those that say something else now."""
    listed = {entry.period.slug: entry.period for entry in own}
    for slug in periods:
        page = folder / slug / INDEX
        if slug not in listed:  # all that was issued of it was erased
            page.unlink(missing_ok=True)
            continue
        content = period_page(title, own, listed[slug])
        if not page.exists() or page.read_bytes() != content:
            replace_index(page, content)
    replace_index(folder / INDEX, index_page(title, own))


def _in_front(pack: PackRow) -> tuple[bool, bool, date]:
    """Return the order in which an authority's packs take its line of the front page: the last has it.

    One about the whole authority that nothing keeps from its readers goes before any other.
    """
    audience = audience_named(pack.audience)
    is_of_all = pack.scope == AUTHORITY_SCOPE and audience.part != "exempt"
    return (is_of_all, audience.asks_rules, pack.on_day)


def _entry(rows: dict[Key, PackRow], key: Key, withdrawn: dict[Key, PackWithdrawal]) -> PackEntry:
    pack, taken_back = rows[key], withdrawn.get(key)
    href = pack.path.removeprefix(f"{pack.authority}/")
    return PackEntry(
        period=recorded_period(pack),
        audience=pack.audience,
        scope=pack.scope,
        version=pack.version,
        href=href,
        on=pack.on_day,
        headline=pack.headline,
        workbook=workbook_beside(Path(href)).as_posix() if pack.forms_digest else "",
        before=_before(rows, pack),
        withdrawal=taken_back
        and Withdrawal(taken_back.on_day, taken_back.acted_by, taken_back.reason),
    )


def _before(rows: dict[Key, PackRow], pack: PackRow) -> tuple[str, str] | None:
    """Return the label and the headline of the pack that this one compares itself with."""
    if pack.previous_period is None or pack.previous_version is None:
        return None
    key = (pack.authority, pack.previous_period, pack.audience, pack.scope, pack.previous_version)
    before = rows.get(key)
    return before and (before.period_label, before.headline)
