"""A file of releases opened: packages, record packages or one release a line, in bounded memory.

The standard merges all releases of a process, which may stand anywhere in a file. So the file is read
once, each release pruned and put by its process into one of several temporary files, and these are
read back one after the other: a chunk holds whole processes, and never more of the file than its share.
The temporary files have no name, so that nothing is left behind by a run that is killed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zlib import crc32

import pandas as pd

from commissioning.errors import BadFile
from commissioning.ingest.json_reader import JsonCaps, Unreadable, open_json
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.periods import NO_TIME, instant_of
from commissioning.ocds.pruning import Release, pruned

HEADER = ("ocid", "release")
BYTES_A_PART = 16 << 20  # of the file as received, in each temporary file
CHUNK_RELEASES = 4_000
Row = tuple[Any, ...]  # row_no, then the columns
COLUMNS = ("_line", "ocid", "release", "text", "faults")

COMPILED = (
    "The record holds no releases themselves, only what they came to; it is taken as one release."
)
LINKED = "The record only says where its releases are to be had; load those releases instead."


def open_releases(path: Path, name: str) -> "OpenReleases":
    """Return a file of releases, or refuse it; ``name`` is what errors call it."""
    return OpenReleases(path, name)


@dataclass
class OpenReleases:
    """An opened file. A row is one release; its chunks hold whole processes.

    ``release`` is the part that is read, ``text`` the same as JSON, ``faults`` what is amiss with it.
    """

    path: Path
    name: str
    header: tuple[str, ...] = HEADER
    is_workbook: bool = False
    rows: int = 0
    notes: tuple[str, ...] = ()
    not_data: list[tuple[int, int, str]] = field(default_factory=list)

    def chunks(self, rows: int = CHUNK_RELEASES) -> Iterator[pd.DataFrame]:
        """Yield whole processes, about so many releases at a time; one empty frame where there are none."""
        with ExitStack() as opened:
            parts = [
                opened.enter_context(TemporaryFile("w+", encoding="utf-8"))
                for _ in range(self.path.stat().st_size // BYTES_A_PART + 1)
            ]
            counts = self._shared_out(parts)
            if not self.rows:
                yield _frame([])
            read = 0
            some: list[Row] = []
            for part, count in zip(parts, counts, strict=True):
                if some and len(some) + count > min(rows, CHUNK_RELEASES):
                    yield _frame(some)
                    some = []
                some += _read_back(part)
                read += count
            if some:
                yield _frame(some)
            if read != self.rows:
                told = f"{read:,} releases came back of {self.rows:,}"
                raise BadFile(self.name, told, "check that the disk is well, and load it again")

    def _shared_out(self, parts: Sequence[IO[str]]) -> list[int]:
        """Put every release of the file into the part of its process; return how many each holds."""
        opened = open_json(self.path, self.name, arrays=("releases", "records"), caps=JsonCaps())
        counts = [0] * len(parts)
        row_no = 0
        for line, found in opened.each(hand_over=True):
            for release, faults in _releases_in(found):
                row_no += 1
                at = crc32(str(release.get("ocid")).encode()) % len(parts)
                json.dump([row_no, line, faults], parts[at], separators=(",", ":"))
                parts[at].write("\t" + json.dumps(release, ensure_ascii=False) + "\n")
                counts[at] += 1
        self.rows, self.notes = row_no, opened.notes
        return counts


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
    listed = record.get("releases")
    entries = (
        [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    embedded = [each for each in entries if "url" not in each]
    if embedded:
        yield from map(_checked, embedded)
        return
    whole = record.get("compiledRelease")
    if isinstance(whole, dict):
        release, faults = _checked(whole)
        faults.append(fault(("compiledRelease",), None, "releases_embedded", COMPILED))
        yield release, faults
    else:
        release, faults = _checked({"ocid": record.get("ocid")})
        faults = [fault(("releases",), None, "releases_embedded", LINKED, severity="critical")]
        yield release, faults


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


def _read_back(part: IO[str]) -> list[Row]:
    part.seek(0)
    rows = []
    for told in part:
        place, _, text = told.rstrip("\n").partition("\t")
        row_no, line, faults = json.loads(place)
        release = json.loads(text)
        ocid = release.get("ocid")
        rows.append((row_no, line, ocid, release, text, [Fault(*each) for each in faults]))
    return rows


def _frame(rows: list[Row]) -> pd.DataFrame:
    rows.sort(key=lambda row: int(row[0]))
    cells = list(zip(*rows, strict=True)) if rows else [()] * (1 + len(COLUMNS))
    frame = pd.DataFrame(
        dict(zip(COLUMNS, (pd.Series(cell, dtype="object") for cell in cells[1:]), strict=True))
    ).astype({"_line": "int64", "ocid": "str", "text": "str"})
    return frame.set_axis(pd.Index(cells[0], name="row_no", dtype="int64"))
