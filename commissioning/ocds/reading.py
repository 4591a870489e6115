"""A file of releases opened: packages, record packages or one release a line, in bounded memory.

The standard merges all releases of a process, which may stand anywhere in a file. So the file is read
once, each release pruned and put by its process into one of several temporary files, and these are
read back one after the other: a chunk holds whole processes, and never more of the file than its share.
The temporary files have no name, so that nothing is left behind by a run that is killed.
"""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zlib import crc32

import orjson
import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.json_reader import JsonCaps, Unreadable, open_json
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.periods import NO_TIME, instant_of
from commissioning.ocds.pruning import Release, pruned

HEADER = ("ocid", "release")
BYTES_A_PART = 16 << 20  # of the file as received, in each temporary file
CHUNK_RELEASES = 12_000
DAY = len("2025-04-01")
Row = tuple[Any, ...]  # row_no, then the columns
# A release stays the bytes that were read back: most of a chunk's memory is text, and text may take twice as much.
COLUMNS = {"_line": "int64", "ocid": "str", "day": "str", "faults": "str", "release": "object"}

# In one order, so that a release is the same whichever way its publisher's system writes it.
IN_ORDER = orjson.OPT_SORT_KEYS

COMPILED = (
    "The record holds no releases themselves, only what they came to; it is taken as one release."
)
NO_RELEASE = "What stands among the record's releases is none."
LINKED = "The record only says where its releases are to be had; load those releases instead."


def open_releases(path: Path, name: str, folder: Path | None) -> "OpenReleases":
    """Return a file of releases; ``name`` is what errors call it, ``folder`` is for temporary files."""
    return OpenReleases(path, name, folder)


@dataclass
class OpenReleases:
    """An opened file. A row is one release; its chunks hold whole processes.

    Its columns are the process, the ``day`` of the release as written, ``faults``, what is amiss with it,
    and ``release``, the part of it that is read, both as JSON, the latter in UTF-8.
    """

    path: Path
    name: str
    folder: Path | None = None
    header: tuple[str, ...] = HEADER
    is_workbook: bool = False
    rows: int = 0
    notes: tuple[str, ...] = ()
    not_data: list[tuple[int, int, str]] = field(default_factory=list)

    def chunks(self, rows: int = CHUNK_RELEASES) -> Iterator[pd.DataFrame]:
        """Yield whole processes, about so many releases at a time; one empty frame where there are none."""
        with ExitStack() as opened:
            parts = [
                opened.enter_context(TemporaryFile(dir=self.folder))
                for _ in range(self.path.stat().st_size // BYTES_A_PART + 1)
            ]
            with uncollected():
                counts = self._shared_out(parts)
            if not self.rows:
                yield _frame([])
            read = 0
            for some in _together(parts, counts, min(rows, CHUNK_RELEASES)):
                frame = _frame(list(chain.from_iterable(map(_read_back, some))))
                read += len(frame)
                yield frame
                del frame  # else two chunks are held while the next is read
            if read != self.rows:
                told = f"{read:,} releases came back of {self.rows:,}"
                raise BadFile(self.name, told, "check that the disk is well, and load it again")

    def _shared_out(self, parts: Sequence[IO[bytes]]) -> list[int]:
        """Put every release of the file into the part of its process; return how many each holds."""
        opened = open_json(self.path, self.name, arrays=("releases", "records"), caps=JsonCaps())
        counts = [0] * len(parts)
        row_no = 0
        for line, found in opened.each(hand_over=True):
            for release, faults in _releases_in(found):
                row_no += 1
                ocid, day = release.get("ocid"), str(release.get("date") or "")[:DAY]
                at = crc32(str(ocid).encode()) % len(parts)
                told = json.dumps(faults) if faults else ""
                cells = orjson.dumps([row_no, line, ocid, day, told])
                text = orjson.dumps(release, option=IN_ORDER)
                parts[at].write(b"%b\t%b\n" % (cells, text))  # no JSON has a raw tab in it
                counts[at] += 1
        self.rows, self.notes = row_no, opened.notes
        return counts


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many small objects without the collector going round them all again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _releases_in(found: Mapping[str, Any] | Unreadable) -> Iterator[tuple[Release, list[Fault]]]:
    """Yield the releases of an object of a file: itself, or those that a record embeds."""
    if isinstance(found, Unreadable):
        what = f"{found.what}; {found.remedy}"
        yield {}, [fault(("release",), "", "is_json", what, severity="critical")]
    elif not isinstance(found.get("releases"), list) and "compiledRelease" not in found:
        yield _checked(found)
    else:
        yield from _releases_of(found)


def _releases_of(record: Mapping[str, Any]) -> Iterator[tuple[Release, list[Fault]]]:
    """Yield the releases that a record embeds and, set aside, what it lists beside them; or what stands for all."""
    listed = record.get("releases")
    entries = listed if isinstance(listed, list) else []
    whole = record.get("compiledRelease")
    if any(map(_is_embedded, entries)):
        for at, entry in enumerate(entries):
            if _is_embedded(entry):
                yield _checked(entry)
            else:
                url = entry.get("url") if isinstance(entry, dict) else entry
                cause = LINKED if isinstance(entry, dict) else NO_RELEASE
                place = ("releases", str(at))
                yield {}, [fault(place, url, "releases_embedded", cause, severity="critical")]
    elif isinstance(whole, dict):
        release, faults = _checked(whole)
        faults.append(fault(("compiledRelease",), None, "releases_embedded", COMPILED))
        yield release, faults
    else:
        release, faults = _checked({"ocid": record.get("ocid")})
        faults = [fault(("releases",), None, "releases_embedded", LINKED, severity="critical")]
        yield release, faults


def _is_embedded(entry: Any) -> bool:
    """Return whether an entry is a release itself; a link to one has its address, and no process."""
    return isinstance(entry, dict) and ("ocid" in entry or "url" not in entry)


def _checked(found: Mapping[str, Any]) -> tuple[Release, list[Fault]]:
    """Return what is read of a release, named and dated, or with the faults that set it aside."""
    release, faults = pruned(found)
    date = release.get("date")
    if not release.get("ocid"):
        cause = "The release does not say which process it is of, so it can be merged with nothing."
        faults.append(fault(("ocid",), None, "is_recorded", cause, severity="critical"))
    if instant_of(date) == NO_TIME:
        cause = "Without a day and time a release cannot be put in order with the others of its process."
        name = "is_a_day" if date else "is_recorded"
        faults.append(fault(("date",), date, name, cause, severity="critical"))
    if not release.get("id"):
        text = json.dumps(release, sort_keys=True)
        release["id"] = f"{date}-{blake2b(text.encode(), digest_size=4).hexdigest()}"
        cause = "The release has no identifier; it goes by its date and a digest of its content."
        faults.append(fault(("id",), None, "release_id_recorded", cause))
    return release, faults


def _together(
    parts: Sequence[IO[bytes]], counts: Sequence[int], most: int
) -> Iterator[list[IO[bytes]]]:
    """Yield the parts that make one chunk each: together no more than ``most`` releases, or one part."""
    some: list[IO[bytes]] = []
    held = 0
    for part, count in zip(parts, counts, strict=True):
        if some and held + count > most:
            yield some
            some, held = [], 0
        some.append(part)
        held += count
    if held:
        yield some


def _read_back(part: IO[bytes]) -> list[Row]:
    part.seek(0)
    rows = []
    for told in part:
        cells, _, text = told.rstrip(b"\n").partition(b"\t")
        row_no, line, ocid, day, faults = orjson.loads(cells)
        rows.append((row_no, line, ocid or None, day, faults, text))
    return rows


def _frame(rows: list[Row]) -> pd.DataFrame:
    rows.sort(key=itemgetter(0))
    cells = list(zip(*rows, strict=True)) if rows else [()] * (1 + len(COLUMNS))
    columns = zip(COLUMNS, cells[1:], strict=True)
    frame = pd.DataFrame({name: pd.Series(cell, dtype=COLUMNS[name]) for name, cell in columns})
    return frame.set_axis(pd.Index(cells[0], name="row_no", dtype="int64"))
