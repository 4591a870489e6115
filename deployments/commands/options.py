"""Options that every command has, and what they do before anything else runs."""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commissioning.errors import RequestError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Authority = Annotated[str, typer.Option("--authority", help="The authority, by profile name.")]
Day = Annotated[
    str,
    typer.Option("--on", metavar="YYYY-MM-DD", help="The day it is about; today when left out."),
]
KnownAt = Annotated[
    str,
    typer.Option(
        "--known-at",
        metavar="LOAD|YYYY-MM-DD",
        help="As it was known at a load, or on a day; all that is known now when left out.",
    ),
]
Database = Annotated[
    str, typer.Option("--database", help="Database address; default: a SQLite file in the home.")
]
Home = Annotated[str, typer.Option("--home", help="Folder of everything we keep; default: ./var.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def settle(home: str, database: str) -> None:
    """Hand the home and the database to whatever runs next, through the environment."""
    if home:
        os.environ["COMMISSIONING_HOME"] = str(Path(home).absolute())
    if database:
        os.environ["COMMISSIONING_DATABASE_URL"] = database


def day_of(text: str, option: str = "--on") -> date | None:
    """Return the day that was asked for, or None when none was.

    Raises RequestError when the text is not an ISO day.
    """
    if not text:
        return None
    try:
        if not DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise RequestError(f"{option} {text} is not a day; write it as 2026-03-31.") from None


def print_json(document: Any) -> None:
    """Print one JSON document, the only thing on standard output."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_json_lines(document: Mapping[str, Any]) -> None:
    """Print one JSON object of which a part may be long: of that each item is a line, written as it is made."""
    before = "{\n"
    for name, value in document.items():
        sys.stdout.write(f"{before}  {json.dumps(name)}: ")
        if isinstance(value, Iterable) and not isinstance(value, (str, Mapping)):
            sys.stdout.write("[")
            between = "\n"
            for item in value:
                sys.stdout.write(f"{between}    {json.dumps(item, ensure_ascii=False)}")
                between = ",\n"
            sys.stdout.write("\n  ]")
        else:
            sys.stdout.write(json.dumps(value, ensure_ascii=False))
        before = ",\n"
    sys.stdout.write("\n}\n")
