"""A file that is there whole or not at all; apart from what needs Prefect, which takes seconds to import."""

import os
from pathlib import Path

from commissioning.errors import RequestError
from commissioning.ingest.snapshot import sync_folder
from commissioning.ingest.temporary import this_process


def write_output(path: Path, content: bytes) -> Path:
    """Write the file that a person asked for. Raises RequestError where it cannot be written."""
    try:
        return write_whole(path, content)
    except OSError as error:
        raise RequestError(
            f"{path} cannot be written ({error.strerror}); name a file in a folder you may write to."
        ) from None


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it is there whole or not at all, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = path.with_name(f".{path.name}.{this_process()}.part")
    with arriving.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(arriving, path)
    sync_folder(path.parent)
    return path
