"""The command about files: load one, or only check it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commissioning.errors import RequestError
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Home,
    day_of,
    print_json,
    settle,
)
from deployments.commands.quarantine import tell_findings, warn
from models.feeds import FEEDS

if TYPE_CHECKING:
    from tasks.load import LoadReport

ColumnMapOption = Annotated[
    str,
    typer.Option(
        "--map", metavar="MAP.toml", help="The column map by which to read it, or a shipped one."
    ),
]
Edition = Annotated[
    str, typer.Option("--edition", metavar="YYYY-MM-DD", help="The publisher's day of this file.")
]


def add_to(app: typer.Typer) -> None:
    """Add the command about files."""
    app.command("load", help="Load one file, or only check it.")(load)


def load(
    feed: Annotated[str, typer.Argument(help=f"One of {', '.join(FEEDS)}.")],
    file: Annotated[Path, typer.Argument(help="The file, as the publisher wrote it.")],
    authority: Authority,
    check: Annotated[bool, typer.Option("--check", help="Report only; store nothing.")] = False,
    source: Annotated[str, typer.Option(help="The profile's source that the file is of.")] = "",
    slot: Annotated[
        str, typer.Option(help="Payments: which of the source's files it replaces.")
    ] = "",
    column_map: ColumnMapOption = "",
    confirm_map: Annotated[
        bool, typer.Option("--confirm-map", help="I have read the column map, and it is right.")
    ] = False,
    edition: Edition = "",
    complete: Annotated[
        bool | None,
        typer.Option(
            "--complete/--partial",
            help="Whether what the file does not list has ended.",
            show_default=False,
        ),
    ] = None,
    received_on: Annotated[
        str,
        typer.Option(
            metavar="YYYY-MM-DD", help="Return forms: the day on which it came; else today."
        ),
    ] = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Load one file, or only check it."""
    settle(home, database)
    if feed not in FEEDS:
        raise RequestError(f"{feed} is not a feed; choose one of {', '.join(FEEDS)}.")
    if slot and feed != "payments":
        raise RequestError(f"--slot {slot}: only payments have slots; leave it out for {feed}.")
    if confirm_map and not column_map:
        raise RequestError("--confirm-map confirms a column map; name it with --map MAP.toml.")
    # Imported here because they take seconds, and most commands never load a file.
    from deployments.embedded import settle_prefect
    from flows.workplace import home_folder

    settle_prefect(home_folder())
    from deployments.commands.loading import load_file
    from deployments.commands.mapped import ByMap, map_file

    changes = {
        key: value
        for key, value in {
            "slot": slot or None,
            "edition_on": day_of(edition, "--edition"),
            "complete": complete,
        }.items()
        if value is not None
    }
    by_map = ByMap(map_file(column_map), confirm_map) if column_map else None
    report = load_file(
        authority,
        feed,
        file,
        changes,
        name=source,
        check=check,
        by_map=by_map,
        received_on=day_of(received_on, "--received-on"),
    )
    if as_json:
        print_json(report.shape())
    else:
        _print_report(report)
        if check:
            tell_findings(file.name, report.findings)
    for note in report.notes:
        typer.echo(f"Note: {note}.", err=as_json)
    warn(file.name, report.set_aside, report.remedy)


def _print_report(report: "LoadReport") -> None:
    counts = report.counts
    state = "unchanged" if report.unchanged else "loaded" if report.stored else "would be loaded"
    # The findings of a load that changed nothing are those of the load it repeats.
    findings = "" if report.unchanged else f"; {len(report.findings):,} findings"
    print(
        f"{report.feed}: {counts.rows_in:,} rows in, {counts.rows_loaded:,} {state}, "
        f"{counts.rows_set_aside:,} set aside, {counts.rows_not_data:,} not data{findings}."
    )
