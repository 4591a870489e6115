"""A file named on the command line: there, readable, and taken out of a zip that holds nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commissioning.errors import BadFile
from commissioning.ingest.snapshot import keep_file
from tasks.stage import staging_area


def must_be_there(file: Path) -> None:
    """Refuse a file that is not there, is a folder, or may not be read."""
    if file.is_dir():
        raise BadFile(str(file), "this is a folder", "name the file in it that is to be loaded")
    if not file.is_file():
        raise BadFile(str(file), "the file is not there", "check its name and folder")
    try:
        with file.open("rb") as opened:
            opened.read(1)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise BadFile(
            str(file),
            f"it cannot be read ({why})",
            "check who may read it, and that its disk is well",
        ) from error


@contextmanager
def plain_file(home: Path, file: Path, member: str | None) -> Iterator[Path]:
    """Yield the file itself, or for as long as it is needed the one member of a zip."""
    if member is None:
        yield file
        return
    with staging_area(home) as folder:
        yield keep_file(file, folder, member=member).path
