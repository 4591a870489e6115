"""Files kept as received: temporary file, fsync, rename to the digest of the bytes."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from commissioning.errors import BadFile
from commissioning.ingest.archive import (
    MAX_FILE_BYTES,
    is_plain_name,
    kind_in,
    opened_zip,
    refuse_bomb,
    refuse_encrypted,
)
from commissioning.ingest.temporary import remove_left_over, this_process

BLOCK = 1 << 20
TEMPORARY = "incoming"


class Readable(Protocol):
    """Whatever gives bytes when asked: a file, a zip member, a web service's answer."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, and none at the end."""


@dataclass(frozen=True)
class Kept:
    """A file kept as received: what people call it, SHA-256 of its bytes, where it is, its size."""

    name: str
    digest: str
    path: Path
    size: int


def keep_file(source: Path, folder: Path, *, member: str | None = None) -> Kept:
    """Copy a file, or one member of a zip, into ``folder`` under its digest.

    Raises BadFile when it is missing, or is a zip that unpacks to more than it should.
    """
    if not source.is_file():
        raise BadFile(source.name, "the file is not there", "check the path in the profile")
    if member is None:
        with source.open("rb") as stream:
            return keep(stream, source.name, folder)
    return _keep_member(source, member, folder)


def _keep_member(source: Path, member: str, folder: Path) -> Kept:
    name = f"{source.name}/{member}"
    if not is_plain_name(member):
        raise BadFile(
            name,
            "the member's name leads out of the zip",
            "name a member without .. or a leading /",
        )
    with opened_zip(source, name) as archive:
        if kind_in(archive, name):
            raise BadFile(
                name,
                f"{source.name} is a workbook, not a zip with the file in it",
                "leave member out of the source in the profile",
            )
        try:
            info = archive.getinfo(member)
        except KeyError:
            held = ", ".join(archive.namelist()[:5]) or "nothing"
            raise BadFile(
                name, f"the zip holds {held}", "name one of these as the member"
            ) from None
        refuse_bomb(info.compress_size, info.file_size, name)
        refuse_encrypted(info, name)
        with archive.open(info) as stream:
            return keep(stream, name, folder, limit=info.file_size)


def keep(stream: Readable, name: str, folder: Path, *, limit: int = MAX_FILE_BYTES) -> Kept:
    """Keep what a stream holds, as received. The file appears whole under its digest or not at all."""
    waiting = folder / TEMPORARY
    waiting.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = waiting / f"{this_process()}.part"
    try:
        digest, size = _received(stream, name, arriving, limit)
        path = folder / digest
        os.replace(arriving, path)
    finally:
        arriving.unlink(missing_ok=True)
    sync_folder(folder)
    return Kept(name, digest, path, size)


def keep_text(text: str, path: Path) -> None:
    """Write a text to a file, down to the disk; it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_suffix(f".{this_process()}.part")
    try:
        with waiting.open("w", encoding="utf-8", newline="") as kept:
            kept.write(text)
            kept.flush()
            os.fsync(kept.fileno())
        os.replace(waiting, path)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(path.parent)


def _received(stream: Readable, name: str, path: Path, limit: int) -> tuple[str, int]:
    """Write what a stream holds to a file, down to the disk, and return its digest and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as kept:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > limit:
                raise BadFile(
                    name, f"it is larger than {limit:,} bytes", "split it, or ask for a smaller one"
                )
            digest.update(block)
            kept.write(block)
        kept.flush()
        os.fsync(kept.fileno())
    return digest.hexdigest(), size


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, now: float) -> None:
    """Remove what killed runs left half-received."""
    remove_left_over((folder / TEMPORARY).glob("*.part"), now)
