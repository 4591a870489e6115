"""Procurement notices in the Open Contracting Data Standard: Find a Tender, Contracts Finder, Sell2Wales and others.

Publisher: whoever publishes OCDS 1.1; in Britain the Cabinet Office, Sell2Wales and Public Contracts Scotland.
Licence: as the publisher states; the three British ones use the Open Government Licence v3.0.
Shape: JSON; a release package, a record package, or a release (or package) a line. One row is one release.
Each release becomes a notice; the awards and contracts of its process, merged over all its releases,
those loaded before included, become agreements. Tenders alone become no agreement.
Faults: contact points are dropped as the file is read; a release in another currency than pounds, or of a
day that has not come, is set aside; options to extend that stand only in free text are read with a finding,
for a person to confirm.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import pandas as pd

from commissioning.ingest.mapping import PROBLEM_DTYPES
from commissioning.ingest.reader import Layout
from commissioning.ocds.agreements import Told, agreements_of
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.merging import Process
from commissioning.ocds.notices import notice_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.reading import HEADER, open_releases, uncollected
from commissioning.sources.source import AlreadyTold, Parsed, Source
from models.feeds import AGREEMENTS, DTYPES, NOTICES, Feed

NOTICE_KEY = ("ocid", "release_id")
STORED_ONLY = {"release": "str"}
STORED_ONLY_OF_AGREEMENTS = dict.fromkeys(("ocid", "lots", "said_by", "natural_keys"), "str")
TO_COME = (
    "The release is dated after the day of the run: the publisher's clock, or this one, is wrong."
)
TWICE = "Another release of this process has the same identifier and other content; which is meant is not known."

REPEATED = "the same release again"
CELLS = ("ocid", "day", "faults", "release")

Row = dict[str, Any]


def with_earlier(chunk: pd.DataFrame, told: AlreadyTold) -> pd.DataFrame:
    """Return a chunk with the releases of its processes that earlier loads brought, and what is to come."""
    known = told.releases(sorted(chunk["ocid"].dropna().unique()))
    earlier = [known.get(ocid, []) for ocid in chunk["ocid"]]
    return chunk.assign(
        earlier=pd.Series(earlier, index=chunk.index, dtype="object"),
        is_to_come=chunk["day"] > told.on.isoformat(),
    )


def parse(published: pd.DataFrame) -> Parsed:
    """Return the notices of some whole processes, and the agreements that they come to."""
    with uncollected():
        reading = _Reading()
        # One process at a time: what is decoded of it goes before the next is.
        by_process: dict[Any, list[Row]] = {}
        for row in _rows_of(published):
            by_process.setdefault(row["ocid"] or row["row_no"], []).append(row)
        while by_process:
            reading.take(by_process.pop(next(iter(by_process))))
        return reading.parsed()


def _rows_of(published: pd.DataFrame) -> Iterator[Row]:
    names = [name for name in (*CELLS, "earlier", "is_to_come") if name in published]
    columns = (published[name].astype("object").tolist() for name in names)
    for row_no, *cells in zip(published.index.tolist(), *columns, strict=True):
        row = dict(zip(names, cells, strict=True), row_no=row_no)
        yield row if isinstance(row["ocid"], str) else {**row, "ocid": None}


class _Reading:
    """One chunk being read, process by process."""

    def __init__(self) -> None:
        self.notices: list[tuple[int, Row]] = []
        self.agreements: list[tuple[int, Row]] = []
        self.problems: list[tuple[Any, ...]] = []
        self.not_data: list[tuple[int, str]] = []

    def take(self, rows: Sequence[Row]) -> None:
        """Read one process: its notices as they are, its agreements as all its releases make them."""
        for row in rows:
            row["told"] = json.loads(row["release"])
            row["found"] = [Fault(*each) for each in json.loads(row["faults"] or "[]")]
            row["notice"] = notice_of(row["told"], row["found"])
        _set_aside_what_is_to_come(rows)
        once = _without_repeats(rows)
        counted = [row for row in once if not _is_critical(row)]
        if counted and counted[0]["ocid"]:
            self._take_agreements(counted)
        again = {row["row_no"] for row in rows} - {row["row_no"] for row in once}
        self.not_data += [(row_no, REPEATED) for row_no in again]
        for row in once:
            self.notices.append((row["row_no"], {**row["notice"], "release": row["release"]}))
            self.problems += [(row["row_no"], *found) for found in dict.fromkeys(row["found"])]

    def _take_agreements(self, counted: Sequence[Row]) -> None:
        own = {row["told"]["id"] for row in counted}
        earlier = [json.loads(text) for text in counted[0].get("earlier") or ()]
        known = [release for release in earlier if release["id"] not in own]
        process = Process([*known, *(row["told"] for row in counted)])
        about: dict[int, list[str]] = {}
        for told in agreements_of(process):
            row = _row_of(told, counted)
            self.agreements.append((row["row_no"], _columns_of(told)))
            row["found"].extend(told.faults)
            about.setdefault(row["row_no"], []).append(told.reference)
        for row in counted:
            references = about.get(row["row_no"], ())
            row["notice"]["reference"] = references[0] if len(references) == 1 else None

    def parsed(self) -> Parsed:
        """Return what was read, in the order of the file."""
        for rows in (self.notices, self.agreements, self.problems, self.not_data):
            rows.sort(key=itemgetter(0))
        frames = {"notices": _typed(self.notices, NOTICES, STORED_ONLY)}
        if self.agreements:
            frames["agreements"] = _typed(self.agreements, AGREEMENTS, STORED_ONLY_OF_AGREEMENTS)
        problems = pd.DataFrame(self.problems, columns=list(PROBLEM_ORDER))
        not_data = pd.DataFrame(self.not_data, columns=["row_no", "reason"])
        return Parsed(
            frames,
            problems.astype(PROBLEM_DTYPES),
            not_data.astype({"row_no": "int64", "reason": "str"}),
        )


def _set_aside_what_is_to_come(rows: Sequence[Row]) -> None:
    for row in rows:
        if row.get("is_to_come") and not _is_critical(row):
            found = fault(("date",), row["day"], "not_to_come", TO_COME, severity="critical")
            row["found"].append(found)


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without exact repeats of another; of those that contradict another all, set aside."""
    if len(rows) == 1:
        return list(rows)
    by_id: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_id.setdefault(row["told"].get("id"), {}).setdefault(row["release"], row)
    for identifier, different in by_id.items():
        if len(different) > 1:
            for row in different.values():
                row["found"].append(
                    fault(("id",), identifier, "one_row_a_key", TWICE, severity="critical")
                )
    return [row for different in by_id.values() for row in different.values()]


PROBLEM_ORDER = ("row_no", *Fault._fields)


def _is_critical(row: Row) -> bool:
    return any(found.severity == "critical" for found in row["found"])


def _row_of(told: Told, rows: Sequence[Row]) -> Row:
    """Return the last row whose release speaks of an agreement, or else the process's last."""
    by_date = {id(release): at for at, release in enumerate(told.process.releases)}
    in_order = sorted(rows, key=lambda row: by_date[id(row["told"])])
    names = {told.award.get("id"), told.contract.get("id")} - {None}
    speaking = [row for row in in_order if names & set(_named_in(row["told"]))]
    return (speaking or in_order)[-1]


def _named_in(release: Release) -> Iterator[str]:
    for kind in ("awards", "contracts"):
        for member in release.get(kind) or ():
            if member.get("id"):
                yield member["id"]


def _columns_of(told: Told) -> Row:
    return {
        **told.columns,
        "reference": told.reference,
        "ocid": told.process.ocid,
        "lots": "; ".join(told.lots) or None,
        "said_by": json.dumps(told.said_by, ensure_ascii=False),
        "natural_keys": "\n".join(told.keys),
    }


def _typed(
    rows: Sequence[tuple[int, Row]], feed: Feed, stored_only: Mapping[str, str]
) -> pd.DataFrame:
    dtypes = {c.frame_name: DTYPES[c.kind] for c in feed.columns} | dict(stored_only)
    index = pd.Index([row_no for row_no, _ in rows], dtype="int64", name="row_no")
    columns = {
        name: pd.Series([row.get(name) for _, row in rows], index=index, dtype=dtype)
        for name, dtype in dtypes.items()
    }
    return pd.DataFrame(columns, index=index)


SOURCE = Source(
    name="ocds",
    feed="notices",
    also=("agreements",),
    layout=Layout(),
    required=HEADER,
    in_json=("ocid",),
    parse=parse,
    opens=open_releases,
    key=NOTICE_KEY,
    beside=with_earlier,
    modules=tuple(
        f"commissioning.ocds.{name}"
        for name in (
            *("agreements", "merging", "notices", "options", "periods", "pruning"),
            *("reading", "regime", "suppliers", "terms", "values"),
        )
    ),
)
