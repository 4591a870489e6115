"""Bytes from a source, retried, kept as received."""

from pathlib import Path

import httpx
import stamina

from commissioning.errors import BadFile
from commissioning.ingest.archive import MAX_FILE_BYTES
from commissioning.ingest.snapshot import Kept, keep, keep_file
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from tasks.step import step

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
ATTEMPTS = 4
TOTAL_SECONDS = 600.0

PASSING = frozenset({429, 500, 502, 503, 504})


class Unavailable(Exception):
    """The service did not answer this time; asking again may help."""


@step
def fetch(profile: Profile, source: SourceSettings, *, snapshots: Path) -> Kept:
    """Return the source's file as it is now, kept under its digest in ``snapshots``.

    Raises BadFile when it is missing, not whole, or not what was asked for.
    """
    if source.url is None:
        return keep_file(profile.folder / str(source.path), snapshots, member=source.member)
    kept = download(source.url, snapshots)
    return keep_file(kept.path, snapshots, member=source.member) if source.member else kept


def download(url: str, folder: Path) -> Kept:
    """Return what ``url`` serves, kept; a passing fault is asked again, at most four times in all."""
    try:
        for attempt in stamina.retry_context(
            on=Unavailable, attempts=ATTEMPTS, timeout=TOTAL_SECONDS
        ):
            with attempt:
                return _download_once(url, folder)
    except Unavailable as error:
        raise BadFile(
            url, str(error), "try again later; the data already loaded stay as they are"
        ) from error
    raise AssertionError("the retries end in a file or an error")


def _download_once(url: str, folder: Path) -> Kept:
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=True, max_redirects=5) as client,
            client.stream("GET", url) as response,
        ):
            _must_be_data(url, response)
            return keep(_Body(response), _name(url), folder, limit=MAX_FILE_BYTES)
    except httpx.TransportError as error:
        raise Unavailable(f"the service did not answer ({type(error).__name__})") from error


def _must_be_data(url: str, response: httpx.Response) -> None:
    if response.status_code in PASSING:
        raise Unavailable(f"the service answered {response.status_code}")
    if response.status_code != httpx.codes.OK:
        raise BadFile(
            url, f"the service answered {response.status_code}", "check the address in the profile"
        )
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "text/html":
        raise BadFile(
            url,
            "the service sent a web page, not data",
            "check the address, and that no log-in is asked",
        )


def _name(url: str) -> str:
    return Path(httpx.URL(url).path).name or url


class _Body:
    """A response's body read like a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._blocks = response.iter_bytes()
        self._rest = b""

    def read(self, size: int) -> bytes:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
