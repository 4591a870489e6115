"""A pack to where people read it: its row committed, then its files under their names, then the index."""

import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from commissioning.ingest.snapshot import sync_folder
from commissioning.packs.forms.forms import Forms
from models.pack import Pack as PackRow
from models.store.engine import publishing
from models.store.lease import Lease
from models.store.pack_deliveries import owe
from models.store.packs import record_pack
from tasks.pack_files import pages_forms, tables_beside, workbook_beside
from tasks.whole_file import write_whole

UNISSUED = ".unissued"
TABLES, WORKBOOK = "tables", "workbook.xlsx"  # the names of forms that wait


def deliver(
    html: bytes, forms: Forms, row: PackRow, targets: Sequence[str], *, folder: Path, lease: Lease
) -> Path:
    """Issue a pack, which is owed to its targets from then on, and return its path.

    Its files wait under its digest, the row is committed, then they get their names, the page last: a
    reader sees a whole pack or none, and what a killed run leaves is completed by ``complete_issue``.
    """
    if (sha256(html).hexdigest(), forms.digest) != (row.digest, row.forms_digest):
        raise ValueError(f"the digests of {row.path} are not those of its bytes")
    _let_wait(html, forms, row, folder)
    with publishing(lease.engine) as connection:
        lease.must_hold(connection)
        record_pack(connection, row)
        owe(connection, row, targets)
    return _give_names(row, folder)


def deliver_again(html: bytes, forms: Forms | None, row: PackRow, *, folder: Path) -> Path:
    """Give a recorded pack its files again, by the same way; ``html`` has the recorded digest.

    Without ``forms`` it is the page alone, and what there is of the others stays.
    """
    _let_wait(html, forms, row, folder)
    return _give_names(row, folder)


def complete_issue(rows: list[PackRow], folder: Path) -> list[PackRow]:
    """Complete what a killed run left half-issued; return the rows whose files must be made again."""
    for row in rows:
        if _waiting(row, folder).exists():
            _give_names(row, folder)
    return [row for row in rows if not _is_whole(row, folder)]


def sweep(authority: str, period: str, folder: Path) -> None:
    """Remove what a killed run wrote and no row names. The caller holds the lease on the period."""
    for left in (folder / UNISSUED / authority / period).glob("*"):
        rmtree(left) if left.is_dir() else left.unlink()


def half_issued(rows: list[PackRow], authority: str, folder: Path) -> set[str]:
    """Return the periods of an authority of which a killed run left a file waiting, or none."""
    waiting = {path.parent.name for path in (folder / UNISSUED / authority).glob("*/*")}
    return waiting | {row.period for row in rows if not _is_whole(row, folder)}


def replace_index(path: Path, content: bytes) -> Path:
    """Write an index page. The caller lets nobody else write one, so what is left beside it is stale."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink()
    return write_whole(path, content)


def _is_whole(row: PackRow, folder: Path) -> bool:
    """Tell whether a pack's files are there; one issued before packs had forms is its page alone.

    A link is none of them: what it leads to is not ours.
    """
    page = folder / row.path
    forms = pages_forms(page) if row.forms_digest else ()
    return all(path.exists() and not path.is_symlink() for path in (page, *forms))


def _waiting(row: PackRow, folder: Path) -> Path:
    return folder / UNISSUED / row.authority / row.period / row.digest


def _waiting_forms(row: PackRow, folder: Path) -> Path:
    waiting = _waiting(row, folder)
    return waiting.with_name(f"{waiting.name}.forms")


def _let_wait(html: bytes, forms: Forms | None, row: PackRow, folder: Path) -> None:
    """Write the files where they wait, the page last: where it waits, the forms are whole."""
    waiting = _waiting_forms(row, folder)
    if waiting.exists():  # half of it, from a killed run
        rmtree(waiting)
    if forms:
        tables = waiting / TABLES
        tables.mkdir(parents=True, mode=0o700)
        for name, content in forms.tables.items():
            _write(tables / name, content)
        _write(waiting / WORKBOOK, forms.workbook)
    write_whole(_waiting(row, folder), html)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        getattr(os, "fdatasync", os.fsync)(file.fileno())


def _give_names(row: PackRow, folder: Path) -> Path:
    """Put the files that wait in their places; those that a killed run has put there already stay."""
    page, forms = folder / row.path, _waiting_forms(row, folder)
    page.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (forms / TABLES).exists():
        tables = tables_beside(page)  # made again: a folder cannot replace anything in one step
        if tables.is_symlink():
            tables.unlink()
        elif tables.exists():
            rmtree(tables)
        os.replace(forms / TABLES, tables)
    if (forms / WORKBOOK).exists():
        os.replace(forms / WORKBOOK, workbook_beside(page))
    if forms.exists():
        forms.rmdir()
    os.replace(_waiting(row, folder), page)
    sync_folder(page.parent)
    return page
