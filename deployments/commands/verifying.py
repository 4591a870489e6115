"""The command that proves the record: the chain of loads, and the digest of every file it names."""

import os
from collections.abc import Iterator
from pathlib import Path

import typer

from deployments.commands.options import AsJson, Authority, Database, Home, print_json, settle


def add_to(app: typer.Typer) -> None:
    """Add the command that verifies."""
    app.command("verify", help="Prove that no load, snapshot or pack was changed since.")(verify)


def verify(
    authority: Authority,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Prove that no load, snapshot or pack was changed since."""
    settle(home, database)
    from flows.workplace import open_workplace
    from models.store.engine import reading
    from models.store.evidence import evidence

    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        record = evidence(connection, authority)
    breaks = [
        *(
            f"load {load_no} of {authority} is not as it was recorded: it, or the one before it, was "
            "changed in the database"
            for load_no in record.broken_loads
        ),
        *record.contradictions,
        *_changed(record.snapshots, workplace.home / "snapshots", "snapshot"),
        *_changed(record.packs, workplace.home / "packs", "pack"),
        *_changed_forms(record.forms, workplace.home / "packs"),
    ]
    counts = {
        "loads": record.loads,
        "head": record.head,
        "snapshots": len(record.snapshots),
        "packs": len(record.packs),
        "erased_snapshots": record.erased_snapshots,
        "erased_packs": record.erased_packs,
    }
    if as_json:
        print_json({"authority": authority, **counts, "breaks": breaks})
    elif not breaks:
        print(
            f"{authority} is as it was recorded: {record.loads:,} loads in one chain, "
            f"{len(record.snapshots):,} snapshots and {len(record.packs):,} packs with their digests; "
            f"erased: {record.erased_snapshots:,} snapshots and {record.erased_packs:,} packs; "
            f"the chain ends in {record.head[:12] or 'nothing'}."
        )
    if breaks:
        more = f" (and {len(breaks) - 1:,} more: --json lists them)" if len(breaks) > 1 else ""
        typer.echo(f"{breaks[0][:1].upper()}{breaks[0][1:]}{more}; restore the backup.", err=True)
        raise typer.Exit(1)


def _changed_forms(recorded: dict[str, str], folder: Path) -> Iterator[str]:
    """Yield a sentence for each workbook or table that is missing or not as it was issued."""
    from commissioning.packs.forms.files import SUMS, read_sums
    from tasks.pack_files import tables_beside

    for page, digest in recorded.items():
        tables = tables_beside(Path(page))
        wrong = list(_changed({str(tables / SUMS): digest}, folder, "list of a pack's files"))
        yield from wrong
        if wrong:
            continue
        sums = read_sums((folder / tables / SUMS).read_bytes())
        files = {os.path.normpath(tables / name): digest for name, digest in sums.items()}
        yield from _changed(files, folder, "form of a pack,")


def _changed(recorded: dict[str, str], folder: Path, kind: str) -> Iterator[str]:
    """Yield a sentence for each file that is missing or has other bytes than its row says."""
    from commissioning.ingest.snapshot import digest_of

    for path, digest in recorded.items():
        file = folder / path
        if not file.is_file():
            yield f"the {kind} {path} is missing"
        elif digest_of(file) != digest:
            yield f"the {kind} {path} has other bytes than its row records"
