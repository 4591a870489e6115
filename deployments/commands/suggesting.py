"""The command that proposes a column map for a file that no adapter knows."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commissioning.errors import BadFile, RequestError
from commissioning.money import pounds
from deployments.commands.options import AsJson, Home, print_json, settle

if TYPE_CHECKING:
    from commissioning.mapping.suggestion import Suggestion
    from commissioning.mapping.trial import Trial


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("suggest-mapping", help="Propose a column map for a file.")(suggest_mapping)


def suggest_mapping(
    file: Annotated[Path, typer.Argument(help="The file, as the publisher wrote it.")],
    output: Annotated[
        str, typer.Option("--output", metavar="MAP.toml", help="Where to write the map.")
    ] = "",
    feed: Annotated[
        str, typer.Option(help="What it is, where you know: payments, agreements or grants.")
    ] = "",
    day_format: Annotated[
        list[str],
        typer.Option(
            metavar="COLUMN=FORMAT",
            help="How a column's days are written, such as 'Date=%d/%m/%Y'.",
        ),
    ] = [],  # noqa: B006 (typer copies it)
    authority: Annotated[str, typer.Option(help="Not needed; a map is of no authority.")] = "",
    as_json: AsJson = False,
    home: Home = "",
) -> None:
    """Propose a column map for a file."""
    settle(home, "")
    # Imported here because most commands never look at an unknown file.
    from commissioning.ingest.archive import only_member
    from commissioning.ingest.snapshot import keep_file
    from commissioning.mapping.aliases import ALIASES
    from deployments.commands.given_file import must_be_there

    if feed and feed not in ALIASES:
        raise RequestError(f"--feed {feed}: maps are proposed for {', '.join(ALIASES)}.")
    if output and Path(output).exists():
        raise RequestError(f"{output} is there already; name another file, or move it away.")
    must_be_there(file)
    member = only_member(file, file.name)
    with TemporaryDirectory() as folder:
        plain = keep_file(file, Path(folder), member=member).path if member else file
        suggestion, trial = proposed(plain, file.name, feed, settled_in(day_format))
    if output:
        write(suggestion, Path(output))
    if as_json:
        print_json(shape(suggestion, trial))
    else:
        tell(suggestion, trial)
    if output:
        then = "read it, then write confirmed = true in it, or load with --confirm-map"
        if not suggestion.is_complete:
            then = "fill in what it marks as TO DECIDE or MISSING, then confirm it"
        typer.echo(f"Written to {output}; {then}.", err=as_json)


def proposed(
    path: Path, file: str, feed: str, settled: dict[str, str]
) -> "tuple[Suggestion, Trial | None]":
    """Return the suggestion and what came of trying it, where it is complete."""
    from commissioning.mapping.suggestion import suggest
    from commissioning.mapping.trial import try_out

    suggestion = suggest(path, file, feed=feed, settled=settled)
    if unknown := [name for name in settled if name not in suggestion.header.names]:
        raise RequestError(
            f"--day-format {unknown[0]}: the file has no such column; "
            f"it has {', '.join(filter(None, suggestion.header.names))}."
        )
    return suggestion, try_out(
        path, file, suggestion.column_map()
    ) if suggestion.is_complete else None


def settled_in(given: list[str]) -> dict[str, str]:
    """Return the day formats that a person settled on, by published column."""
    from commissioning.mapping.column_map import names_a_day

    settled = {}
    for each in given:
        name, _, form = each.rpartition("=")
        if not name or not names_a_day(form):
            raise RequestError(
                f"--day-format {each} names no format; write it as 'Date=%d/%m/%Y', the column first."
            )
        settled[name] = form
    return settled


def write(suggestion: "Suggestion", path: Path) -> None:
    """Write the map, never over another file."""
    from commissioning.mapping.toml import map_text

    try:
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(map_text(suggestion))
    except OSError as error:
        raise BadFile(
            str(path), f"it cannot be written ({error.strerror})", "name another folder"
        ) from None


def shape(suggestion: "Suggestion", trial: "Trial | None") -> dict[str, Any]:
    """Return the suggestion in the documented shape."""
    return {
        "file": suggestion.file,
        "kind": suggestion.kind.name,
        "feed": suggestion.kind.feed,
        "kind_reasons": list(suggestion.kind.reasons),
        "complete": suggestion.is_complete,
        "layout": suggestion.layout.model_dump(mode="json"),
        "columns": [
            {
                "canonical": placed.canonical,
                "published": placed.published,
                "confidence": placed.confidence,
                "reasons": list(placed.reasons),
                "day_formats": list(placed.day_formats),
                "period": placed.period,
            }
            for placed in suggestion.placed
        ],
        "constants": suggestion.constants,
        "not_placed": [{"published": n, "looks_like": like} for n, like in suggestion.unplaced],
        "missing": list(suggestion.missing),
        "to_decide": list(suggestion.questions),
        "trial": trial
        and {
            "rows_in": trial.rows_in,
            "rows_read": trial.rows_read,
            "rows_refused": trial.rows_refused,
            "rows_not_data": trial.rows_not_data,
            "pence_read": trial.pence_read,
        },
    }


def tell(suggestion: "Suggestion", trial: "Trial | None") -> None:
    """Print the suggestion for a person."""
    from commissioning.mapping.kind import TOLD

    kind = suggestion.kind
    print(f"{suggestion.file}: {TOLD[kind.name]} ({'; '.join(kind.reasons)}).")
    if suggestion.layout.title_rows:
        print(f"The column names are on row {suggestion.layout.title_rows + 1}.")
    wide = max((len(placed.published) for placed in suggestion.placed), default=0)
    for placed in suggestion.placed:
        formats = f" [{' or '.join(placed.open_between or placed.day_formats)}]"
        formats = formats if placed.day_formats else ""
        why = "; ".join(placed.reasons) + formats
        print(
            f"  {placed.canonical:<17} {placed.published:<{wide}}  {placed.confidence:.2f}  {why}"
        )
    if suggestion.unplaced:
        told = (f"{name} ({like})" for name, like in suggestion.unplaced)
        print(f"Not read: {', '.join(told)}.")
    for name in suggestion.missing:
        print(f"Missing: no column was found for {name}.")
    for question in suggestion.questions:
        print(f"To decide: {question}.")
    if trial:
        print(
            f"Tried: {trial.rows_in:,} rows in, {trial.rows_read:,} read ({pounds(trial.pence_read)}), "
            f"{trial.rows_refused:,} would be set aside, {trial.rows_not_data:,} not data."
        )
        for column, why, rows in trial.faults:
            print(f"  would be set aside: {column} {why}: {rows:,}")
        for note in trial.notes:
            print(f"Note: {note}.")
