"""Commands run as a person types them, inside this process: the seconds of importing are paid once."""

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from deployments.cli import main

SET_ELSEWHERE = ("COMMISSIONING_HOME", "COMMISSIONING_DATABASE_URL", "PREFECT_API_URL")


@dataclass(frozen=True)
class Ran:
    """What one command came to: its exit status and the two streams."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; anything beside it is an error."""
        assert self.out, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """A terminal in which every command works in one home, for one authority unless told otherwise."""

    home: Path
    authority: str = "salford"

    def __call__(self, *words: object, authority: str | None = None) -> Ran:
        """Run a command and return what came of it; ``authority=""`` names none."""
        named = self.authority if authority is None else authority
        whose = ["--authority", named] if named else []
        out, err = StringIO(), StringIO()
        with (
            _left_as_it_was(),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as left,
        ):
            main([*map(str, words), *whose, "--home", str(self.home)])
        return Ran(int(left.value.code or 0), out.getvalue(), err.getvalue())

    def load(self, feed: str, file: Path, *words: object, authority: str | None = None) -> Ran:
        """Load a file and return what came of it, with the counts as JSON."""
        return self("load", feed, file, *words, "--json", authority=authority)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database itself, with nothing of ours between; no database has no rows."""
        file = self.home / "commissioning.db"
        if not file.exists():
            return []
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def change(self, statement: str) -> None:
        """Change the database behind our back, as a hand would."""
        with closing(sqlite3.connect(self.home / "commissioning.db")) as connection, connection:
            connection.execute(statement)

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        found = self.ask(f"SELECT count(*) FROM {table}")
        return int(found[0][0]) if found else 0


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """Give a command an environment and a log of its own, as each has in a process of its own."""
    environment, log = dict(os.environ), logging.getLogger("commissioning")
    handlers, log.handlers = log.handlers, []
    for variable in SET_ELSEWHERE:
        os.environ.pop(variable, None)
    try:
        yield
    finally:
        log.handlers = handlers
        os.environ.clear()
        os.environ.update(environment)
