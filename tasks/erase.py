"""A provider removed everywhere: database, files as received, packs. What is kept is a digest."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from commissioning.ingest.kept_text import lines_of
from commissioning.profile import Profile
from models.erasure import Erasure
from models.ledger import Run
from models.metadata import table_of
from models.store.compaction import compact
from models.store.engine import publishing, reading
from models.store.erasable import Provider
from models.store.erased_files import (
    UNFINISHED,
    erased_files,
    mark_erased,
    packs_kept,
    snapshots_kept,
)
from models.store.erasure import erase_names, next_erasure_no
from models.store.known import latest_load_no
from models.store.lease import lease
from models.store.names_in_text import Names, as_words, digest_of
from models.store.rows import insert_rows
from tasks.deliver import write_whole
from tasks.forget import forget_files
from tasks.issue import publish_indexes


@dataclass(frozen=True)
class Archive:
    """Whose data, and where they are kept: the database and the home."""

    profile: Profile
    engine: Engine
    home: Path

    @property
    def packs(self) -> Path:
        """Every authority's packs."""
        return self.home / "packs"

    @property
    def snapshots(self) -> Path:
        """Every authority's files as received."""
        return self.home / "snapshots"

    @property
    def unfinished(self) -> Path:
        """The file that is there while an erasure is under way."""
        return self.home / UNFINISHED / self.profile.name


@dataclass(frozen=True)
class Removal:
    """What an erasure takes away: rows changed by table, snapshots by digest, packs by path."""

    rows: dict[str, int]
    snapshots: tuple[str, ...]
    packs: tuple[str, ...]


@dataclass(frozen=True)
class Grounds:
    """Why an erasure is done, on what request or decision, and on which day."""

    reason: str
    authority_reference: str
    on: date


def foresee(archive: Archive, provider: Provider) -> Removal:
    """Return what an erasure would take away; nothing is changed."""
    with publishing(archive.engine) as connection, connection.begin_nested() as tried:
        removal = _remove(connection, archive, provider, 1)
        tried.rollback()
    return removal


def erase(archive: Archive, provider: Provider, grounds: Grounds) -> Removal:
    """Remove a provider in one transaction, then its files; killed in between, the next start goes on.

    Raises AlreadyRunning where a run is at work for the authority: it could bring the name back.
    """
    authority = archive.profile.name
    with _nobody_at_work(archive.engine, authority):
        write_whole(archive.unfinished, b"")
        with publishing(archive.engine) as connection:
            number = next_erasure_no(connection, authority)
            removal = _remove(connection, archive, provider, number)
            insert_rows(
                connection,
                table_of(Erasure),
                [
                    Erasure(
                        authority=authority,
                        erasure_no=number,
                        name_digest=digest_of(name),
                        words=name.count(" ") + 1,
                        after_load=latest_load_no(connection, authority),
                        erased_on=grounds.on,
                        authority_reference=grounds.authority_reference,
                        reason=grounds.reason,
                    ).model_dump()
                    for name in sorted({as_words(text) for text in provider.every})
                ],
            )
        finish_erasures(archive)
    return removal


def finish_erasures(archive: Archive) -> None:
    """Remove the files of erasures that were committed, and what is left of the rows' old text."""
    is_unfinished = archive.unfinished.exists()
    with reading(archive.engine) as connection:
        _snapshots, packs = erased_files(connection, archive.profile.name)
    if is_unfinished:
        compact(archive.engine)
        if packs:
            publish_indexes(archive.engine, archive.packs, archive.profile)
    forget_files(archive.engine, archive.profile.name, archive.snapshots / archive.profile.name)
    for path in packs:
        (archive.packs / path).unlink(missing_ok=True)
    archive.unfinished.unlink(missing_ok=True)


def _remove(connection: Connection, archive: Archive, provider: Provider, number: int) -> Removal:
    authority, names = archive.profile.name, Names.plain(provider.every, number)
    rows, digests = erase_names(connection, authority, names, number)
    kept = snapshots_kept(connection, authority)
    held = {
        digest
        for digest, path in kept.items()
        if digest in digests or _holds(archive.snapshots / path, names)
    }
    packs = {
        path for path in packs_kept(connection, authority) if _holds(archive.packs / path, names)
    }
    mark_erased(connection, authority, number, digests=held, packs=packs)
    return Removal(rows, tuple(sorted(held)), tuple(sorted(packs)))


def _holds(path: Path, names: Names) -> bool:
    return path.is_file() and any(names.first_in(line) for line in lines_of(path))


@contextmanager
def _nobody_at_work(engine: Engine, authority: str) -> Iterator[None]:
    """Hold every lease that a run of the authority has ever had."""
    table = table_of(Run)
    with reading(engine) as connection:
        keys = (
            connection.execute(
                select(table.c.run_key)
                .where(table.c.authority == authority)
                .order_by(table.c.run_key)
            )
            .scalars()
            .all()
        )
    with ExitStack() as held:
        for key in keys:
            held.enter_context(lease(engine, authority, key))
        yield
