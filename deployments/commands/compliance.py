"""The command that compares departments: rule by department, what is systematic, whose thresholds differ."""

from typing import Annotated

import typer

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
    """Add the command that compares departments."""
    app.command("compliance", help="Compare departments: which rules are flagged in which.")(
        compliance
    )


def compliance(
    authority: Authority,
    on: Day = "",
    known_at: KnownAt = "",
    matrix_only: Annotated[
        bool,
        typer.Option(
            "--matrix-only", help="Only the day's matrix: the three quarter ends are not judged."
        ),
    ] = False,
    as_json: AsJson = False,
    database: Database = "",
    home: Home = "",
) -> None:
    """Compare departments: which rules are flagged in which."""
    settle(home, database)
    # Imported here because Prefect reads its settings as it is imported, and takes seconds.
    from deployments.embedded import settle_prefect
    from deployments.running import show_log
    from flows.workplace import home_folder

    day = day_of(on)
    settle_prefect(home_folder())
    from commissioning.compliance.compliance import told
    from deployments.commands.comparing import departments_compared

    show_log()
    shape = departments_compared(authority, day, known_at, matrix_only=matrix_only).shape
    if as_json:
        print_json(shape)
        return
    for line in told(shape):
        print(line)
