"""The command line: one command a flow, under the flow's name, and the commands about one thing.

A person never sees a traceback unless they ask with ``--debug``.
"""

import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from commissioning.errors import FORESEEN, out_of_room
from commissioning.redaction import redacted
from deployments.commands import (
    answers,
    authority,
    cases,
    compliance,
    cycle,
    deciding,
    erasing,
    files,
    health,
    history,
    migrating,
    packs,
    providers,
    quarantine,
    register,
    returns,
    suggesting,
    verifying,
)
from deployments.commands.deployed import Commands

DEBUG = "--debug"
INTERRUPTED = 130

app = typer.Typer(
    name="commissioning",
    cls=Commands,
    help="The commissioning cycle of a public body: needs, register, flags, packs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cycle.add_to(app)
packs.add_to(app)
answers.add_to(app)
deciding.add_to(app)
cases.add_to(app)
files.add_to(app)
suggesting.add_to(app)
quarantine.add_to(app)
history.add_to(app)
register.add_to(app)
returns.add_to(app)
compliance.add_to(app)
health.add_to(app)
providers.add_to(app)
erasing.add_to(app)
migrating.add_to(app)
verifying.add_to(app)
authority.add_to(app)
COMMANDS = get_command(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status: 0 done, 1 failed, 2 the request was wrong."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    given = [word for word in given if word != DEBUG]
    sys.exit(_run(given, debug=debug))


def _run(given: list[str], *, debug: bool) -> int:
    if unreadable := [word for word in given if not is_utf_8(word)]:
        return _said(
            f"{unreadable[0]!a} is not written in UTF-8; write it so, and rename a file so called.",
            2,
        )
    try:
        done = COMMANDS(args=given, standalone_mode=False)
        return done if isinstance(done, int) else 0
    except FORESEEN as error:
        if debug:
            raise
        return _said(str(error), error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _said(
            "Stopped; what was completed is kept, and running it again does the rest.", INTERRUPTED
        )
    except TyperException as error:
        return _said(_usage(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if debug:
            raise
        if full := out_of_room(error):
            return _said(str(full), full.exit_code)
        if _is_of_server(error):
            from models.store.errors import ServerLost

            lost = ServerLost()
            return _said(str(lost), lost.exit_code)
        return _said(
            f"It failed on something unforeseen ({type(error).__name__}: {error}); "
            f"run it again with {DEBUG} and report what it prints.",
            1,
        )


def _is_of_server(error: Exception) -> bool:
    """Tell that a flow could not reach Prefect's server, at its start or outside its steps."""
    never_there = isinstance(error, RuntimeError) and str(error).startswith("Failed to reach API")
    return never_there or type(error).__module__.startswith("httpx")


def is_utf_8(word: str) -> bool:
    """Tell whether a word of the command was whole UTF-8; bytes that are not arrive as half characters."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _usage(error: TyperException) -> str:
    """Return what was wrong with the words of the command, and where its help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "commissioning"
    return f"{error.format_message()} See {path} --help."


def _said(sentence: str, status: int) -> int:
    print(redacted(sentence), file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
