"""A provider removed everywhere: database, files as received, packs. What is kept is a digest."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree

from sqlalchemy import Connection, Engine, select

from commissioning.profile import Profile
from models.erasure import Erasure
from models.ledger import Run
from models.metadata import table_of
from models.store.compaction import compact
from models.store.engine import publishing, reading
from models.store.erasable import Provider, not_held
from models.store.erased_files import (
    UNFINISHED,
    erased_files,
    forget_scopes,
    mark_erased,
    packs_kept,
    snapshots_kept,
)
from models.store.erased_frames import erased_names
from models.store.erasure import erase_names, next_erasure_no
from models.store.errors import MayNot, NotKnown
from models.store.known import latest_load_no
from models.store.lease import lease
from models.store.names_in_text import Names, as_words, digest_of
from models.store.rights import may_erase
from models.store.rows import insert_rows
from tasks.deliver import write_whole
from tasks.forget import forget_files, holds, refused_files
from tasks.issue import left_half_issued, restore
from tasks.pack_files import files_of, remove_pack
from tasks.pack_indexes import publish_indexes
from tasks.place import PLANS
from tasks.pulled_pages import PULLS

PROVIDER = "provider"  # the audience whose packs are about a provider by name


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
    """What an erasure takes away: rows changed by table, files by digest, packs by path."""

    rows: dict[str, int]
    snapshots: tuple[str, ...]
    refused: tuple[str, ...]
    packs: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether the name was found nowhere."""
        return not (self.rows or self.snapshots or self.refused or self.packs)


@dataclass(frozen=True)
class Grounds:
    """Why an erasure is done, on what request or decision, and on which day."""

    reason: str
    authority_reference: str
    on: date


def foresee(archive: Archive, provider: Provider) -> Removal:
    """Return what an erasure would take away; nothing is changed.

    Raises NotKnown where that is nothing, and no row has the provider as its own.
    """
    with publishing(archive.engine) as connection, connection.begin_nested() as tried:
        removal = _remove(connection, archive, provider, 1)
        tried.rollback()
    if removal.is_nothing and not provider.is_listed:
        with reading(archive.engine) as connection:
            raise NotKnown(not_held(connection, archive.profile.name, provider.names[0]))
    return removal


def erase(archive: Archive, provider: Provider, grounds: Grounds) -> Removal:
    """Remove a provider in one transaction, then its files; killed in between, the next start goes on.

    Raises AlreadyRunning where a run is at work for the authority: it could bring the name back.
    """
    authority = archive.profile.name
    with nobody_at_work(archive.engine, authority):
        _finish_packs(archive)
        write_whole(archive.unfinished, b"")
        with publishing(archive.engine) as connection:
            number = next_erasure_no(connection, authority)
            removal = _remove(connection, archive, provider, number)
            _record(connection, authority, provider, grounds, number)
        finish_erasures(archive)
    return removal


def _finish_packs(archive: Archive) -> None:
    """Give packs that killed runs left half-issued their files, so that the name is looked for in them too."""
    profile, engine, folder = archive.profile, archive.engine, archive.packs
    for period in left_half_issued(profile, engine, folder):
        restore(profile, engine, folder, period)


def finish_erasures(archive: Archive) -> None:
    """Remove the files of erasures that were committed, and what is left of the rows' old text.

    Raises MayNot where an erasure is not finished, and who is signed in may not erase.
    """
    is_unfinished = archive.unfinished.exists()
    with reading(archive.engine) as connection:
        if is_unfinished and not may_erase(connection):
            raise MayNot(
                f"An erasure of {archive.profile.name} was begun and is not finished; when it no longer "
                f"runs, let the owner of the tables run commissioning verify --authority "
                f"{archive.profile.name}, which goes on with it."
            )
        _snapshots, packs = erased_files(connection, archive.profile.name)
    if is_unfinished:
        compact(archive.engine)
        if packs:
            publish_indexes(archive.engine, archive.packs, archive.profile)
    forget_files(archive.engine, archive.profile.name, archive.snapshots / archive.profile.name)
    for path in packs:
        remove_pack(archive.packs / path)
    _forget_paths(archive)
    rmtree(archive.home / PULLS / archive.profile.name, ignore_errors=True)  # asked for again
    rmtree(archive.home / PLANS / archive.profile.name, ignore_errors=True)  # made again
    archive.unfinished.unlink(missing_ok=True)


def _forget_paths(archive: Archive) -> None:
    """Take the name out of the paths of packs about the provider, once their files are gone."""
    with publishing(archive.engine) as connection:
        forgotten = forget_scopes(connection, archive.profile.name, PROVIDER)
    if forgotten:
        compact(archive.engine)


def _remove(connection: Connection, archive: Archive, provider: Provider, number: int) -> Removal:
    authority, names = archive.profile.name, Names.plain(provider.every, number)
    rows, digests = erase_names(connection, authority, names, number)
    kept = snapshots_kept(connection, authority)
    held = {
        digest
        for digest, path in kept.items()
        if digest in digests or holds(archive.snapshots / path, names)
    }
    refused = refused_files(connection, authority, archive.snapshots / authority, names)
    packs = {
        path
        for path in packs_kept(connection, authority)
        if any(holds(file, names) for file in files_of(archive.packs / path))
    }
    mark_erased(connection, authority, number, digests=held, packs=packs)
    return Removal(
        rows, tuple(sorted(held)), tuple(file.name for file in refused), tuple(sorted(packs))
    )


def _record(
    connection: Connection, authority: str, provider: Provider, grounds: Grounds, number: int
) -> None:
    """Keep the erasure: the digest of each name, and its grounds without the names in them."""
    earlier = erased_names(connection, authority)

    def without(text: str) -> str:
        left = Names.plain(provider.every, number).without(text)
        return earlier.without(left) if earlier else left

    rows = [
        Erasure(
            authority=authority,
            erasure_no=number,
            name_digest=digest_of(name),
            words=name.count(" ") + 1,
            after_load=latest_load_no(connection, authority),
            erased_on=grounds.on,
            authority_reference=without(grounds.authority_reference),
            reason=without(grounds.reason),
        ).model_dump()
        for name in sorted({as_words(text) for text in provider.every})
    ]
    insert_rows(connection, table_of(Erasure), rows)


@contextmanager
def nobody_at_work(engine: Engine, authority: str) -> Iterator[None]:
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
