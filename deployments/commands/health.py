"""Commands that look: one agreement explained, the state of the whole, watched and served."""

from pathlib import Path
from typing import Annotated, Any

import typer

from deployments.commands.cycle import Plain, run
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Day,
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
    app.command("watch", help="Tell people what is newly wrong; start interrupted runs again.")(
        watch
    )
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

    from flows.examining import examine

    findings = [asdict(finding) for finding in examine(authority)]
    if as_json:
        print_json(findings)
    else:
        _print_findings(findings)
    if not all(finding["is_well"] for finding in findings):
        raise typer.Exit(1)


def watch(
    authority: Authority,
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Tell people what is newly wrong; start interrupted runs again."""
    settle(home, database)
    watched = run("flows.watch.watch", plain, authority=authority, on=day_of(on))
    if as_json:
        print_json(watched)
        return
    _print_findings(watched["findings"])
    for name in watched["started_again"]:
        print(f"Started again: {name}")
    for told in watched["told"]:
        said = "Could not tell" if told["trouble"] else "Told"
        print(f"{said} {told['target']}: {told['trouble'] or told['title']}")


def _print_findings(findings: list[dict[str, Any]]) -> None:
    """Print one line a thing, with the remedy under what is wrong."""
    for finding in findings:
        print(f"{'well ' if finding['is_well'] else 'WRONG'}  {finding['what']}: {finding['seen']}")
        if not finding["is_well"]:
            print(f"       {finding['remedy']}")


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
