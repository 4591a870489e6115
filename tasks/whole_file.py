"""A file that is there whole or not at all; apart from what needs Prefect, which takes seconds to import."""

import os
from pathlib import Path

from commissioning.ingest.snapshot import sync_folder


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it is there whole or not at all, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = path.with_name(f".{path.name}.{os.getpid()}.part")
    with arriving.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(arriving, path)
    sync_folder(path.parent)
    return path
