"""What an authority's books and files look like: the findings that ``doctor`` and ``watch`` share."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from commissioning.packs.audiences import AUDIENCES
from commissioning.packs.stale import NEEDS_FEEDS
from commissioning.profile import Profile
from commissioning.watch.finding import Finding, digest_of
from commissioning.watch.freshness import Look, SourceState, freshness, looked_at
from commissioning.watch.gaps import IssuedPack, Year, months_missing, packs_missing, series_of
from commissioning.watch.leases import leases_finding
from commissioning.watch.runs import Deployment
from models.ledger import BEFORE_EDITIONS
from models.store.engine import database_seconds
from models.store.erased_files import snapshots_kept
from models.store.known import latest_load_no, read_loads, stale_sources
from models.store.ledger import broken_links
from models.store.packs import issued_packs, packs_on_record
from models.store.watching import given_back_at, leases_left


def look_at_ledger(connection: Connection, authority: str) -> Finding:
    """Tell whether the chain of an authority's loads is whole."""
    broken = broken_links(connection, authority)
    loads = latest_load_no(connection, authority)
    return Finding(
        f"{authority} ledger",
        not broken,
        f"{loads} loads, chain {'broken at ' + ', '.join(map(str, broken)) if broken else 'whole'}",
        "a ledger row was changed by hand: restore the backup made before it",
        digest_of(map(str, broken)),
    )


def look_at_books(connection: Connection, authority: str, home: Path) -> Iterator[Finding]:
    """Yield what is unwell of the sources refused, the files kept, the packs issued and the work begun."""
    at = latest_load_no(connection, authority)
    stale = stale_sources(connection, authority, load_no=at)
    loads = len(read_loads(connection, authority, load_no=at))
    yield Finding(
        f"{authority} sources",
        not stale,
        f"{loads} loaded" + "".join(f"; {source}: {why}" for source, why in stale.items()),
        "do as the sentence says",
        digest_of(f"{source} {why}" for source, why in stale.items()),
    )
    snapshots = snapshots_kept(connection, authority).values()
    missing = [path for path in snapshots if not (home / "snapshots" / path).is_file()]
    yield Finding(
        f"{authority} snapshots",
        not missing,
        f"{len(snapshots)} kept, {len(missing)} missing",
        "restore the snapshots folder from the backup",
        digest_of(missing),
    )
    lost = [
        pack.path
        for pack in packs_on_record(connection, authority)
        if not pack.erased_by and not (home / "packs" / pack.path).is_file()
    ]
    yield Finding(
        f"{authority} packs",
        not lost,
        f"{len(lost)} missing" if lost else "all there",
        "commissioning build-packs makes lost ones again",
        digest_of(lost),
    )
    yield leases_finding(authority, leases_left(connection, authority))


def look_at_editions(connection: Connection, profile: Profile, *, on: date) -> Iterator[Finding]:
    """Yield which sources are late, and which months of a monthly source were passed over."""
    loads = read_loads(connection, profile.name, load_no=latest_load_no(connection, profile.name))
    newest: dict[tuple[str, str], date] = {}
    for load in loads.itertuples():
        edition, loaded = load.edition_on.date(), load.loaded_on.date()
        day = loaded if edition == BEFORE_EDITIONS else edition
        key = (load.feed, series_of(load.slot))
        newest[key] = max(day, newest.get(key, day))
    sources = [
        SourceState(
            name,
            source.title,
            newest.get((source.feed, series_of(source.slot))),
            source.expected_every,
        )
        for name, source in profile.sources.items()
    ]
    yield from freshness(profile.name, sources, on=on)
    yield from months_missing(profile.name, zip(loads["feed"], loads["slot"], strict=True))


def look_at_schedules(
    connection: Connection, profile: Profile, deployments: Sequence[Deployment], *, on: date
) -> Iterator[Finding]:
    """Yield which sources no schedule has come to, and which packs were passed over."""
    scheduled = [each for each in deployments if each.schedules and not each.is_paused]
    if scheduled:
        yield looked_at(
            profile.name,
            _looks(given_back_at(connection, profile.name), profile, scheduled),
            now=database_seconds(connection),
        )
    issued = [
        IssuedPack(pack.audience, AUDIENCES[pack.audience].period, pack.ends_on)
        for pack in issued_packs(connection, profile.name)
        if pack.audience in AUDIENCES
    ]
    audiences = [each.audience for each in scheduled if each.flow == "build-packs"]
    year = Year(profile.financial_year_start_md, profile.holidays)
    yield from packs_missing(profile.name, issued, year, scheduled=audiences, on=on)


def _looks(
    given_back: dict[str, int], profile: Profile, scheduled: Sequence[Deployment]
) -> Iterator[Look]:
    """Yield when each source that a schedule brings was last looked at; never: since it was scheduled."""
    since = {each.flow: int(each.made_at.timestamp()) for each in scheduled}
    for name, source in profile.sources.items():
        flow = "refresh-needs" if source.feed in NEEDS_FEEDS else "refresh-register"
        if flow in since:
            last = given_back.get(f"load {name}/{source.slot}", 0)
            yield Look(name, flow, max(last, since[flow]))
