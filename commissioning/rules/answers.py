"""What one rule answered of all it was asked of, held small: a status of each, and more only where more is said.

A million agreements and dozens of rules make more results than rows of a table can be. Each rule's
results are therefore a column of statuses and one of days; facts, severity and events are held for
the flagged ones alone, and what is missing for the unknown ones. Rows are made of as many as are
asked for.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.rules.events import Events
from commissioning.rules.sentences import Columns, plain, sentences
from models.judgement import SEVERITIES

COLUMNS = (
    "subject_kind",
    "agreement_id",
    "reference",
    "rule",
    "status",
    "severity",
    "act_by",
    "facts",
    "row_ids",
    "is_undated",
    "sentence",
)
CLEAR, UNKNOWN, FLAGGED, NOT_APPLICABLE = range(4)
STATUSES = pd.array(["clear", "unknown", "flagged", "not_applicable"], dtype="str")
AGREEMENT, PROVIDER = "agreement", "provider"

Codes = npt.NDArray[np.int8]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Subjects:
    """What a rule is asked of, one row each: agreements, or departments or providers by their name.

    ``ids`` holds the agreements' identifiers, and is empty where ``kind`` is another. ``own_row`` is
    the row an agreement came from; those that name a department or provider are its events.
    ``is_endless`` tells those without an end, where ``on`` may be the only day to act by.
    """

    kind: str
    ids: npt.NDArray[np.int64]
    references: Any
    is_endless: Mask
    own_row: Any = None

    def __len__(self) -> int:
        return len(self.is_endless)


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of one rule, asked on a day.

    ``codes`` has the place in ``STATUSES`` of each subject's status and ``act_by`` the day, as days
    since 1970. ``severity`` (a place in ``SEVERITIES``) and ``facts`` are of the flagged ones in order;
    ``lacks`` has the place in ``reasons`` of each unknown one's, and ``events`` the evidence of both
    beside their own rows.
    """

    rule: str
    on: date
    subjects: Subjects
    codes: Codes
    act_by: npt.NDArray[np.int32]
    severity: Codes
    facts: Columns
    lacks: npt.NDArray[np.int16]
    reasons: tuple[str, ...]
    events: Events

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def subject_kind(self) -> str:
        """What it was asked of: agreement, provider or department."""
        return self.subjects.kind

    @property
    def ids(self) -> npt.NDArray[np.int64]:
        """The agreements it was asked of."""
        return self.subjects.ids

    @cached_property
    def flagged(self) -> Rows:
        """The places of the flagged ones."""
        return np.flatnonzero(self.codes == FLAGGED)

    @cached_property
    def unknown(self) -> Rows:
        """The places of the unknown ones."""
        return np.flatnonzero(self.codes == UNKNOWN)

    def are_undated(self, rows: Rows) -> Mask:
        """Tell which of some have no day to act by but the one asked about."""
        undated: Mask = self.subjects.is_endless[rows] & (self.act_by[rows] == day_number(self.on))
        return undated

    def severities(self, rows: Rows) -> pd.Series:
        """Return the severities of some, empty where they are not flagged."""
        codes = np.full(len(rows), len(SEVERITIES))
        is_flagged = self.codes[rows] == FLAGGED
        codes[is_flagged] = self.severity[np.searchsorted(self.flagged, rows[is_flagged])]
        return pd.Series(pd.array([*SEVERITIES, ""], dtype="str").take(codes))

    def facts_of(self, rows: Rows) -> Columns:
        """Return the facts of some of the flagged ones, in columns."""
        at = np.searchsorted(self.flagged, rows)
        return {
            name: pd.Series(values.array.take(at)) if isinstance(values, pd.Series) else values
            for name, values in self.facts.items()
        }

    def reasons_of(self, rows: Rows) -> pd.Series:
        """Return what some of the unknown ones are missing."""
        at = self.lacks[np.searchsorted(self.unknown, rows)]
        return pd.Series(pd.array(self.reasons, dtype="str").take(at))

    def sentences(self, rows: Rows) -> npt.NDArray[np.object_]:
        """Return what a person reads of some of them."""
        made = np.empty(len(rows), dtype=object)
        for code, status in enumerate(STATUSES):
            at = np.flatnonzero(self.codes[rows] == code)
            if not len(at):
                continue
            if code == UNKNOWN:  # many lack the same: each sentence is made once
                facts: Columns = {"missing": pd.Series(self.reasons, dtype="str")}
                said = sentences(self.rule, status, facts, self.on, len(self.reasons))
                made[at] = said[self.lacks[np.searchsorted(self.unknown, rows[at])]]
            else:
                facts = self.facts_of(rows[at]) if code == FLAGGED else {}
                made[at] = sentences(self.rule, status, facts, self.on, len(at))
        return made

    def in_short(self, rows: Rows) -> pd.DataFrame:
        """Return some results, one row each, without what is said of them."""
        ids = (
            pd.array(self.ids[rows], dtype="Int64")
            if len(self.ids)
            else pd.array([pd.NA] * len(rows), dtype="Int64")
        )
        return pd.DataFrame(
            {
                "subject_kind": pd.array([self.subject_kind] * len(rows), dtype="str"),
                "agreement_id": ids,
                "reference": self.subjects.references.take(rows),
                "rule": pd.array([self.rule] * len(rows), dtype="str"),
                "status": STATUSES.take(self.codes[rows]),
                "severity": self.severities(rows).array,
                "act_by": self.act_by[rows].astype("datetime64[D]").astype("datetime64[s]"),
                "is_undated": self.are_undated(rows),
            }
        )

    def frame(self, rows: Rows | None = None) -> pd.DataFrame:
        """Return the results of some, or of all, one row each, with facts, evidence and sentence."""
        rows = np.arange(len(self)) if rows is None else rows
        return self.in_short(rows).assign(
            facts=self.facts_as_mappings(rows),
            row_ids=pd.Series(self.evidence(rows), dtype="object").array,
            sentence=pd.array(self.sentences(rows), dtype="str"),
        )[list(COLUMNS)]

    def facts_as_mappings(self, rows: Rows) -> npt.NDArray[np.object_]:
        """Return the facts of some, each as one mapping; nothing where there are none."""
        made = np.full(len(rows), None, dtype=object)
        flagged = np.flatnonzero(self.codes[rows] == FLAGGED)
        unknown = np.flatnonzero(self.codes[rows] == UNKNOWN)
        made[flagged] = mappings(self.facts_of(rows[flagged]), len(flagged))
        made[unknown] = [{"missing": text} for text in self.reasons_of(rows[unknown])]
        return made

    def evidence(self, rows: Rows) -> list[list[str]]:
        """Return the rows that some results are made from: the subject's own, and its events'."""
        own: list[list[str]] = [[] for _row in rows]
        if self.subjects.own_row is not None:
            own = [[row_id] for row_id in self.subjects.own_row.take(rows).tolist()]
        for place, row_ids in self.events.of(rows):
            own[place].extend(row_ids)
        return own


def mappings(columns: Columns, count: int) -> list[dict[str, str | int]]:
    """Return columns as one mapping a row, with days as ISO text and without what is empty."""
    names = tuple(columns)
    values = (
        plain(column) if isinstance(column, pd.Series) else [column] * count
        for column in columns.values()
    )
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*values, strict=True)
    ] or [{} for _ in range(count)]


def day_number(day: date) -> int:
    """Return a day as days since 1970."""
    return int(np.datetime64(day, "D").astype("int64"))
