"""The command that removes a provider's data, on a request or a decision to do so."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commissioning.errors import RequestError
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Day,
    Home,
    day_of,
    print_json,
    settle,
)

if TYPE_CHECKING:
    from models.store.erasable import Provider
    from tasks.erase import Archive, Removal


def add_to(app: typer.Typer) -> None:
    """Add the commands that erase."""
    group = typer.Typer(no_args_is_help=True)
    group.command("provider", help="Remove a provider's name and identifiers.")(erase_provider)
    group.command("expired", help="Remove what was kept as long as the profile says.")(
        erase_expired
    )
    app.add_typer(group, name="erase", help="Data removed on request, for good.")


def erase_provider(
    name_or_id: Annotated[str, typer.Argument(help="Its name, or its registered identifier.")],
    authority: Authority,
    reason: Annotated[str, typer.Option("--reason", help="Why it is done.")],
    authority_reference: Annotated[
        str, typer.Option("--authority-reference", help="The request or decision it is done on.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Remove a provider's name and identifiers from the database, the kept files and the packs."""
    settle(home, database)
    must_be_said(reason, authority_reference)
    archive = _open_archive(authority)
    provider, removal = _foreseen(archive, name_or_id)
    is_sure = yes or _is_confirmed(provider, removal)
    if is_sure:
        removal = _erased(archive, provider, reason, authority_reference)
    if as_json:
        print_json(_shape(provider, removal, is_erased=is_sure))
    elif is_sure:
        print("\n".join(_told(provider, removal, "Erased")))
        if removal.packs:
            print(
                "The packs that held it are gone; commissioning build-packs makes a period's again."
            )
    if told := _kept_by_prefect(archive.home, authority):
        print(told, file=sys.stderr)


def erase_expired(
    authority: Authority,
    reason: Annotated[str, typer.Option("--reason", help="Why it is done.")],
    authority_reference: Annotated[
        str, typer.Option("--authority-reference", help="The retention schedule it is done on.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, it is only told.")] = False,
    on: Day = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Remove the files and the returns that were kept as long as the profile says."""
    settle(home, database)
    must_be_said(reason, authority_reference)
    archive = _open_archive(authority)
    from flows.due import day_due
    from tasks.erase import Grounds
    from tasks.expire import expire, foresee_expired

    grounds = Grounds(reason, authority_reference, day_due(day_of(on), archive.profile))
    found = expire(archive, grounds) if yes else foresee_expired(archive, grounds.on)
    if as_json:
        print_json({"erased": yes, "snapshots": list(found.snapshots), "rows": found.rows})
        return
    print(f"{'Erased' if yes else 'Would be erased'}: files as received: {len(found.snapshots):,}")
    print("\n".join(f"  {table}, rows whose values go: {n:,}" for table, n in found.rows.items()))
    if not yes:
        print("Nothing is erased yet; give --yes to erase it for good.", file=sys.stderr)


def must_be_said(reason: str, authority_reference: str) -> None:
    """Refuse an erasure whose grounds are left empty."""
    for option, text in (("--reason", reason), ("--authority-reference", authority_reference)):
        if not text.strip():
            raise RequestError(f"{option} is empty; say it, because the ledger keeps it.")


def _open_archive(authority: str) -> "Archive":
    """Return where the authority's data are; Prefect is set up on the way, before it is imported."""
    # Imported here because they take a second, and other commands never erase.
    from deployments.embedded import settle_prefect
    from flows.workplace import home_folder, open_workplace

    settle_prefect(home_folder())
    from tasks.erase import Archive

    workplace = open_workplace(authority)
    return Archive(workplace.profile, workplace.engine, workplace.home)


def _foreseen(archive: "Archive", name_or_id: str) -> tuple["Provider", "Removal"]:
    """Return the provider that is meant and what its erasure would take away."""
    from models.store.engine import reading
    from models.store.erasable import find_provider
    from tasks.erase import foresee

    with reading(archive.engine) as connection:
        provider = find_provider(connection, archive.profile.name, name_or_id)
    return provider, foresee(archive, provider)


def _erased(
    archive: "Archive", provider: "Provider", reason: str, authority_reference: str
) -> "Removal":
    """Erase the provider as of today and return what was taken away."""
    from flows.due import day_due
    from tasks.erase import Grounds, erase

    today = day_due(None, archive.profile)
    return erase(archive, provider, Grounds(reason, authority_reference, today))


def _is_confirmed(provider: "Provider", removal: "Removal") -> bool:
    """Tell what would go, and ask the person at the terminal; nobody there means no."""
    print("\n".join(_told(provider, removal, "Would be erased")), file=sys.stderr)
    if not sys.stdin.isatty():
        print("Nothing is erased yet; give --yes to erase it for good.", file=sys.stderr)
        return False
    return typer.confirm("Erase all this for good?", default=False, err=True)


def _told(provider: "Provider", removal: "Removal", verb: str) -> list[str]:
    called = ", ".join(f"'{name}'" for name in provider.every)
    rows = [f"  {table}: {rows:,}" for table, rows in removal.rows.items()]
    only_text = "No row has it as its provider: it was looked for as text, wherever it stands."
    return [
        f"{verb}: {called}",
        *([] if provider.is_listed else [only_text]),
        *(["Rows changed, by table"] if rows else []),
        *rows,
        f"Files as received that hold it: {len(removal.snapshots):,}",
        *(f"  {digest}" for digest in removal.snapshots),
        f"Refused files that hold it: {len(removal.refused):,}",
        *(f"  {digest}" for digest in removal.refused),
        f"Packs that hold it: {len(removal.packs):,}",
        *(f"  {path}" for path in removal.packs),
    ]


def _shape(provider: "Provider", removal: "Removal", *, is_erased: bool) -> dict[str, object]:
    return {
        "erased": is_erased,
        "names": [] if is_erased else list(provider.names),
        "identifiers": [] if is_erased else list(provider.identifiers),
        "rows": removal.rows,
        "snapshots": list(removal.snapshots),
        "refused": list(removal.refused),
        "packs": list(removal.packs),
    }


def _kept_by_prefect(home: Path, authority: str) -> str:
    """Return the line on what Prefect may still show, and how to delete it; "" where it keeps nothing."""
    database = home / "prefect" / "prefect.db"
    remedies = []
    if database.exists():
        remedies.append(
            f"stop commissioning serve and delete {database}*; nothing of ours needs it"
        )
    if os.environ.get("PREFECT_API_URL"):
        remedies.append("on the server of PREFECT_API_URL, delete those runs and their artifacts")
    runs = f"the pages of {authority}'s earlier runs (loads, flag-contracts, answer-question)"
    return f"Prefect may still show it on {runs}: {'; '.join(remedies)}." if remedies else ""
