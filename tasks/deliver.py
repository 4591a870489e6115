"""A pack to where people read it: its row committed, then its file under its name, then the index."""

import os
from hashlib import sha256
from pathlib import Path

from commissioning.ingest.snapshot import sync_folder
from models.pack import Pack as PackRow
from models.store.engine import publishing
from models.store.lease import Lease
from models.store.packs import record_pack
from tasks.whole_file import write_whole

UNISSUED = ".unissued"


def deliver(html: bytes, row: PackRow, *, folder: Path, lease: Lease) -> Path:
    """Issue a pack and return its path.

    The file waits under its digest, the row is committed, then the file gets its name: a reader sees
    a whole pack or none, and what a killed run leaves is completed by ``complete_issue``.
    """
    if sha256(html).hexdigest() != row.digest:
        raise ValueError(f"the digest of {row.path} is not that of its bytes")
    waiting = write_whole(_waiting(row, folder), html)
    with publishing(lease.engine) as connection:
        lease.must_hold(connection)
        record_pack(connection, row)
    return _give_name(waiting, folder / row.path)


def deliver_again(html: bytes, row: PackRow, *, folder: Path) -> Path:
    """Give a recorded pack its file again, by the same way; ``html`` has the recorded digest."""
    return _give_name(write_whole(_waiting(row, folder), html), folder / row.path)


def complete_issue(rows: list[PackRow], folder: Path) -> list[PackRow]:
    """Complete what a killed run left half-issued; return the rows whose file must be made again."""
    lost = []
    for row in rows:
        if (folder / row.path).exists():
            continue
        if (waiting := _waiting(row, folder)).exists():
            _give_name(waiting, folder / row.path)
        else:
            lost.append(row)
    return lost


def sweep(authority: str, period: str, folder: Path) -> None:
    """Remove what a killed run wrote and no row names. The caller holds the lease on the period."""
    for left in (folder / UNISSUED / authority / period).glob("*"):
        left.unlink()


def half_issued(rows: list[PackRow], authority: str, folder: Path) -> set[str]:
    """Return the periods of an authority of which a killed run left a file waiting, or none."""
    waiting = {path.parent.name for path in (folder / UNISSUED / authority).glob("*/*")}
    return waiting | {row.period for row in rows if not (folder / row.path).exists()}


def replace_index(path: Path, content: bytes) -> Path:
    """Write an index page. The caller lets nobody else write one, so what is left beside it is stale."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink()
    return write_whole(path, content)


def _waiting(row: PackRow, folder: Path) -> Path:
    return folder / UNISSUED / row.authority / row.period / row.digest


def _give_name(waiting: Path, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(waiting, path)
    sync_folder(path.parent)
    return path
