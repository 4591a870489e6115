"""Everything that can be unwell here, looked at: what ``doctor`` shows and ``watch`` tells of."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from commissioning.errors import CommissioningError
from commissioning.profile import Profile
from commissioning.services.bank_holidays import differences, read
from commissioning.services.service import NotData
from commissioning.settings import check_profile, find_profile
from commissioning.sources import SOURCES
from commissioning.watch.finding import Finding, digest_of, listed
from commissioning.watch.machine import clock_finding, disk_finding, home_finding, schema_finding
from commissioning.watch.runs import SERVER, ServerState, server_findings
from flows.workplace import (
    database_url,
    home_folder,
    known_folders,
    known_server,
    notification_addresses,
    read_profile,
)
from models.store.engine import database_seconds, open_engine, reading
from models.store.ledger import authorities
from models.store.schema import HEAD, schema_version
from models.store.watching import workers_alive
from tasks.bank_holidays import KEPT
from tasks.look import look_at_books, look_at_editions, look_at_ledger, look_at_schedules
from tasks.prefect_api import ask_server


def examine(
    authority: str, on: date | None = None, environment: Mapping[str, str] = os.environ
) -> Iterator[Finding]:
    """Yield a finding for each thing that can be wrong here; with no authority, for all that have loads.

    ``on`` is the day that lateness is counted to; empty means today, where each authority is.
    """
    home = home_folder(environment)
    yield home_finding(str(home), home.stat().st_mode & 0o777)
    yield disk_finding(shutil.disk_usage(home).free)
    engine = open_engine(database_url(home, environment))
    try:
        version = schema_version(engine)
    except SQLAlchemyError as error:
        seen = str(error).splitlines()[0]
        yield Finding("database", False, seen, "check --database and that it is up", "silent")
        return
    yield schema_finding(version, HEAD)
    if version != HEAD:
        return  # an older schema has no place for some of what would be asked
    with reading(engine) as connection:
        yield clock_finding(time.time() - database_seconds(connection))
        is_told = False  # of several authorities' one server, once
        for name in [authority] if authority else authorities(connection):
            for finding in _authority(connection, name, home, on, environment):
                if finding.what != SERVER or not is_told:
                    yield finding
                is_told = is_told or finding.what == SERVER


def _authority(
    connection: Connection,
    name: str,
    home: Path,
    on: date | None,
    environment: Mapping[str, str],
) -> Iterator[Finding]:
    yield _profile_finding(name, environment)
    profile = _profile(name, environment)
    if profile:
        yield from _bank_holidays(profile, home)
        yield from _notifications(profile, environment)
    ledger = look_at_ledger(connection, name)
    yield ledger
    if ledger.is_well:  # else what the loads tell cannot be believed, nor always be read
        yield from look_at_books(connection, name, home)
    server = server_state(name, home, environment)
    if server:
        workers = workers_alive(connection, name)
        yield from server_findings(name, server, workers, now=datetime.now(UTC))
    if profile and ledger.is_well:
        day = on or datetime.now(ZoneInfo(profile.timezone)).date()
        yield from look_at_editions(connection, profile, on=day)
        if not server or not server.trouble:  # what a silent server has scheduled is not known
            deployments = server.deployments if server else ()
            yield from look_at_schedules(connection, profile, deployments, on=day)


def server_state(
    authority: str, home: Path, environment: Mapping[str, str] = os.environ
) -> ServerState | None:
    """Return what the server tells of an authority; None where no server is set, nor serves this home."""
    server = known_server(home, environment)
    if server is None:
        return None
    return ask_server(server.address, server.password, authority, now=datetime.now(UTC))


def _profile_finding(name: str, environment: Mapping[str, str]) -> Finding:
    try:
        problems = check_profile(find_profile(name, known_folders(environment)), SOURCES)
    except CommissioningError as error:
        problems = [str(error)]
    seen = problems[0] if problems else "right"
    return Finding(f"{name} profile", not problems, seen, "mend the profile", digest_of(problems))


def _profile(name: str, environment: Mapping[str, str]) -> Profile | None:
    try:
        return read_profile(name, environment)
    except CommissioningError:
        return None  # which was told of


def _bank_holidays(profile: Profile, home: Path) -> Iterator[Finding]:
    """Yield how the authority's calendar agrees with GOV.UK's, where that was kept and has it."""
    calendar = profile.holidays
    try:
        published = read((home / KEPT).read_bytes())[calendar]
    except (OSError, NotData, KeyError):
        return  # never fetched, or of a place that GOV.UK does not tell of
    apart = differences(published, calendar)
    yield Finding(
        f"{profile.name} bank holidays",
        not apart,
        "; ".join(apart) or f"as on GOV.UK until {max(published, default=None)}",
        "install the newest version, or report it; working days are counted by ours until then",
        digest_of(apart),
    )


def _notifications(profile: Profile, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield whether every variable that the profile names for an address holds one."""
    if names := profile.notifications.urls:
        held = notification_addresses(profile, environment)
        yield listed(
            f"{profile.name} notifications",
            ((name, f"{name} is not set") for name in names if name not in held),
            otherwise=f"{len(held)} addresses",
            remedy="set the variable to the address, for serve and the worker too",
        )
