"""Commands about providers: who they are under all their names, and which names are whose."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commissioning.errors import RequestError
from deployments.commands.options import (
    AsJson,
    Authority,
    Database,
    Home,
    KnownAt,
    print_json,
    settle,
)

if TYPE_CHECKING:
    from commissioning.provider_review import Suggestion
    from models.store.provider_aliases import NameDecision

SHOWN = 100

Who = Annotated[str, typer.Option("--by", help="Who decides; it is kept on record.")]
Again = Annotated[
    bool, typer.Option("--again", help="Decide anew what was decided otherwise before.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands about providers."""
    group = typer.Typer(no_args_is_help=False)
    group.callback(invoke_without_command=True)(providers)
    group.command("review", help="List the names that may be a known body's.")(review)
    group.command("confirm", help="Decide that a name is a body's, or take a filled-in list back.")(
        confirm
    )
    group.command("reject", help="Decide that a name is not a body's.")(reject)
    app.add_typer(group, name="providers", help="Who the providers are, under all their names.")


def providers(
    context: typer.Context,
    authority: Annotated[
        str, typer.Option("--authority", help="The authority, by profile name.")
    ] = "",
    known_at: KnownAt = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List the providers, each with the names it is known by."""
    if context.invoked_subcommand:
        return
    if not authority:
        raise RequestError("Missing option '--authority'. See commissioning providers --help.")
    settle(home, database)
    from deployments.commands.knowing import listed

    found = listed(authority, known_at)
    if as_json:
        print_json(found)
        return
    for line in _told(found, authority):
        print(line)


def review(
    authority: Authority,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write a .xlsx or .csv file to fill in."),
    ] = None,
    known_at: KnownAt = "",
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """List the names that may be a known body's, with why they are not linked and what hangs on them."""
    settle(home, database)
    from deployments.commands.knowing import reviewed

    found = reviewed(authority, known_at)
    if output is not None:
        from commissioning.review_file import write_review

        write_review(found, output.absolute())
    if as_json:
        print_json([one.shape() for one in found])
        return
    if output is not None:
        print(f"{_names(len(found))} to look at written to {output}.")
        return
    for line in _suggested(found, authority):
        print(line)


def confirm(
    name_or_file: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="The name, or the list filled in.")
    ],
    authority: Authority,
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="The body's identifier, such as GB-COH-02535986.")
    ] = "",
    by: Who = "",
    again: Again = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Decide that a name is a body's; or take back the list that ``providers review`` wrote, filled in."""
    settle(home, database)
    from models.provider_alias import SAME

    if identifier:
        decisions = [_decision(name_or_file, identifier, SAME, by)]
    else:
        decisions = _from_file(Path(name_or_file))
    _decide(authority, decisions, again=again, as_json=as_json)


def reject(
    name: Annotated[str, typer.Argument(help="The name.")],
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The body that it is not.")],
    authority: Authority,
    by: Who = "",
    again: Again = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Decide that a name is not a body's; it is not linked to it and not suggested again."""
    settle(home, database)
    from models.provider_alias import DIFFERENT

    decisions = [_decision(name, identifier, DIFFERENT, by)]
    _decide(authority, decisions, again=again, as_json=as_json)


def _decision(name: str, identifier: str, outcome: str, by: str) -> "NameDecision":
    from models.store.provider_aliases import NameDecision

    if not by.strip():
        raise RequestError("--by is empty; say who decides, because it is kept on record.")
    return NameDecision(name, identifier, outcome, by)


def _from_file(file: Path) -> "list[NameDecision]":
    from commissioning.review_file import read_review

    if not file.is_file():
        raise RequestError(
            f"{file}: there is no such file; to confirm one name give its identifier after it."
        )
    decisions = read_review(file)
    if not decisions:
        raise RequestError(f"{file.name}: no outcome is filled in; write same or different.")
    return decisions


def _decide(authority: str, decisions: "list[NameDecision]", *, again: bool, as_json: bool) -> None:
    from deployments.commands.knowing import decided

    confirmed = decided(authority, decisions, again=again)
    if as_json:
        print_json(vars(confirmed))
        return
    for sentence in confirmed.repeated:
        print(f"{sentence}; nothing was stored for it.")
    if confirmed.stored:
        print(
            f"{_names(confirmed.stored)} decided on, kept as load {confirmed.load_no}; "
            "the next run-cycle judges anew."
        )


def _told(found: list[dict[str, Any]], authority: str) -> Iterator[str]:
    from commissioning.money import pounds

    if not found:
        yield f"No agreement or payment of {authority} names a provider yet; load them first."
        return
    for one in found[:SHOWN]:
        number = one["identifiers"][0] if one["identifiers"] else "no number known"
        sector = one["provider_type"] or "type not recorded"
        yield (
            f"{one['name']}  ({number}; {sector}): {one['agreements']:,} agreements, "
            f"{one['payments']:,} payments, {pounds(one['paid_pence'])} paid"
        )
        if len(one["names"]) > 1:
            yield f"  also {'; '.join(one['names'][1:])}  (by {', '.join(one['known_by'])})"
    more = f"{len(found) - SHOWN:,} more with --json; " if len(found) > SHOWN else ""
    yield f"{len(found):,} providers; {more}providers review lists the names that may be theirs."


def _suggested(found: "list[Suggestion]", authority: str) -> Iterator[str]:
    from commissioning.money import pounds

    if not found:
        yield f"No name of {authority} waits to be looked at."
        return
    for one in found[:SHOWN]:
        hangs = f"{one.totals['agreements']:,} agreements, {one.totals['payments']:,} payments"
        yield f"{one.name}: {hangs}, {pounds(one.totals['paid_pence'])} paid; {'; '.join(one.reasons)}"
        for candidate in one.candidates:
            yield f"  {candidate.body}  {candidate.name}  {candidate.score:.2f}"
    more = f"{len(found) - SHOWN:,} more with --json or --output; " if len(found) > SHOWN else ""
    yield f"{_names(len(found))} to look at; {more}providers confirm NAME ID --by WHO decides one."


def _names(number: int) -> str:
    return f"{number:,} {'name' if number == 1 else 'names'}"


def draw(done: int, of: int) -> None:
    """Draw how many names were looked at, where a person is watching."""
    if sys.stderr.isatty() and (done % 100 == 0 or done == of):
        end = "\n" if done == of else "\r"
        print(f"  {done:,} of {of:,} names", end=end, file=sys.stderr, flush=True)
