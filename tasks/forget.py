"""Files that hold an erased name, removed from among those kept as received."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from commissioning.ingest.kept_text import lines_of
from models.store.engine import reading
from models.store.erased_files import erased_files, snapshots_kept
from models.store.erased_frames import erased_names


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
        if names is None:
            return
        erased, _packs = erased_files(connection, authority)
        on_record = {Path(path).name for path in snapshots_kept(connection, authority).values()}
    gone = {Path(path).name for path in erased}
    for file in sorted(path for path in folder.glob("*") if path.is_file()):
        is_refused = file.name not in on_record | gone
        if file.name in gone or (
            is_refused and any(names.first_in(line) is not None for line in lines_of(file))
        ):
            file.unlink(missing_ok=True)
