"""Commands that look: one agreement explained, the state of the whole, the servers started."""

from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Home,
    KnownAt,
    day_of,
    print_json,
    settle,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands that look, and the one that serves."""
    app.command("explain", help="Tell all that is known of one agreement.")(explain)
    app.command("doctor", help="Say what is wrong here, and what to do about it.")(doctor)
    app.command("serve", help="Start the server, the schedules, a worker and the packs.")(serve)


def explain(
    reference: Annotated[
        str, typer.Argument(help="The agreement's reference, or one of its parts.")
    ],
    authority: Authority,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="YYYY-MM-DD",
            help="The day the timetable is counted from; the day last judged when left out.",
        ),
    ] = "",
    known_at: KnownAt = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE.html", help="Write it as one page, with charts."),
    ] = None,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Tell all that is known of one agreement."""
    settle(home, database)
    from commissioning.story import shape, told
    from deployments.commands.reading import stories, write_page

    found = stories(authority, reference, known_at, day_of(on))
    if output is not None:
        write_page(found, reference, output)
    if as_json:
        print_json({"reference": reference, "agreements": [shape(each) for each in found]})
    elif output is not None:
        print(output)
    else:
        for telling in found:
            print("\n".join(told(telling)))


def doctor(
    authority: Annotated[
        str, typer.Option("--authority", help="One authority; all that have loads when left out.")
    ] = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Say what is wrong here, and what to do about it."""
    settle(home, database)
    from dataclasses import asdict

    from deployments.commands.doctoring import examine

    lines = list(examine(authority))
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        for line in lines:
            print(f"{'well ' if line.is_well else 'WRONG'}  {line.what}: {line.seen}")
            if not line.is_well:
                print(f"       {line.remedy}")
    if not all(line.is_well for line in lines):
        raise typer.Exit(1)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the Prefect server and its UI.")] = 4200,
    packs_port: Annotated[int, typer.Option(help="Port of the packs.")] = 4201,
    limit: Annotated[int, typer.Option(help="How many runs at once.")] = 4,
    database: Database = "",
    home: Home = "",
) -> None:
    """Start the server, the schedules, a worker and the packs."""
    settle(home, database)
    from deployments.serve import serve as serve_here
    from flows.workplace import home_folder

    serve_here(home_folder(), host=host, port=port, packs_port=packs_port, limit=limit)
