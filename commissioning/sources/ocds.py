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

import orjson
import pandas as pd
import pyarrow as pa

from commissioning.ingest.mapping import PROBLEM_DTYPES
from commissioning.ingest.reader import Layout
from commissioning.ocds.agreements import PLACE, Told, agreements_of
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.merging import SCHEMA_FILES, Process
from commissioning.ocds.notices import notice_of
from commissioning.ocds.periods import instant_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.reading import HEADER, open_releases, uncollected
from commissioning.sources.source import CORRECT_RELEASE, AlreadyTold, Parsed, Source
from models.feeds import AGREEMENTS, DTYPES, NOTICES, Feed
from models.quarantine import NOT_TO_COME

NOTICE_KEY = ("ocid", "release_id")
STORED_ONLY = {"release": "str"}
STORED_ONLY_OF_AGREEMENTS = dict.fromkeys(
    ("ocid", "lots", "said_by", "natural_keys", "former_key"), "str"
)
TO_COME = (
    "The release is dated after the day of the run: the publisher's clock, or this one, is wrong."
)
TWICE = "Another release of this process has the same identifier and other content; which is meant is not known."

NAMELESS = (
    "It has no identifier, so that another release could change it or count it again; ask for one."
)

REPEATED = "the same release again"
CELLS = ("ocid", "day", "faults", "release")

Row = dict[str, Any]


def with_earlier(chunk: pd.DataFrame, told: AlreadyTold) -> pd.DataFrame:
    """Return a chunk with the releases of its processes that earlier loads brought, and what is to come."""
    known = told.releases(sorted(chunk["ocid"].dropna().unique()))
    earlier = [known.get(ocid, []) for ocid in chunk["ocid"]]
    return chunk.assign(
        earlier=pd.Series(earlier, index=chunk.index, dtype="object"),
        on=pd.Series(told.on, index=chunk.index, dtype="object"),
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
    names = [name for name in (*CELLS, "earlier", "on") if name in published]
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
        self.has_earlier = False

    def take(self, rows: Sequence[Row]) -> None:
        """Read one process: its notices as they are, its agreements as all its releases make them."""
        for row in rows:
            row["told"] = orjson.loads(row["release"])
            row["found"] = _faults_in(row["faults"])
            row["notice"] = notice_of(row["told"], row["found"])
            _set_aside_what_is_nameless(row)
            _set_aside_what_is_to_come(row)
        self.has_earlier |= bool(rows[0].get("earlier"))
        once = _without_repeats(rows) if len(rows) > 1 else rows
        self._take_agreements([row for row in once if not _is_critical(row) and row["ocid"]])
        if len(once) < len(rows):
            again = {row["row_no"] for row in rows} - {row["row_no"] for row in once}
            self.not_data += [(row_no, REPEATED) for row_no in again]
        for row in once:
            self.notices.append((row["row_no"], {**row["notice"], "release": row["release"]}))
            self.problems += [(row["row_no"], *found) for found in dict.fromkeys(row["found"])]

    def _take_agreements(self, counted: list[Row]) -> None:
        """Read what releases come to; one for which an agreement is refused is set aside, and has no say."""
        while counted:
            merged = _Merged(counted)
            refused = [told for told in merged.agreements if told.is_refused]
            if not refused:
                self._take_merged(merged, counted)
                return
            blamed = {row["row_no"]: row for row in map(merged.row_to_blame, refused)}
            for told in refused:
                row = merged.row_to_blame(told)
                row["found"] += [found for found in told.faults if found.severity == "critical"]
                # Its money is counted as set aside; its days would be told of twice.
                self.agreements.append(
                    (row["row_no"], {**_columns_of(told), "starts_on": None, "ends_on": None})
                )
            counted = [row for row in counted if row["row_no"] not in blamed]

    def _take_merged(self, merged: "_Merged", counted: Sequence[Row]) -> None:
        about: dict[int, list[str]] = {}
        for told in merged.agreements:
            row = merged.row_of(told)
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
        if self.agreements or self.has_earlier:  # none may be what is left of those told before
            frames["agreements"] = _typed(self.agreements, AGREEMENTS, STORED_ONLY_OF_AGREEMENTS)
        problems = pd.DataFrame(self.problems, columns=list(PROBLEM_ORDER))
        not_data = pd.DataFrame(self.not_data, columns=["row_no", "reason"])
        return Parsed(
            frames,
            problems.astype(PROBLEM_DTYPES),
            not_data.astype({"row_no": "int64", "reason": "str"}),
        )


class _Merged:
    """The releases of a process merged, and which of a file's rows speak of each agreement."""

    def __init__(self, rows: Sequence[Row]) -> None:
        own = {row["told"]["id"] for row in rows}
        earlier = [orjson.loads(text) for text in rows[0].get("earlier") or ()]
        known = [release for release in earlier if release["id"] not in own]
        self.process = Process([*known, *(row["told"] for row in rows)])
        self.agreements = list(agreements_of(self.process))
        at = {id(release): nth for nth, release in enumerate(self.process.releases)}
        in_order = sorted(rows, key=lambda row: at[id(row["told"])])
        self.last = in_order[-1]
        self.speaking = {
            place: nth for nth, row in enumerate(in_order) for place in _named_in(row["told"])
        }
        self.in_order = in_order

    def row_of(self, told: Told) -> Row:
        """Return the last row whose release speaks of an agreement, or else the process's last."""
        places = (told.award_place, told.contract_place)
        spoken = [self.speaking[place] for place in places if place in self.speaking]
        return self.in_order[max(spoken)] if spoken else self.last

    def row_to_blame(self, told: Told) -> Row:
        """Return the row that said what an agreement is refused for, as far as this file has it."""
        said = {told.has_said(column) for column in ("starts_on", "ends_on")}
        rows = [row for row in self.in_order if str(row["told"]["id"]) in said]
        is_term = any(found.expectation == "ends_before_it_starts" for found in told.faults)
        return rows[-1] if rows and is_term else self.row_of(told)


def _faults_in(told: str) -> list[Fault]:
    return [Fault(*each) for each in orjson.loads(told)] if told else []


def _set_aside_what_is_nameless(row: Row) -> None:
    for kind in ("awards", "contracts"):
        for at, member in enumerate(row["told"].get(kind) or ()):
            if not member.get("id"):
                found = fault((kind, str(at), "id"), None, "has_id", NAMELESS, severity="critical")
                row["found"].append(found)


def _set_aside_what_is_to_come(row: Row) -> None:
    if row.get("on") is None or _is_critical(row):
        return
    if instant_of(row["told"].get("date")).date() > row["on"]:
        found = fault(("date",), row["day"], NOT_TO_COME, TO_COME, severity="critical")
        row["found"].append(found)


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """Return the rows without exact repeats of another; of those that contradict another all, set aside."""
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


def _named_in(release: Release) -> Iterator[PLACE]:
    for kind in ("awards", "contracts"):
        for member in release.get(kind) or ():
            if member.get("id"):
                yield (kind, str(member["id"]))


def _columns_of(told: Told) -> Row:
    return {
        **told.columns,
        "reference": told.reference,
        "ocid": told.process.ocid,
        "lots": "; ".join(told.lots) or None,
        "said_by": json.dumps(told.said_by, ensure_ascii=False),
        "natural_keys": "\n".join(told.keys),
        "former_key": told.former_key,
    }


def _typed(
    rows: Sequence[tuple[int, Row]], feed: Feed, stored_only: Mapping[str, str]
) -> pd.DataFrame:
    dtypes = {c.frame_name: DTYPES[c.kind] for c in feed.columns} | dict(stored_only)
    index = pd.Index([row_no for row_no, _ in rows], dtype="int64", name="row_no")
    columns = {
        name: pd.Series(_cells(name, [row.get(name) for _, row in rows]), index=index, dtype=dtype)
        for name, dtype in dtypes.items()
    }
    return pd.DataFrame(columns, index=index)


def _cells(name: str, values: list[Any]) -> Any:
    """Return what a column holds; releases are UTF-8, and go into one array as they are."""
    return pa.array(values, pa.large_string()) if name == "release" else values


SOURCE = Source(
    name="ocds",
    feed="notices",
    also=("agreements",),
    layout=Layout(),
    required=HEADER,
    in_json=("ocid",),
    parse=parse,
    opens=open_releases,
    only_adds=True,
    reads=SCHEMA_FILES,
    key=NOTICE_KEY,
    beside=with_earlier,
    remedy=CORRECT_RELEASE,
    modules=(
        "models.personal_details",
        *(
            f"commissioning.ocds.{name}"
            for name in (
                *("agreements", "faults", "merging", "notices", "options", "periods", "pruning"),
                *("reading", "regime", "suppliers", "terms", "values"),
            )
        ),
    ),
)
