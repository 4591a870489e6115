"""The command that answers a member's question."""

from typing import Annotated, Any, get_args

import typer

from commissioning.answers.question import TAKEN, By
from commissioning.errors import RequestError
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
from models.feeds import PROVIDER_TYPES

PARTS = ("public", "exempt")
SHAPE = ("question", "answer", "coverage", "rows", "sources")
IDS_SHOWN = 4
FIGURES_SHOWN = 40


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("answer-question", help="Answer a member's question from the register.")(
        answer_question
    )


def answer_question(
    authority: Authority,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(TAKEN)}.")],
    on: Day = "",
    year: Annotated[str, typer.Option(help="The financial year, such as 2011/12 or 2024.")] = "",
    day: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="For ending-on; else the year's last day.")
    ] = "",
    structure_on: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="Departments as they were on this day.")
    ] = "",
    department: Annotated[str, typer.Option(help="Only this department's.")] = "",
    service_category: Annotated[str, typer.Option(help="Only this service's.")] = "",
    provider_type: Annotated[
        str, typer.Option(help=f"Only providers of this kind: {', '.join(PROVIDER_TYPES)}.")
    ] = "",
    by: Annotated[str, typer.Option(help=f"Divide money by {', '.join(get_args(By)[1:])}.")] = "",
    part: Annotated[
        str, typer.Option(help="public withholds what the profile calls exempt; or exempt.")
    ] = "public",
    known_at: KnownAt = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Answer a member's question from the register."""
    settle(home, database)
    for option, value, choices in (
        ("--kind", kind, tuple(TAKEN)),
        ("--provider-type", provider_type, ("", *PROVIDER_TYPES)),
        ("--by", by, get_args(By)),
        ("--part", part, PARTS),
    ):
        if value not in choices:
            known = ", ".join(filter(None, choices))
            raise RequestError(f"{option} {value} is not known; choose one of {known}.")
    found = run(
        "flows.answers.answer_question",
        plain,
        authority=authority,
        kind=kind,
        on=day_of(on),
        year=year,
        day=day_of(day, "--day"),
        structure_on=day_of(structure_on, "--structure-on"),
        department=department,
        service_category=service_category,
        provider_type=provider_type,
        by=by,
        part=part,
        known_at=known_at,
    )
    if as_json:
        print_json({name: found[name] for name in SHAPE})
    else:
        _print(found)


def _print(found: dict[str, Any]) -> None:
    """Print the answer first, then how much of it is known, each figure with its rows, the sources."""
    if found["question"]["part"] == "exempt":
        print("Exempt part: not for publication.")
    print(found["answer"])
    print(f"Coverage: {found['coverage']}.")
    for figure in found["rows"][:FIGURES_SHOWN]:
        ids = figure["row_ids"]
        more = f" and {len(ids) - IDS_SHOWN:,} more" if len(ids) > IDS_SHOWN else ""
        rows = f"  [{', '.join(ids[:IDS_SHOWN])}{more}]" if ids else ""
        print(f"  {figure['said']}{rows}")
    if (more_figures := len(found["rows"]) - FIGURES_SHOWN) > 0:
        print(f"  and {more_figures:,} more; --json has them all")
    for line in found["lines"][:FIGURES_SHOWN]:
        print(f"  {line}")
    for source in found["sources"]:
        edition = f", edition of {source['edition_on']}" if source["edition_on"] else ""
        print(
            f"Source: {source['title']}, {source['publisher']}{edition} ({source['digest'][:12]})."
        )
