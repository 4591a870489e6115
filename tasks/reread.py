"""A file that was loaded before, read again from where it is kept: what it listed, without its checks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
from sqlalchemy import Engine, select

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.correction import LAYOUT, read_corrected
from commissioning.ingest.reader import open_table
from commissioning.ingest.staging import Staging, main_feed
from commissioning.sources import Source
from commissioning.sources.source import AlreadyTold
from models.ledger import BEFORE_EDITIONS, Load
from models.quarantine import QuarantinedRow
from models.snapshot import Snapshot
from models.store.engine import reading
from models.store.listing import Listing, ReadAgain
from models.store.releases import releases_in_force
from models.store.returns_known import returns_in_force
from tasks.kept_file import kept_file, name_of
from tasks.known_source import is_known, source_named
from tasks.stage import CHUNK_ROWS, staging_area, staging_of


def told_before(
    engine: Engine,
    authority: str,
    source: str,
    *,
    on: date,
    edition_on: date | None,
    load_no: int | None = None,
) -> AlreadyTold:
    """Return what earlier loads have told, as last known or as known at a load, on a day.

    ``edition_on`` is the publisher's day of the file that is read, where one is stated.
    """

    def releases(ocids: Sequence[str]) -> Mapping[str, list[str]]:
        with reading(engine) as connection:
            return releases_in_force(connection, authority, source, ocids, load_no=load_no)

    def returns(references: Sequence[str]) -> pd.DataFrame:
        with reading(engine) as connection:
            return returns_in_force(connection, authority, references, load_no=load_no)

    return AlreadyTold(on, releases, returns, authority, edition_on)


@contextmanager
def kept_files(engine: Engine, snapshots: Path, home: Path) -> Iterator[ReadAgain]:
    """Yield what reads the file of an earlier load again; each is read once.

    It raises RequestError, with one sentence, where a file cannot be read as it was.
    """
    with staging_area(home) as folder:
        listings: dict[int, Listing] = {}

        def read_again(load: Load) -> Listing:
            if load.load_no not in listings:
                listings[load.load_no] = _listing(load, engine, snapshots, folder)
            return listings[load.load_no]

        yield read_again


def _listing(load: Load, engine: Engine, snapshots: Path, folder: Path) -> Listing:
    refused = _rows_set_aside(engine, load)
    source = _source_of(load, snapshots)
    path = _kept(load, snapshots)
    staging = staging_of(source, Path(mkdtemp(prefix=f"{load.load_no}-", dir=folder)))
    rows = 0
    try:
        told = told_before(
            engine,
            load.authority,
            load.source,
            on=load.loaded_on,
            edition_on=None if load.edition_on == BEFORE_EDITIONS else load.edition_on,
            load_no=load.load_no - 1,
        )
        for published in _published(load, source, path, folder):
            known = source.beside(published, told) if source.beside else published
            _stage_again(staging, source, known, refused)
            rows += len(published)
    except BadFile as error:
        raise _cannot(load, f"it no longer reads as it did: {error}") from error
    staging.settle()
    main = main_feed(staging.feed)
    listed = sum(frame["row_no"].nunique() for frame in staging.frames(main))
    if listed != load.rows_loaded:
        raise _cannot(
            load, f"{listed:,} of its {rows:,} rows pass now where {load.rows_loaded:,} did"
        )
    return Listing(staging.frames, staging.refused, source.parts)


def _stage_again(
    staging: Staging, source: Source, published: pd.DataFrame, refused: frozenset[int]
) -> None:
    frames = source.parse(published).frames
    passed = {name: frame[~frame.index.isin(refused)] for name, frame in frames.items()}
    staging.add(passed, published["_line"])
    main = frames[main_feed(staging.feed)]
    staging.refuse(main[main.index.isin(refused)])


def _published(load: Load, source: Source, path: Path, folder: Path) -> Iterator[pd.DataFrame]:
    """Yield what a load's file has in the publisher's columns; of a correction, the rows brought back."""
    name = name_of(load)
    if load.corrects is None:
        yield from source.open(path, name, folder=folder).chunks(CHUNK_ROWS)
        return
    corrected = read_corrected(open_table(path, name, LAYOUT))
    published, left_out = corrected.published(json.loads(load.columns))
    yield published[~left_out]


def _rows_set_aside(engine: Engine, load: Load) -> frozenset[int]:
    """Return the numbers of the rows that did not pass; refuse a file whose bytes were erased."""
    with reading(engine) as connection:
        erased_by = connection.execute(
            select(Snapshot.erased_by).where(
                Snapshot.authority == load.authority, Snapshot.digest == load.snapshot
            )
        ).scalar_one_or_none()
        if erased_by is not None:
            raise _cannot(load, f"erasure {erased_by} removed it")
        rows = select(QuarantinedRow.row_no).where(
            QuarantinedRow.authority == load.authority, QuarantinedRow.load_no == load.load_no
        )
        return frozenset(connection.execute(rows).scalars())


def _source_of(load: Load, snapshots: Path) -> Source:
    if not load.adapter:
        raise _cannot(load, "what read it was not recorded yet")
    if not is_known(load.adapter, snapshots):
        raise _cannot(load, f"this version has no adapter {load.adapter}")
    return source_named(load.adapter, snapshots)


def _kept(load: Load, snapshots: Path) -> Path:
    try:
        return kept_file(load, snapshots)
    except BadFile as error:
        raise _cannot(load, error.what) from error


def _cannot(load: Load, why: str) -> RequestError:
    return RequestError(
        f"{name_of(load)}, which load {load.load_no} read, has to be read again and cannot "
        f"be: {why}; nothing was stored, and the publisher's whole file can be loaded instead."
    )
