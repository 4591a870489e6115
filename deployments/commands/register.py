"""The command that lists the register: every form of agreement together, by the page or in numbers."""

from typing import Annotated

import typer

from commissioning.errors import RequestError, shown
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Home,
    KnownAt,
    print_json,
    settle,
)
from models.feeds import INSTRUMENTS

MOST_ROWS = 10_000


def add_to(app: typer.Typer) -> None:
    """Add the command that lists the register."""
    app.command("register", help="List the register, or count it by instrument and route.")(
        register
    )


def register(
    authority: Authority,
    known_at: KnownAt = "",
    after: Annotated[
        str,
        typer.Option(
            metavar="REFERENCE", help="Begin after this one: the last of the page before."
        ),
    ] = "",
    limit: Annotated[
        int, typer.Option(min=1, max=MOST_ROWS, help="How many agreements to list.")
    ] = 100,
    instrument: Annotated[
        str, typer.Option(help=f"Only this form of agreement: {', '.join(INSTRUMENTS)}.")
    ] = "",
    summary: Annotated[
        bool, typer.Option("--summary", help="Counts and values by instrument and delivery route.")
    ] = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List the register, or count it by instrument and route."""
    settle(home, database)
    if instrument and instrument not in INSTRUMENTS:
        known = ", ".join(INSTRUMENTS)
        raise RequestError(f"--instrument {shown(instrument)} is none; choose one of {known}.")
    # Imported here because it needs pandas, which takes a second, and most commands do not.
    from deployments.commands.register_listing import page, summarise, told_page, told_summary

    if summary:
        document = summarise(authority, known_at, instrument or None)
    else:
        document = page(authority, known_at, instrument or None, after, limit)
    if as_json:
        print_json(document)
        return
    for line in told_summary(document) if summary else told_page(document):
        print(line)
