"""One source, from its bytes to the database: the order of a load, step by step."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from commissioning.errors import BadFile, CommissioningError, Unforeseen, out_of_room
from commissioning.ingest.json_reader import is_json
from commissioning.ingest.people import PeopleInFile
from commissioning.ingest.snapshot import Kept, keep_file
from commissioning.ingest.staging import Staged
from commissioning.packs.stale import kept_load
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.sources.source import CORRECT_FILE
from models.ledger import Load
from models.store.arrival import Counts, Slot
from models.store.engine import reading
from models.store.errors import StoreError
from models.store.lease import Lease, lease
from models.store.publish import latest_load, record_stoppage, withdraw_stoppage
from models.store.standing import standing_file, undone_file
from tasks.check import NOTHING_EARLIER, Earlier
from tasks.fetch import Fetched, fetch
from tasks.forget import forget_unloaded, forgetting
from tasks.known_source import source_of_settings, source_on_trial
from tasks.mistaken import must_be_of_its_days, must_not_be_in_force
from tasks.place import Place
from tasks.pull import Pulled, pull
from tasks.reread import kept_files, told_before
from tasks.stage import Progress, stage, staging_area
from tasks.step import flow_log
from tasks.store import load_digest, store
from tasks.to_come import is_due_again

# A file of releases may hold those of any buyer.
OF_EVERY_BUYER = "ocds"


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
    remedy: str = CORRECT_FILE

    def shape(self) -> dict[str, str | int | bool]:
        """Return the report in the documented shape."""
        return {
            "feed": self.feed,
            "snapshot": self.snapshot,
            **self.counts.shape(),
            "unchanged": self.unchanged,
        }


def load_source(
    profile: Profile,
    name: str,
    place: Place,
    *,
    loaded_on: date,
    settings: SourceSettings | None = None,
    is_by_hand: bool = False,
    is_asked_for: bool = False,
    said: Collection[str] | None = None,
    progress: Progress = lambda _done, _of: None,
) -> LoadReport:
    """Bring one source of a profile up to date.

    A file that is refused leaves the last good data in force, marked stale, and the sentence is
    raised on. ``loaded_on`` is the day of the run.

    What the source gave last is not loaded again over a newer file that a person gave by hand: with
    ``is_by_hand`` the file is judged against the slot's latest that stands, whoever gave it. A file
    that was rolled back is refused, unless a person named it: ``is_asked_for``. Of a file so named, ``said``
    are the settings that the person gave: where they leave it open, payments are not put in another month's place.
    """
    settings = settings or profile.sources[name]
    with (
        lease(place.engine, profile.name, f"load {name}/{settings.slot}") as held,
        forgetting(place.engine, profile.name, place.snapshots),
    ):
        slot = _slot(place.engine, profile, name, settings)
        standing = _standing(place.engine, slot)
        same = standing if is_by_hand else _standing(place.engine, slot, given_by_hand=False)
        try:
            source = source_of_settings(profile, settings, place.snapshots)
            received = _received(
                profile, name, settings, place, same, loaded_on, _renewing(held, progress)
            )
            kept, settings = received.kept, received.settings
            is_same = same and same.digest == load_digest(kept, source, settings)
            if same and is_same and not is_due_again(place.engine, same, loaded_on):
                withdraw_stoppage(place.engine, replace(slot, seq=standing.slot_seq))
                received.settle()
                return _unchanged(name, same)
            if not is_asked_for:
                _must_not_be_undone(place.engine, slot, kept)
            if said is not None:
                must_not_be_in_force(place.engine, slot, kept, said)
            with (
                staging_area(place.home) as folder,
                kept_files(place.engine, place.snapshots, place.home) as read_again,
            ):
                staged = stage(
                    kept,
                    source,
                    folder=folder,
                    told=told_before(
                        place.engine,
                        profile.name,
                        name,
                        on=loaded_on,
                        edition_on=settings.edition_on,
                    ),
                    earlier=_earlier(standing, settings, place.snapshots, kept),
                    keep_with_finding=settings.keep_with_finding,
                    progress=_renewing(held, progress),
                )
                if said is not None:
                    must_be_of_its_days(place.engine, slot, standing, staged, kept, said)
                load = store(
                    staged,
                    engine=place.engine,
                    lease=held,
                    slot=slot,
                    kept=kept,
                    source=source,
                    settings=settings,
                    loaded_on=loaded_on,
                    read_again=read_again,
                    is_by_hand=is_by_hand,
                )
                whose = _whose(staged, settings)
            received.settle()
        except PeopleInFile as error:
            forget_unloaded(place.engine, profile.name, kept.path)
            record_stoppage(place.engine, slot, str(error), refused_on=loaded_on)
            raise
        except CommissioningError as error:
            record_stoppage(place.engine, slot, str(error), refused_on=loaded_on)
            if standing:
                error.keeps(kept_load(standing.load_no, standing.loaded_on))
            raise
        except StoreError:
            raise
        except Exception as error:
            if full := out_of_room(error):
                raise full from error
            flow_log().debug("%s: %s", profile.name, name, exc_info=True)
            unforeseen = Unforeseen(name, error)
            record_stoppage(place.engine, slot, str(unforeseen), refused_on=loaded_on)
            if standing:
                unforeseen.keeps(kept_load(standing.load_no, standing.loaded_on))
            raise unforeseen from error
    return LoadReport(
        source=name,
        feed=settings.feed,
        snapshot=kept.digest,
        counts=staged.counts,
        versions=load.versions,
        notes=(*received.notes, *staged.notes, *whose),
        set_aside=staged.set_aside,
        findings=staged.findings,
        remedy=source.remedy,
    )


def _whose(staged: Staged, settings: SourceSettings) -> tuple[str, ...]:
    """Return a note on whose agreements a file of releases brought, where they are of several buyers."""
    if settings.adapter != OF_EVERY_BUYER or "agreements" not in staged.staging.parts:
        return ()
    count, buyers = 0, set[str]()
    for agreements in staged.staging.frames("agreements"):
        count += len(agreements)
        buyers.update(agreements["commissioner"].dropna().unique())
    return (f"{count:,} agreements of {len(buyers):,} buyers",) if len(buyers) > 1 else ()


def _received(
    profile: Profile,
    name: str,
    settings: SourceSettings,
    place: Place,
    standing: Load | None,
    on: date,
    progress: Progress,
) -> Pulled | Fetched:
    """Return the source's file as it is now, wherever it comes from."""
    if settings.service:
        return pull(profile, name, settings, place, standing=standing, on=on, progress=progress)

    def alive() -> None:
        progress(0, 1)

    kept = fetch(profile, settings, snapshots=place.snapshots, clock=place.clock, alive=alive)
    return Fetched(kept, settings)


def _renewing(held: Lease, progress: Progress) -> Progress:
    """Return a progress that holds the lease for another while as the work goes on."""

    def move(done: int, of: int) -> None:
        if done < of:
            held.renew()
        progress(done, of)

    return move


def check_source(
    profile: Profile,
    name: str,
    place: Place,
    file: Path,
    *,
    settings: SourceSettings,
    on: date,
    said: Collection[str] = (),
) -> LoadReport:
    """Report on a file as it would be loaded on a day after the slot's last; nothing is stored.

    Raises BadFile or SourceChanged as loading it would.
    """
    source = source_on_trial(profile, settings, place.snapshots)
    slot = _slot(place.engine, profile, name, settings)
    standing = _standing(place.engine, slot)
    with staging_area(place.home) as received, staging_area(place.home) as folder:
        kept = keep_file(file, received, member=settings.member)
        must_not_be_in_force(place.engine, slot, kept, said)
        staged = stage(
            kept,
            source,
            folder=folder,
            told=told_before(
                place.engine, profile.name, name, on=on, edition_on=settings.edition_on
            ),
            earlier=_earlier(standing, settings, place.snapshots, kept),
            keep_with_finding=settings.keep_with_finding,
        )
        whose = _whose(staged, settings)
        must_be_of_its_days(place.engine, slot, standing, staged, kept, said)
    return LoadReport(
        source=name,
        feed=settings.feed,
        snapshot=kept.digest,
        counts=staged.counts,
        stored=False,
        notes=(*staged.notes, *whose),
        set_aside=staged.set_aside,
        findings=staged.findings,
        remedy=source.remedy,
    )


def _slot(engine: Engine, profile: Profile, name: str, settings: SourceSettings) -> Slot:
    key = (profile.name, settings.feed, name, settings.slot)
    with reading(engine) as connection:
        latest = latest_load(connection, key)
    return Slot(*key, latest.slot_seq if latest else 0)


def _standing(engine: Engine, slot: Slot, *, given_by_hand: bool = True) -> Load | None:
    with reading(engine) as connection:
        return standing_file(connection, slot, given_by_hand=given_by_hand)


def _must_not_be_undone(engine: Engine, slot: Slot, kept: Kept) -> None:
    with reading(engine) as connection:
        undone = undone_file(connection, slot, kept.digest)
    if undone:
        raise BadFile(
            kept.name,
            f"this very file was load {undone.load_no}, which load {undone.undone_by} rolled back",
            "wait for the publisher's next file, or load this one with commissioning load",
        )


def _earlier(
    standing: Load | None, settings: SourceSettings, snapshots: Path, kept: Kept
) -> Earlier:
    """Return what a file is held against; only two whole files are held against each other's size.

    The columns of two tables are held against each other. JSON leaves out what it does not say.
    """
    if standing is None:
        return NOTHING_EARLIER
    files = (snapshots / standing.snapshot, kept.path)
    is_any_json = any(file.is_file() and is_json(file) for file in files)
    columns = () if is_any_json else tuple(json.loads(standing.columns))
    if not (standing.complete and settings.complete):
        return Earlier(columns)
    return Earlier(columns, standing.rows_in - standing.rows_not_data, standing.pence_in)


def _unchanged(name: str, load: Load) -> LoadReport:
    return LoadReport(
        source=name, feed=load.feed, snapshot=load.snapshot, counts=Counts.of(load), unchanged=True
    )
