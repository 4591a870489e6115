"""Bytes from a file or an address, asked again after a passing fault, kept as received."""

from dataclasses import dataclass
from pathlib import Path

import httpx

from commissioning.errors import BadFile
from commissioning.ingest.archive import MAX_FILE_BYTES
from commissioning.ingest.snapshot import Kept, keep, keep_file
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.services.packages import not_data
from tasks.http_client import REAL, Answered, Clock, Limits, ask, named
from tasks.patience import must_have_answered, patiently
from tasks.step import step

WAITS = {429: 60.0, 503: 60.0}
WEB_PAGES = frozenset({"text/html", "application/xhtml+xml"})
LIMITS = Limits(most_bytes=MAX_FILE_BYTES, total_seconds=3600.0)


@dataclass(frozen=True)
class Fetched:
    """A file as it was received, with the settings it is loaded by."""

    kept: Kept
    settings: SourceSettings
    notes: tuple[str, ...] = ()

    def settle(self) -> None:
        """Do nothing: a file leaves nothing behind but itself."""


@step
def fetch(
    profile: Profile,
    source: SourceSettings,
    *,
    snapshots: Path,
    clock: Clock = REAL,
    limits: Limits = LIMITS,
) -> Kept:
    """Return the source's file as it is now, kept under its digest in ``snapshots``.

    Raises BadFile when it is missing, not whole, or not what was asked for.
    """
    if source.url is None:
        return keep_file(profile.folder / str(source.path), snapshots, member=source.member)
    url = source.url

    def take(answered: Answered) -> Kept:
        must_have_answered(answered, waits=WAITS)
        _must_be_data(answered)
        return keep(answered, _name(url), snapshots)

    def download() -> Kept:
        return ask(url, profile.allowed, take, limits=limits)

    kept = patiently(download, named(url), clock=clock)
    return keep_file(kept.path, snapshots, member=source.member) if source.member else kept


def _must_be_data(answered: Answered) -> None:
    kind = answered.headers.get("content-type", "").partition(";")[0].strip().lower()
    instead = "a web page" if kind in WEB_PAGES else not_data(answered.peek())
    if instead:
        raise BadFile(
            named(answered.address),
            f"source returned not-data ({instead})",
            "check the address, and that no log-in is asked; what was loaded before stands",
        )


def _name(url: str) -> str:
    return Path(httpx.URL(url).path).name or named(url)
