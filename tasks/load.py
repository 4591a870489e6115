"""One source, from its bytes to the database: the order of a load, step by step."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from commissioning.errors import CommissioningError
from commissioning.ingest.snapshot import keep_file
from commissioning.profile import Profile, SourceSettings
from commissioning.sources import SOURCES
from models.ledger import Load
from models.store.arrival import Counts, Slot
from models.store.engine import reading
from models.store.lease import Lease, lease
from models.store.publish import latest_load, latest_of_source, record_stoppage, withdraw_stoppage
from tasks.check import NOTHING_EARLIER, Earlier
from tasks.fetch import fetch
from tasks.stage import Progress, stage, staging_area
from tasks.store import load_digest, store


@dataclass(frozen=True)
class LoadReport:
    """What came of one source: the counts, and what a person should know of it."""

    source: str
    feed: str
    snapshot: str = ""
    counts: Counts = field(default_factory=lambda: Counts(0, 0, 0, 0, 0))
    versions: int = 0
    unchanged: bool = False
    stored: bool = True
    stopped: str = ""
    notes: tuple[str, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    findings: pd.DataFrame = field(default_factory=pd.DataFrame)

    def shape(self) -> dict[str, str | int | bool]:
        """Return the report in the documented shape."""
        counts = self.counts
        return {
            "feed": self.feed,
            "snapshot": self.snapshot,
            "rows_in": counts.rows_in,
            "rows_loaded": counts.rows_loaded,
            "rows_set_aside": counts.rows_set_aside,
            "rows_not_data": counts.rows_not_data,
            "pence_in": counts.pence_in,
            "pence_loaded": counts.pence_loaded,
            "pence_set_aside": counts.pence_set_aside,
            "unchanged": self.unchanged,
        }


@dataclass(frozen=True)
class Place:
    """Where loads go: the database, the folder of snapshots and the home for temporary files."""

    engine: Engine
    snapshots: Path
    home: Path


def load_source(
    profile: Profile,
    name: str,
    place: Place,
    *,
    loaded_on: date,
    settings: SourceSettings | None = None,
    is_by_hand: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> LoadReport:
    """Bring one source of a profile up to date.

    A file that is refused leaves the last good data in force, marked stale, and the sentence is
    raised on. ``loaded_on`` is the day of the run. What the source gave last is not loaded again over a newer file that a person gave by
    hand: with ``is_by_hand`` the file is judged against the slot's latest load, whoever gave it.
    """
    settings = settings or profile.sources[name]
    source = SOURCES[settings.adapter]
    with lease(place.engine, profile.name, f"load {name}/{settings.slot}") as held:
        previous = _previous(place.engine, profile, name, settings)
        slot = Slot(
            profile.name, settings.feed, name, settings.slot, previous.slot_seq if previous else 0
        )
        try:
            kept = fetch(profile, settings, snapshots=place.snapshots)
            same = previous if is_by_hand else _latest_of_source(place.engine, previous)
            if same and same.digest == load_digest(kept, source, settings):
                withdraw_stoppage(place.engine, slot)
                return _unchanged(name, same)
            with staging_area(place.home) as folder:
                staged = stage(
                    kept,
                    source,
                    folder=folder,
                    earlier=_earlier(previous, settings),
                    keep_with_finding=settings.keep_with_finding,
                    progress=_renewing(held, progress),
                )
                load = store(
                    staged,
                    engine=place.engine,
                    lease=held,
                    slot=slot,
                    kept=kept,
                    source=source,
                    settings=settings,
                    loaded_on=loaded_on,
                    is_by_hand=is_by_hand,
                )
        except CommissioningError as error:
            record_stoppage(place.engine, slot, str(error))
            raise
    return LoadReport(
        source=name,
        feed=settings.feed,
        snapshot=kept.digest,
        counts=staged.counts,
        versions=load.versions,
        notes=staged.notes,
        set_aside=staged.set_aside,
        findings=staged.findings,
    )


def _renewing(held: Lease, progress: Progress) -> Progress:
    """Return a progress that holds the lease for another while as the work goes on."""

    def move(done: int, of: int) -> None:
        if done < of:
            held.renew()
        progress(done, of)

    return move


def check_source(
    profile: Profile, name: str, place: Place, file: Path, *, settings: SourceSettings
) -> LoadReport:
    """Report on a file as it would be loaded after the slot's last; nothing is stored.

    Raises BadFile or SourceChanged as loading it would.
    """
    source = SOURCES[settings.adapter]
    previous = _previous(place.engine, profile, name, settings)
    with staging_area(place.home) as received, staging_area(place.home) as folder:
        kept = keep_file(file, received)
        staged = stage(
            kept,
            source,
            folder=folder,
            earlier=_earlier(previous, settings),
            keep_with_finding=settings.keep_with_finding,
        )
    return LoadReport(
        source=name,
        feed=settings.feed,
        snapshot=kept.digest,
        counts=staged.counts,
        stored=False,
        notes=staged.notes,
        set_aside=staged.set_aside,
        findings=staged.findings,
    )


def _previous(engine: Engine, profile: Profile, name: str, settings: SourceSettings) -> Load | None:
    with reading(engine) as connection:
        return latest_load(connection, (profile.name, settings.feed, name, settings.slot))


def _latest_of_source(engine: Engine, previous: Load | None) -> Load | None:
    if previous is None or not previous.is_by_hand:
        return previous
    with reading(engine) as connection:
        return latest_of_source(connection, previous)


def _earlier(previous: Load | None, settings: SourceSettings) -> Earlier:
    """Return what a file is held against; only two whole files are held against each other's size."""
    if previous is None:
        return NOTHING_EARLIER
    columns = tuple(json.loads(previous.columns))
    if not (previous.complete and settings.complete):
        return Earlier(columns)
    return Earlier(columns, previous.rows_in - previous.rows_not_data, previous.pence_in)


def _unchanged(name: str, load: Load) -> LoadReport:
    counts = Counts(
        load.rows_in, load.rows_set_aside, load.rows_not_data, load.pence_in, load.pence_set_aside
    )
    return LoadReport(
        source=name, feed=load.feed, snapshot=load.snapshot, counts=counts, unchanged=True
    )
