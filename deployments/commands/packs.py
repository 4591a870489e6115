"""The command that withdraws a pack."""

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
    """Add the command."""
    app.command("withdraw-pack", help="Withdraw the latest version of a pack, and say why.")(
        withdraw_pack
    )


def withdraw_pack(
    authority: Authority,
    period: Annotated[
        str, typer.Option(help="Its period, as its folder or its page has it: 2022-23-q2.")
    ],
    audience: Annotated[str, typer.Option(help="Whom it is for, such as dmt.")],
    reason: Annotated[str, typer.Option(help="Why; every reader of the index sees it.")],
    by: Annotated[str, typer.Option(help="Who withdraws it: the office or the person.")],
    scope: Annotated[str, typer.Option(help="What it is about, as its file has it.")] = "authority",
    on: Day = "",
    as_json: AsJson = False,
    plain: Plain = None,
    database: Database = "",
    home: Home = "",
) -> None:
    """Withdraw the latest version of a pack, and say why."""
    settle(home, database)
    done = run(
        "flows.withdrawal.withdraw_pack",
        plain,
        authority=authority,
        period=period,
        audience=audience,
        reason=reason,
        by=by,
        scope=scope,
        on=day_of(on),
    )
    if as_json:
        print_json(done)
    else:
        print(
            f"Version {done['version']} for {done['audience']} about {done['scope']}, {done['period']}, is "
            f"withdrawn on {done['on']} by {done['by']}. It stays on record; build-packs issues the next version."
        )
