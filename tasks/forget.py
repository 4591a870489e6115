"""Files that hold an erased name, removed from among those kept as received."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from commissioning.ingest.kept_text import lines_of
from models.store.engine import reading
from models.store.erased_files import erased_files, snapshots_kept
from models.store.erased_frames import erased_names
from models.store.names_in_text import Names


@contextmanager
def forgetting(engine: Engine, authority: str, folder: Path) -> Iterator[None]:
    """Do what receives files; then leave none of them behind that brings an erased name back."""
    try:
        yield
    finally:
        forget_files(engine, authority, folder)


def forget_files(engine: Engine, authority: str, folder: Path) -> None:
    """Remove the authority's snapshots that are marked as erased, and refused files that hold a name."""
    with reading(engine) as connection:
        names = erased_names(connection, authority)
        erased, _packs = erased_files(connection, authority)
        refused = refused_files(connection, authority, folder, names) if names else []
    for file in (*(folder / Path(path).name for path in erased), *refused):
        file.unlink(missing_ok=True)


def forget_unloaded(engine: Engine, authority: str, file: Path) -> None:
    """Remove a file that was refused for what is in it, unless a load of the very same bytes is on record."""
    with reading(engine) as connection:
        loaded = snapshots_kept(connection, authority)
    if file.name not in loaded:
        file.unlink(missing_ok=True)


def refused_files(connection: Connection, authority: str, folder: Path, names: Names) -> list[Path]:
    """Return the files that hold a name and of which no load is on record."""
    erased, _packs = erased_files(connection, authority)
    loaded = (*erased, *snapshots_kept(connection, authority).values())
    on_record = {Path(path).name for path in loaded}
    return [
        file
        for file in sorted(folder.glob("*"))
        if file.is_file() and file.name not in on_record and holds(file, names)
    ]


def holds(file: Path, names: Names) -> bool:
    """Tell whether a file is there and has a name in it."""
    return file.is_file() and any(names.first_in(line) is not None for line in lines_of(file))
