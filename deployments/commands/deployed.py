"""The command of a flow that is deployed and has none written for it: whose, and of which day."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

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

FILE = Path(__file__).parents[1] / "prefect.yaml"
ENTRYPOINT = re.compile(r"\bentrypoint: (flows\.\w+\.\w+)")


class Commands(TyperGroup):
    """Every command by its name: those written by hand, and the deployed flows that have none.

    The file of deployments is read for a name that no written command has, and to list them all.
    """

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:
        """Return the command of that name, or None."""
        written = super().get_command(ctx, cmd_name)
        if written is None and (entrypoint := deployed().get(cmd_name)):
            return command_of(cmd_name, entrypoint)
        return written

    def list_commands(self, ctx: typer.Context) -> list[str]:
        """Return the name of every command."""
        return list(dict.fromkeys([*super().list_commands(ctx), *deployed()]))


def deployed() -> dict[str, str]:
    """Return the deployed flows, by the name of their command."""
    entrypoints = ENTRYPOINT.findall(FILE.read_text(encoding="utf-8"))
    return {each.rpartition(".")[2].replace("_", "-"): each for each in entrypoints}


def command_of(name: str, entrypoint: str) -> Any:
    """Return the command that runs a flow and prints the lines that it returns as ``told``."""

    def run_deployed(
        authority: Authority,
        on: Day = "",
        as_json: AsJson = False,
        plain: Plain = None,
        database: Database = "",
        home: Home = "",
    ) -> None:
        settle(home, database)
        done = run(entrypoint, plain, authority=authority, on=day_of(on))
        told = done.pop("told", ()) if isinstance(done, dict) else ()
        if as_json:
            print_json(done)
            return
        for line in told:
            print(line)

    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, help=first_line(entrypoint))(run_deployed)
    return get_command(app)


def first_line(entrypoint: str) -> str:
    """Return what a flow says that it does, read without importing it: Prefect takes seconds."""
    module, _, name = entrypoint.rpartition(".")
    found = find_spec(module)
    if found is None or found.origin is None:
        return f"Run {entrypoint}."
    tree = ast.parse(Path(found.origin).read_bytes())
    [flow] = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == name]
    return (ast.get_docstring(flow) or "").partition("\n")[0]
