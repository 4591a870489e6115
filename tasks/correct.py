"""Rows that were set aside, corrected by a person, loaded back against the file they came in."""

import json
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from commissioning.ingest.correction import LAYOUT, read_corrected
from commissioning.ingest.reader import open_table
from commissioning.ingest.snapshot import keep_file
from commissioning.ingest.staging import Staged
from commissioning.ingest.totals import FOR_SOMETHING
from commissioning.money import parse_pence
from commissioning.profile import Profile
from commissioning.sources import Source
from expectations import SUITES
from models.feeds import FEEDS
from models.ledger import Load
from models.store.arrival import Counts
from models.store.lease import Lease, lease
from models.store.listing import ReadAgain
from tasks.beside import set_beside, with_standing_rows
from tasks.correction import Correction, correction_of, must_be_open, original_of, same_file
from tasks.place import Place
from tasks.reread import kept_files
from tasks.stage import CHUNK_ROWS, Reading, staging_area, staging_of
from tasks.step import step
from tasks.store import store


@dataclass(frozen=True)
class CorrectionReport:
    """What came of a corrected file: its counts, and how many rows of the load it corrects it closes."""

    source: str
    feed: str
    corrects: int
    snapshot: str
    counts: Counts
    closed: int
    still_open: int
    stored: bool = True
    unchanged: bool = False
    notes: tuple[str, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)

    def shape(self) -> dict[str, str | int | bool]:
        """Return the report in the documented shape."""
        return {
            "feed": self.feed,
            "source": self.source,
            "corrects": self.corrects,
            "snapshot": self.snapshot,
            **self.counts.shape(),
            "closed": self.closed,
            "still_open": self.still_open,
            "stored": self.stored,
            "unchanged": self.unchanged,
        }


@step
def load_correction(
    profile: Profile, place: Place, file: Path, *, loaded_on: date, check: bool = False
) -> CorrectionReport:
    """Load rows that were set aside back, or with ``check`` only report on them.

    The rows that pass are loaded, and their rows of the original load closed, in one transaction. Those
    that fail again are told of and stay open; a file of which nothing passes is not stored.

    Raises BadFile where the file is not one that was exported here, or a row of it is closed already.
    """
    with ExitStack() as opened:
        received = opened.enter_context(staging_area(place.home))
        folder = opened.enter_context(staging_area(place.home))
        kept = keep_file(file, received)
        corrected = read_corrected(open_table(kept.path, kept.name, LAYOUT))
        original = original_of(profile, place, corrected)
        key = f"load {original.source}/{original.slot}"
        held = None if check else opened.enter_context(lease(place.engine, profile.name, key))
        correction = correction_of(profile, place, kept, corrected, original)
        if same := same_file(correction):
            return _unchanged(correction, same)
        must_be_open(correction)
        read_again = opened.enter_context(kept_files(place.engine, place.snapshots, place.home))
        staged = _stage(correction, folder, read_again)
        return _stored(correction, staged, held, loaded_on, read_again)


def _stage(correction: Correction, folder: Path, read_again: ReadAgain) -> Staged:
    """Return the corrected rows parsed and checked as any file of their source is."""
    source, header = correction.source, json.loads(correction.original.columns)
    published, left_out = correction.corrected.published(header)
    kept_rows = published[~left_out]
    taken = Reading(
        source,
        SUITES[source.feed],
        frozenset(correction.settings.keep_with_finding),
        staging_of(source, folder),
    )
    parsed = source.parse(kept_rows)
    alone = parsed.problems.loc[parsed.problems["expectation"] == FOR_SOMETHING, "row_no"]
    emptied = kept_rows.index.isin([*parsed.not_data["row_no"], *alone])
    taken.refuse(_emptied(source, kept_rows[emptied]))
    filled = kept_rows[~emptied]
    for start in range(0, max(len(filled), 1), CHUNK_ROWS):
        taken.take(filled.iloc[start : start + CHUNK_ROWS])
    clashes = set_beside(taken.staging, correction, parsed, read_again)
    staged = taken.finish_part(tuple(header), correction.corrected.notes, len(published))
    return replace(staged, set_aside=with_standing_rows(staged.set_aside, clashes, correction))


def _emptied(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows in which at most money is left, as rows set aside: only a person's yes makes them no data."""
    feed = FEEDS[source.feed]
    money = source.heading(feed.value) if feed.value else ""
    amounts = rows[money].str.strip() if money in rows else pd.Series("", index=rows.index)
    pence, _ = parse_pence(amounts.astype("str"), negative=True)
    told = pd.DataFrame({"row_no": rows.index, "line_no": rows["_line"].to_numpy()})
    return told.assign(
        column=source.heading(feed.key[0]),
        value="",
        expectation="is_recorded",
        likely_cause="Only money is left in the row; write yes under leave_out, or fill it in",
        pence=pence.fillna(0).astype("Int64").to_numpy(),
    )


def _stored(
    correction: Correction,
    staged: Staged,
    held: Lease | None,
    loaded_on: date,
    read_again: ReadAgain,
) -> CorrectionReport:
    """Publish what passed, unless nothing did or nothing is to be stored, and return the report."""
    closes = correction.closes(staged.set_aside)
    original = correction.original
    report = CorrectionReport(
        source=original.source,
        feed=original.feed,
        corrects=original.load_no,
        snapshot=correction.kept.digest,
        counts=staged.counts,
        closed=len(closes),
        still_open=len(correction.open_row_nos) - len(closes),
        stored=held is not None and bool(closes),
        notes=staged.notes,
        set_aside=staged.set_aside,
    )
    if report.stored:
        keep_file(correction.kept.path, correction.place.snapshots)
        store(
            staged,
            engine=correction.place.engine,
            lease=held,
            slot=correction.slot,
            kept=correction.kept,
            source=correction.source,
            settings=correction.settings,
            loaded_on=loaded_on,
            read_again=read_again,
            is_by_hand=True,
            corrects=original.load_no,
            closes=closes,
        )
    return report


def _unchanged(correction: Correction, load: Load) -> CorrectionReport:
    return CorrectionReport(
        source=load.source,
        feed=load.feed,
        corrects=correction.original.load_no,
        snapshot=load.snapshot,
        counts=Counts.of(load),
        closed=0,
        still_open=len(correction.open_row_nos),
        unchanged=True,
    )
