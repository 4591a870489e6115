"""Commands about the rows that were set aside: which they are, out to be corrected, and back."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.options import AsJson, Authority, Database, Home, print_json, settle

if TYPE_CHECKING:
    from tasks.correct import CorrectionReport

SHOWN = 20

Source = Annotated[str, typer.Option("--source", help="Only rows of this source.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands about rows that were set aside."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help="List the rows set aside, and why.")(quarantine_list)
    group.command("export", help="Write them to a file in which they can be corrected.")(
        quarantine_export
    )
    group.command("load", help="Load corrected rows back, or only check them.")(quarantine_load)
    app.add_typer(group, name="quarantine", help="Rows that were set aside.")


def quarantine_list(
    authority: Authority,
    source: Source = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List the rows set aside, and why."""
    settle(home, database)
    from deployments.commands.reading import quarantined

    rows = [row for row in quarantined(authority) if source in ("", row["source"])]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = f"{row['source']} load {row['load_no']}"
        print(f"{as_found(where, row, 'set aside')}.")
    if not rows:
        print(f"No rows of {source or authority} are set aside.")


def quarantine_export(
    authority: Authority,
    output: Annotated[
        Path, typer.Option("--output", metavar="FILE", help="Where to: a .xlsx or a .csv file.")
    ],
    source: Source = "",
    load: Annotated[
        int | None, typer.Option("--load", metavar="N", help="Only rows of this load.")
    ] = None,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Write the rows set aside to a file in which they can be corrected."""
    settle(home, database)
    exported = _correcting().export(authority, output, source=source, load_no=load)
    if as_json:
        print_json(vars(exported))
        return
    rows = f"{exported.rows:,} {'row' if exported.rows == 1 else 'rows'}"
    print(f"{rows} of {exported.source} load {exported.load_no} written to {exported.file}.")


def quarantine_load(
    file: Annotated[Path, typer.Argument(help="The exported file, corrected.")],
    authority: Authority,
    check: Annotated[bool, typer.Option("--check", help="Report only; store nothing.")] = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Load corrected rows back, or only check them."""
    settle(home, database)
    report = _correcting().load_back(authority, file, check=check)
    if as_json:
        print_json(report.shape())
    else:
        _print_report(report, check=check)
    for note in report.notes:
        typer.echo(f"Note: {note}.", err=as_json)
    again = "correct it in the file" if check else "correct it in a new export"
    warn(file.name, report.set_aside, f"it stays set aside; {again}")
    if not (report.closed or report.unchanged):
        typer.echo(f"{file.name}: none of its rows passed, so nothing was stored.", err=True)
        raise typer.Exit(1)


def _correcting() -> ModuleType:
    # Imported here because they take seconds, and listing needs none of it.
    from deployments.embedded import settle_prefect
    from flows.workplace import home_folder

    settle_prefect(home_folder())
    from deployments.commands import correcting

    return correcting


def _print_report(report: "CorrectionReport", *, check: bool) -> None:
    counts = report.counts
    state = "unchanged" if report.unchanged else "would be loaded" if check else "loaded"
    print(
        f"{report.feed}: {counts.rows_in:,} rows in, {counts.rows_loaded:,} {state}, "
        f"{counts.rows_set_aside:,} set aside again, {counts.rows_not_data:,} not data; of load "
        f"{report.corrects}, {report.closed:,} rows {'would be ' if check else ''}settled and "
        f"{report.still_open:,} still set aside."
    )


def warn(file: str, cells: Any, remedy: str) -> None:
    """Say of each cell for which a row is set aside where it stands, what was found, why, and the remedy."""
    for cell in cells.head(SHOWN).to_dict("records"):
        typer.echo(f"{as_found(file, cell, 'set aside')}; {remedy}.", err=True)
    if len(cells) > SHOWN:
        more = len(cells) - SHOWN
        typer.echo(f"... and {more:,} more: commissioning quarantine list shows them.", err=True)


def tell_findings(file: str, cells: Any) -> None:
    """Say of each doubtful cell whose row is kept where it stands, what was found and why."""
    for cell in cells.head(SHOWN).to_dict("records"):
        typer.echo(f"{as_found(file, cell, 'kept')}.")
    if len(cells) > SHOWN:
        typer.echo(
            f"... and {len(cells) - SHOWN:,} more; once it is loaded, a pack's data quality section has them all."
        )


def as_found(file: str, cell: dict[str, Any], what_became_of_it: str) -> str:
    """Return where a doubtful cell stands, whether its row was kept or set aside, and why."""
    from commissioning.errors import place

    value = cell["value"] if isinstance(cell["value"], str) else None
    where = place(file, int(cell["line_no"]), cell["column"], value)
    cause = cell["likely_cause"][0].lower() + cell["likely_cause"][1:].rstrip(".")
    return f"{where}: {what_became_of_it} ({cell['expectation']}), likely cause: {cause}"
