"""Profiles: a new one, and whether one is right."""

from typing import Annotated

import typer

from deployments.commands.options import Home, settle


def add_to(app: typer.Typer) -> None:
    """Add the commands about profiles."""
    group = typer.Typer(no_args_is_help=True)
    group.command("new", help="Write a commented profile to begin with.")(new)
    group.command("check", help="Say what is wrong with a profile, by file and key.")(check)
    app.add_typer(group, name="authority", help="Authority profiles: begin one, check one.")


def new(
    name: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    title: Annotated[str, typer.Option(help="The authority's full name.")] = "",
    home: Home = "",
) -> None:
    """Write a commented profile to begin with."""
    from commissioning.settings import new_profile
    from flows.workplace import known_folders

    settle(home, "")
    path = new_profile(name, title or name.replace("-", " ").title(), known_folders()[0])
    print(f"Wrote {path}; fill it in, then run: commissioning authority check {name}")


def check(
    name: Annotated[str, typer.Argument(help="The profile's name.")],
    home: Home = "",
) -> None:
    """Say what is wrong with a profile, by file and key."""
    from commissioning.settings import check_profile, find_profile
    from commissioning.sources import SOURCES
    from flows.workplace import known_folders

    settle(home, "")
    path = find_profile(name, known_folders())
    problems = check_profile(path, SOURCES)
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(2)
    print(f"{path}: nothing wrong found.")
