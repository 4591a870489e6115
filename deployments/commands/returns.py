"""The command that asks providers for their monitoring returns."""

from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.cycle import Plain, run
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


def add_to(app: typer.Typer) -> None:
    """Add the command about return forms."""
    app.command(
        "write-return-templates", help="Write each provider the form of the returns it owes."
    )(write_return_templates)


def write_return_templates(
    authority: Authority,
    output: Annotated[
        Path, typer.Option("--output", metavar="FOLDER", help="Where the forms are written to.")
    ],
    period: Annotated[
        str,
        typer.Option(
            metavar="2026-Q1", help="A quarter, a month (2026-05) or a year (2026) to ask for."
        ),
    ] = "",
    on: Day = "",
    provider: Annotated[
        str, typer.Option(metavar="NAME", help="Only this provider's, by name or code.")
    ] = "",
    contact: Annotated[
        str, typer.Option(help="Whom a provider is to ask; else the agreement's commissioner.")
    ] = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Write each provider the form of the returns it owes."""
    settle(home, database)
    made = run(
        "flows.returns.write_return_templates",
        plain,
        authority=authority,
        output=str(output.absolute()),
        period=period,
        on=day_of(on),
        provider=provider,
        contact=contact,
    )
    if as_json:
        print_json({name: value for name, value in made.items() if name != "notes"})
    else:
        for form in made["forms"]:
            print(f"{form['file']}: {form['figures']:,} figures, due {form['due_on']}")
        if not made["forms"]:
            days = f"{made['starts_on']} to {made['ends_on']}"
            print(f"No return is due for {made['period']} ({days}).")
    for note in made["notes"]:
        typer.echo(f"Note: {note}.", err=as_json)
