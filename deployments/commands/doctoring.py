"""What ``doctor`` looks at: one line a thing, with the remedy where something is wrong."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from commissioning.errors import CommissioningError
from commissioning.services.bank_holidays import differences, read
from commissioning.services.service import NotData
from commissioning.settings import check_profile, find_profile
from commissioning.sources import SOURCES
from flows.workplace import database_url, home_folder, known_folders, read_profile
from models.store.engine import database_seconds, open_engine, reading
from models.store.erased_files import snapshots_kept
from models.store.known import latest_load_no, read_loads, stale_sources
from models.store.ledger import authorities, broken_links
from models.store.packs import packs_on_record
from models.store.schema import HEAD, schema_version
from tasks.bank_holidays import KEPT

LOW_DISK_BYTES = 1 << 30
CLOCK_SECONDS = 60


@dataclass(frozen=True)
class Line:
    """One thing looked at: whether it is well, what was seen, and the remedy where it is not."""

    what: str
    is_well: bool
    seen: str
    remedy: str = ""


def examine(authority: str) -> Iterator[Line]:
    """Yield a line for each thing that can be wrong here; with no authority, for the machine only."""
    home = home_folder()
    yield _home(home)
    yield _disk(home)
    engine = open_engine(database_url(home))
    try:
        version = schema_version(engine)
    except SQLAlchemyError as error:
        yield Line(
            "database", False, str(error).splitlines()[0], "check --database and that it is up"
        )
        return
    yield _schema(version)
    if version is None:
        return
    with reading(engine) as connection:
        yield _clock(database_seconds(connection))
        for name in [authority] if authority else authorities(connection):
            yield from _authority(connection, name, home)


def _home(home: Path) -> Line:
    mode = home.stat().st_mode & 0o777
    return Line("home", not mode & 0o077, f"{home}, mode {mode:o}", f"chmod 700 {home}")


def _disk(home: Path) -> Line:
    free = shutil.disk_usage(home).free
    return Line(
        "disk",
        free > LOW_DISK_BYTES,
        f"{free / 1e9:,.1f} GB free",
        "free some space: loads need it",
    )


def _schema(version: str | None) -> Line:
    if version is None:
        return Line("database", True, "nothing loaded yet: commissioning run-cycle makes it")
    remedy = "run any loading command to bring it up to date, or install the newer version"
    return Line("database", version == HEAD, f"schema {version}, this version knows {HEAD}", remedy)


def _clock(database: int) -> Line:
    apart = abs(time.time() - database)
    return Line(
        "clock",
        apart < CLOCK_SECONDS,
        f"{apart:,.0f} s from the database's",
        "set this machine's clock",
    )


def _authority(connection: Connection, name: str, home: Path) -> Iterator[Line]:
    yield _profile(name)
    yield from _bank_holidays(name, home)
    at = latest_load_no(connection, name)
    broken = broken_links(connection, name)
    yield Line(
        f"{name} ledger",
        not broken,
        f"{at} loads, chain {'broken at ' + ', '.join(map(str, broken)) if broken else 'whole'}",
        "a ledger row was changed by hand: restore the backup made before it",
    )
    if broken:
        return  # what the loads tell of the rest cannot be believed, nor always be read
    loads = read_loads(connection, name, load_no=at)
    stale = stale_sources(connection, name, load_no=at)
    yield Line(
        f"{name} sources",
        not stale,
        f"{len(loads)} loaded" + "".join(f"; {source}: {why}" for source, why in stale.items()),
        "do as the sentence says",
    )
    snapshots = snapshots_kept(connection, name).values()
    missing = [path for path in snapshots if not (home / "snapshots" / path).is_file()]
    yield Line(
        f"{name} snapshots",
        not missing,
        f"{len(snapshots)} kept, {len(missing)} missing",
        "restore the snapshots folder from the backup",
    )
    lost = [
        pack.path
        for pack in packs_on_record(connection, name)
        if not pack.erased_by and not (home / "packs" / pack.path).is_file()
    ]
    yield Line(
        f"{name} packs",
        not lost,
        f"{len(lost)} missing" if lost else "all there",
        "commissioning build-packs makes lost ones again",
    )


def _profile(name: str) -> Line:
    try:
        problems = check_profile(find_profile(name, known_folders(os.environ)), SOURCES)
    except CommissioningError as error:
        problems = [str(error)]
    return Line(
        f"{name} profile", not problems, problems[0] if problems else "right", "mend the profile"
    )


def _bank_holidays(name: str, home: Path) -> Iterator[Line]:
    """Yield how the authority's calendar agrees with GOV.UK's, where that was kept and has it."""
    file = home / KEPT
    try:
        calendar = read_profile(name).holidays
        published = read(file.read_bytes())[calendar]
    except (OSError, NotData, KeyError, CommissioningError):
        return  # never fetched, of a place GOV.UK does not tell of, or a profile that is told of above
    apart = differences(published, calendar)
    yield Line(
        f"{name} bank holidays",
        not apart,
        "; ".join(apart) or f"as on GOV.UK until {max(published, default=None)}",
        "install the newest version, or report it; working days are counted by ours until then",
    )
