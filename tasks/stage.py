"""A kept file read, mapped and checked, chunk by chunk, into a load that is ready to publish."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from shutil import rmtree

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from commissioning.ingest.area_editions import AREAS_OF_ONE_EDITION, AreaEditions
from commissioning.ingest.headers import require_columns
from commissioning.ingest.people import refuse_columns, refuse_nhs_numbers
from commissioning.ingest.snapshot import Kept
from commissioning.ingest.staging import (
    CHECK,
    FINDING,
    SET_ASIDE,
    Staged,
    Staging,
    main_feed,
    staging_folder,
)
from commissioning.ingest.stray_days import StrayDays
from commissioning.memory import give_back_memory
from commissioning.sources.source import NOTHING_TOLD, AlreadyTold, OpenFile, Parsed, Source
from expectations import SUITES
from expectations.suite import Suite
from expectations.table import about_people
from models.feeds import FEEDS
from models.store.arrival import Counts
from tasks.check import NOTHING_EARLIER, Earlier, hold_table, hold_to
from tasks.step import step
from tasks.to_come import payments_to_come

CHUNK_ROWS = 50_000
CELL = ["row_no", "column"]
REPEATED = ["column", "expectation", "likely_cause"]
SHOWN_VALUE = 200  # characters of a cell kept beside the reason it was set aside

Progress = Callable[[int, int], None]


@contextmanager
def staging_area(home: Path) -> Iterator[Path]:
    """Yield a temporary folder for one load, and remove it whatever happens."""
    folder = staging_folder(home)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


@step
def stage(
    kept: Kept,
    source: Source,
    *,
    folder: Path,
    told: AlreadyTold = NOTHING_TOLD,
    earlier: Earlier = NOTHING_EARLIER,
    keep_with_finding: Collection[str] = (),
    progress: Progress = lambda _done, _of: None,
) -> Staged:
    """Return the file parsed, checked and counted; nothing of it is visible yet.

    ``earlier`` is what the slot's last load had, for the promises about the whole table; ``told`` what
    the loads of the source have told, for those whose rows say how to change what is known.

    Raises BadFile or SourceChanged, naming the place and the remedy, when the file cannot be taken.
    """
    table = source.open(kept.path, kept.name, folder=folder)
    require_columns(source, table.header, kept.name)
    refuse_columns(about_people(table.header), kept.name)
    suite = SUITES[source.feed]
    reading = Reading(
        source, suite, frozenset(keep_with_finding), staging_of(source, folder), told.on
    )
    stray_days = StrayDays(source)
    for published in table.chunks(CHUNK_ROWS):
        refuse_nhs_numbers(published, kept.name)
        reading.take(source.beside(published, told) if source.beside else published)
        if table.is_workbook:
            stray_days.look_at(published)
        progress(reading.rows, table.rows)
        del published  # else two chunks are held while the next is read
        give_back_memory()
    staged = reading.finish(table, kept.name, earlier)
    return replace(staged, notes=(*staged.notes, *stray_days.notes()))


def staging_of(source: Source, folder: Path) -> Staging:
    """Return where the rows of one of the source's files are staged."""
    is_keyed = not (source.parts or source.repeats_kept)
    return Staging(folder, source.keys_of or source.name, source.rows_of, is_keyed)


@dataclass
class Reading:
    """One file as it is being read: what passed goes to staging, the rest is kept account of.

    ``on`` is the day of the run: what was paid later is not counted.
    """

    source: Source
    suite: Suite
    keep_with_finding: frozenset[str]
    staging: Staging
    on: date = date.max
    rows: int = 0
    rows_not_data: int = 0
    rows_set_aside: int = 0
    pence_in: int = 0
    pence_set_aside: int = 0
    set_aside: list[pd.DataFrame] = field(default_factory=list)
    findings: list[pd.DataFrame] = field(default_factory=list)
    checks: list[pd.DataFrame] = field(default_factory=list)
    _areas: AreaEditions | None = None

    def __post_init__(self) -> None:
        if self.suite.feed == "observations":
            self._areas = AreaEditions(self.source.heading("area_code"))

    def take(self, published: pd.DataFrame) -> None:
        """Parse and check one chunk; stage the rows that passed."""
        parsed = self.source.parse(published)
        main = parsed.frames[main_feed(self.staging.feed)]
        failures = self._held(parsed, published)
        problems = self._problems(published, parsed, failures)
        critical = problems[problems["severity"] == "critical"]
        refused = critical["row_no"].unique()
        pence = self._pence(parsed.frames)
        self.rows += len(published)
        self.rows_not_data += len(parsed.not_data)
        self.rows_set_aside += len(refused)
        self.pence_in += int(pence.sum())
        self.pence_set_aside += int(pence[pence.index.isin(refused)].sum())
        self.set_aside.append(critical.assign(pence=critical["row_no"].map(pence).astype("Int64")))
        self.findings.append(_compact(problems.loc[problems["severity"] == "warning", FINDING]))
        passed = _without(refused, parsed.frames)
        if self._areas:
            self._areas.look_at(passed["observations"], published["_line"])
        self.staging.add(passed, published["_line"])
        self.staging.refuse(main[main.index.isin(refused)])

    def refuse(self, rows: pd.DataFrame) -> None:
        """Set aside rows that are not to be taken, given as rows set aside are."""
        self.set_aside.append(rows)
        self.rows += len(rows)
        self.rows_set_aside += len(rows)
        self.pence_in += int(rows["pence"].sum())
        self.pence_set_aside += int(rows["pence"].sum())

    def note_checks(self, checks: pd.DataFrame) -> None:
        """Keep account of how many rows each expectation was asked of and how many failed."""
        self.checks.append(checks[CHECK])

    def _held(self, parsed: Parsed, published: pd.DataFrame) -> pd.DataFrame:
        """Hold the rows, and what else they come to, each to its feed's promises; return the failures."""
        failures = []
        for feed in self.source.counted:
            if feed in parsed.frames:
                is_main = feed not in self.source.also
                left_out = self.source.left_out(published.columns) if is_main else []
                asked = parsed.frames[feed].drop(columns=left_out, errors="ignore")
                suite = self.suite if is_main else SUITES[feed]
                checked = hold_to(asked, suite, keep_with_finding=self.keep_with_finding)
                self.note_checks(checked.checks)
                failures.append(checked.failures)
        if "payments" in parsed.frames:
            failures.append(payments_to_come(parsed.frames["payments"], self.on))
        return pd.concat(failures, ignore_index=True)

    def _pence(self, frames: Mapping[str, pd.DataFrame]) -> pd.Series:
        """Return what each row is worth, in all that it comes to."""
        pence = pd.Series(0, index=frames[self.source.counted[0]].index.unique(), dtype="int64")
        for feed in self.source.counted:
            value = FEEDS[feed].value
            if value and feed in frames:
                worth = frames[feed][value].fillna(0).astype("int64").groupby(level=0).sum()
                pence = pence.add(worth, fill_value=0).astype("int64")
        return pence

    def _problems(
        self, published: pd.DataFrame, parsed: Parsed, failures: pd.DataFrame
    ) -> pd.DataFrame:
        """Return the mapper's problems and the suite's failures alike.

        A cell that could not be read is told of once: that it is missing in the frame is no news.
        """
        failed = self._as_published(published, failures)
        unread = parsed.problems[parsed.problems["severity"] == "critical"]
        again = pd.MultiIndex.from_frame(failed[CELL]).isin(pd.MultiIndex.from_frame(unread[CELL]))
        problems = pd.concat([parsed.problems, failed[~again]], ignore_index=True)
        problems["value"] = problems["value"].str.slice(0, SHOWN_VALUE)
        problems["line_no"] = problems["row_no"].map(published["_line"]).astype("int64")
        return problems.drop_duplicates([*CELL, "expectation"])

    def _as_published(self, published: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
        """Return the suite's failures with the publisher's own column and the text found there."""
        told = [
            rows.assign(column=heading, value=texts.reindex(rows["row_no"]).to_numpy())
            for column, rows in failures.groupby("column", sort=False)
            for heading in [self.source.heading(str(column))]
            for texts in [published.get(heading, pd.Series(dtype="str"))]
        ]
        named = pd.concat(told) if told else failures.assign(value="")
        withheld = named["expectation"].isin(self.suite.withheld)
        return named.assign(value=named["value"].astype("str").mask(withheld))

    def finish(self, table: OpenFile, file: str, earlier: Earlier) -> Staged:
        """Look at the file as a whole and return it, counted."""
        counts = self._counted(table.rows)
        if self.source.may_be_empty and counts.rows_in == counts.rows_not_data:
            return self._staged(table.header, table.notes, counts)
        checks = hold_table(
            table.header,
            counts.rows_in - counts.rows_not_data,
            self.suite,
            required=self.source.required,
            known=(*self.source.required, *self.source.optional),
            file=file,
            earlier=earlier,
            pence_in=counts.pence_in if self.staging.feed.value else None,
        )
        self.note_checks(checks)
        notes = (*table.notes, *checks.loc[checks["failed"] > 0, "detail"])
        return self._staged(table.header, notes, counts)

    def finish_part(self, header: tuple[str, ...], notes: tuple[str, ...], rows: int) -> Staged:
        """Return rows of a table that was held to the promises on the whole already, counted.

        Of its ``rows``, those that were not taken are no data.
        """
        return self._staged(header, notes, self._counted(rows))

    def _counted(self, rows: int) -> Counts:
        repeated, conflicting = self.staging.settle()
        self._set_aside_conflicting(conflicting)
        return Counts(
            rows_in=rows,
            rows_set_aside=self.rows_set_aside + len(conflicting),
            rows_not_data=rows - self.rows + self.rows_not_data + len(repeated),
            pence_in=self.pence_in - int(repeated["pence"].sum()),
            pence_set_aside=self.pence_set_aside + int(conflicting["pence"].sum()),
        )

    def _staged(self, header: tuple[str, ...], notes: tuple[str, ...], counts: Counts) -> Staged:
        if self._areas:
            mixed = self._areas.problems()
            self.findings.append(_compact(mixed[FINDING]))
            asked = {
                "expectation": AREAS_OF_ONE_EDITION,
                "column": "area_code",
                "severity": "warning",
            }
            self.note_checks(pd.DataFrame([{**asked, "rows": self.rows, "failed": len(mixed)}]))
        return Staged(
            self.staging,
            header,
            notes,
            counts,
            set_aside=_joined(self.set_aside, SET_ASIDE),
            findings=_joined(self.findings, FINDING),
            checks=_totals(self.checks),
        )

    def _set_aside_conflicting(self, rows: pd.DataFrame) -> None:
        key = ", ".join(self.staging.feed.key)
        self.set_aside.append(
            pd.DataFrame(
                {
                    "row_no": rows["row_no"],
                    "line_no": rows["line_no"],
                    "column": self.staging.feed.key[0],
                    "value": rows["value"],
                    "expectation": "one_row_a_key",
                    "likely_cause": f"Another row has the same {key} and other values; keep the right one",
                    "pence": rows["pence"].astype("Int64"),
                }
            )
        )


def _without(refused: np.ndarray, frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the frames without the rows that are refused; mostly there are none, and nothing is copied."""
    if not len(refused):
        return frames
    return {name: frame[~frame.index.isin(refused)] for name, frame in frames.items()}


def _compact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return findings with each text of a few that stand in many of them kept once."""
    return rows.assign(**{name: rows[name].astype("category") for name in REPEATED})


def _joined(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    some = [frame[columns] for frame in frames if len(frame)]
    if not some:
        return pd.DataFrame(columns=columns)
    joined = {}
    for name in columns:
        parts = [frame[name] for frame in some]
        is_compact = isinstance(parts[0].dtype, pd.CategoricalDtype)
        joined[name] = (
            pd.Series(union_categoricals(parts, sort_categories=True))
            if is_compact
            else pd.concat(parts, ignore_index=True)
        )
    return pd.DataFrame(joined).sort_values(["row_no", "column", "expectation"])


def _totals(frames: list[pd.DataFrame]) -> pd.DataFrame:
    every = pd.concat(frames, ignore_index=True)
    key = ["expectation", "column", "severity"]
    return every.groupby(key, as_index=False)[["rows", "failed"]].sum()
