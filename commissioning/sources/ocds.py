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
from typing import Any

import pandas as pd

from commissioning.ingest.mapping import PROBLEM_DTYPES
from commissioning.ingest.reader import Layout
from commissioning.ocds.agreements import Told, agreements_of
from commissioning.ocds.faults import Fault, fault
from commissioning.ocds.merging import Process
from commissioning.ocds.notices import notice_of
from commissioning.ocds.pruning import Release
from commissioning.ocds.reading import HEADER, open_releases
from commissioning.sources.source import AlreadyTold, Parsed, Source
from models.feeds import AGREEMENTS, DTYPES, NOTICES, Feed

NOTICE_KEY = ("ocid", "release_id")
STORED_ONLY = {"release": "str"}
STORED_ONLY_OF_AGREEMENTS = dict.fromkeys(("ocid", "lots", "said_by", "natural_keys"), "str")
TO_COME = (
    "The release is dated after the day of the run: the publisher's clock, or this one, is wrong."
)
TWICE = "Another release of this process has the same identifier and other content; which is meant is not known."

Row = dict[str, Any]


def with_earlier(chunk: pd.DataFrame, told: AlreadyTold) -> pd.DataFrame:
    """Return a chunk with the releases of its processes that earlier loads brought, and what is to come."""
    known = told.releases(sorted(chunk["ocid"].dropna().unique()))
    latest = told.on.isoformat()
    days = chunk["release"].map(lambda release: str(release.get("date"))[: len(latest)])
    earlier = [known.get(ocid, []) for ocid in chunk["ocid"]]
    return chunk.assign(
        earlier=pd.Series(earlier, index=chunk.index, dtype="object"), is_to_come=days > latest
    )


def parse(published: pd.DataFrame) -> Parsed:
    """Return the notices of some whole processes, and the agreements that they come to."""
    reading = _Reading(published)
    by_process = published.groupby("ocid", sort=False, dropna=True).indices
    for places in by_process.values():
        reading.take([reading.rows[at] for at in places])
    return reading.parsed()


class _Reading:
    """One chunk being read, process by process."""

    def __init__(self, published: pd.DataFrame) -> None:
        self.rows: list[Row] = published.reset_index().to_dict("records")  # type: ignore[assignment]
        self.notices: dict[int, Row] = {}
        self.agreements: list[tuple[int, Row]] = []
        self.problems: list[tuple[int, Fault]] = []
        self.not_data: list[tuple[int, str]] = []
        for row in self.rows:
            notice = notice_of(row["release"], row["faults"])
            self.notices[row["row_no"]] = {**notice, "release": row["text"]}

    def take(self, rows: Sequence[Row]) -> None:
        """Read one process: its notices as they are, its agreements as all its releases make them."""
        self._set_aside_what_is_to_come(rows)
        self._set_aside_contradictions(rows)
        counted = [row for row in rows if not _is_critical(row) and not row.get("repeats")]
        if not counted:
            return
        own = {row["release"]["id"] for row in counted}
        earlier = [json.loads(text) for text in counted[0].get("earlier") or ()]
        known = [release for release in earlier if release["id"] not in own]
        process = Process([*known, *(row["release"] for row in counted)])
        for told in agreements_of(process):
            row = _row_of(told, counted)
            self.agreements.append((row["row_no"], _columns_of(told)))
            row["faults"].extend(told.faults)
            row.setdefault("agreements", []).append(told.reference)
        for row in counted:
            about: list[str] = row.get("agreements") or []
            self.notices[row["row_no"]]["reference"] = about[0] if len(about) == 1 else None

    def _set_aside_what_is_to_come(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.get("is_to_come"):
                date = row["release"].get("date")
                row["faults"].append(
                    fault(("date",), date, "not_to_come", TO_COME, severity="critical")
                )

    def _set_aside_contradictions(self, rows: Sequence[Row]) -> None:
        by_id: dict[str, list[Row]] = {}
        for row in rows:
            by_id.setdefault(row["release"]["id"], []).append(row)
        for identifier, same in by_id.items():
            if len({row["text"] for row in same}) > 1:
                for row in same:
                    row["faults"].append(
                        fault(("id",), identifier, "one_row_a_key", TWICE, severity="critical")
                    )
            for row in same[1:]:
                if row["text"] == same[0]["text"]:
                    row["repeats"] = True

    def parsed(self) -> Parsed:
        for row in self.rows:
            if row.get("repeats") and not _is_critical(row):
                self.not_data.append((row["row_no"], "the same release again"))
                del self.notices[row["row_no"]]
            else:
                self.problems += [(row["row_no"], found) for found in dict.fromkeys(row["faults"])]
        frames = {"notices": _typed(list(self.notices.items()), NOTICES, STORED_ONLY)}
        if self.agreements:
            frames["agreements"] = _typed(self.agreements, AGREEMENTS, STORED_ONLY_OF_AGREEMENTS)
        problems = pd.DataFrame(
            [(row_no, *found) for row_no, found in self.problems], columns=list(PROBLEM_ORDER)
        )
        not_data = pd.DataFrame(self.not_data, columns=["row_no", "reason"])
        return Parsed(
            frames,
            problems.astype(PROBLEM_DTYPES),
            not_data.astype({"row_no": "int64", "reason": "str"}),
        )


PROBLEM_ORDER = ("row_no", *Fault._fields)


def _is_critical(row: Row) -> bool:
    return any(found.severity == "critical" for found in row["faults"])


def _row_of(told: Told, rows: Sequence[Row]) -> Row:
    """Return the last row whose release speaks of an agreement, or else the process's last."""
    by_date = {id(release): at for at, release in enumerate(told.process.releases)}
    in_order = sorted(rows, key=lambda row: by_date[id(row["release"])])
    names = {told.award.get("id"), told.contract.get("id")} - {None}
    speaking = [row for row in in_order if names & set(_named_in(row["release"]))]
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
