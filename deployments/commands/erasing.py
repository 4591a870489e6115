"""The command that removes a provider's data, on a request or a decision to do so."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from commissioning.errors import RequestError
from deployments.commands.options import AsJson, Authority, Database, Home, print_json, settle

if TYPE_CHECKING:
    from models.store.erasable import Provider
    from tasks.erase import Removal


def add_to(app: typer.Typer) -> None:
    """Add the commands that erase."""
    group = typer.Typer(no_args_is_help=True)
    group.callback()(lambda: None)  # else a group of one command would be that command
    group.command("provider", help="Remove a provider's name and identifiers.")(erase_provider)
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
    for option, text in (("--reason", reason), ("--authority-reference", authority_reference)):
        if not text.strip():
            raise RequestError(f"{option} is empty; say it, because the ledger keeps it.")
    # Imported here because they take a second, and other commands never erase.
    from deployments.embedded import prefect_settings
    from flows.workplace import home_folder, open_workplace

    os.environ.update(prefect_settings(home_folder()))  # Prefect reads them as it is imported
    from flows.due import day_due
    from models.store.engine import reading
    from models.store.erasable import find_provider
    from tasks.erase import Archive, Grounds, erase, foresee

    workplace = open_workplace(authority)
    archive = Archive(workplace.profile, workplace.engine, workplace.home)
    with reading(workplace.engine) as connection:
        provider = find_provider(connection, authority, name_or_id)
    removal = foresee(archive, provider)
    is_sure = yes or _is_confirmed(provider, removal)
    if is_sure:
        grounds = Grounds(reason, authority_reference, day_due(None, workplace.profile))
        removal = erase(archive, provider, grounds)
    if as_json:
        print_json(_shape(provider, removal, is_erased=is_sure))
    elif is_sure:
        print("\n".join(_told(provider, removal, "Erased")))
        if removal.packs:
            print(
                "The packs that held it are gone; commissioning build-packs makes a period's again."
            )


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
    return [
        f"{verb}: {called}",
        *(["Rows changed, by table"] if rows else []),
        *rows,
        f"Files as received that hold it: {len(removal.snapshots):,}",
        *(f"  {digest}" for digest in removal.snapshots),
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
        "packs": list(removal.packs),
    }
