"""An authority's register kept through the real commands, on SQLite or PostgreSQL, and looked at without them."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.battery.dump import SQLITE
from tests.battery.files import OURS, Publication, Row, agreement
from tests.battery.invariants import check_invariants
from tests.commands import Ran, Terminal

APRIL, MAY, JUNE = "2026-04-30", "2026-05-31", "2026-06-30"

# As known at a load about a day: what the data model says in words, in SQL of its own.
AS_KNOWN = """SELECT reference, title FROM (
    SELECT agreement.reference, version.title, version.retracted, row_number() OVER (
        PARTITION BY version.agreement_id ORDER BY version.valid_from DESC, version.known_from DESC
    ) AS newest
    FROM agreement_version AS version
    JOIN agreement ON agreement.authority = version.authority
        AND agreement.agreement_id = version.agreement_id
    JOIN load ON load.authority = version.authority AND load.load_no = version.known_from
    WHERE version.known_from <= {at} AND version.valid_from <= '{about}'
        AND (load.undone_by IS NULL OR load.undone_by > {at})
) AS ranked WHERE newest = 1 AND NOT retracted"""
NOW = """SELECT agreement.reference, version.title FROM agreement_now
    JOIN agreement_version AS version ON version.version_no = agreement_now.version_no
    JOIN agreement ON agreement.authority = version.authority
        AND agreement.agreement_id = version.agreement_id"""


@dataclass(frozen=True)
class Books:
    """One authority's home and database, and the commands a person gives there."""

    home: Path
    database: str
    folder: Path
    authority: str = OURS.authority

    def __call__(self, *words: object) -> Ran:
        """Run a command of which nothing is expected yet."""
        terminal = Terminal(self.home, self.authority)
        return terminal(*words, "--database", self.database)

    def done(self, *words: object) -> Any:
        """Run a command that must succeed and keep every invariant; return its document."""
        ran = self(*words, "--json")
        assert ran.status == 0, ran.err
        check_invariants(self.database, self.home)
        return ran.document

    def copied(self, folder: Path) -> "Books":
        """Return the same books in a folder of their own; of those kept on SQLite."""
        file = Path(self.database.removeprefix(SQLITE))
        shutil.copytree(self.home, folder / "home")
        with (
            closing(sqlite3.connect(file)) as now,
            closing(sqlite3.connect(folder / file.name)) as copy,
        ):
            now.backup(copy)
        return Books(folder / "home", f"{SQLITE}{folder / file.name}", folder, self.authority)

    def load(self, titles: dict[str, str], *words: object) -> Any:
        """Load a register that lists these agreements by reference, each with its title."""
        rows = [agreement(reference, title=title) for reference, title in titles.items()]
        return self.done("load", OURS.feed, self.file(OURS, *rows), *words)

    def file(self, publication: Publication, *rows: Row) -> Path:
        """Write a file with these rows and return it."""
        path = self.folder / "register.csv"
        path.write_text(publication.having(*rows).text(), encoding="utf-8")
        return path

    def now(self) -> dict[str, str]:
        """Return the title of each agreement in the current register."""
        return dict(self.ask(NOW))

    def as_known(self, at: int, about: str = "9999-12-31") -> dict[str, str]:
        """Return the title of each agreement as known at a load about a day."""
        return dict(self.ask(AS_KNOWN.format(at=at, about=about)))

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database itself, with nothing of ours between."""
        if self.database.startswith(SQLITE):
            with closing(sqlite3.connect(self.database.removeprefix(SQLITE))) as connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(self.database, options="-c search_path=commissioning") as connection:
            return connection.execute(statement).fetchall()

    def change(self, statement: str) -> None:
        """Change the database behind our back, as a hand would."""
        if self.database.startswith(SQLITE):
            with (
                closing(sqlite3.connect(self.database.removeprefix(SQLITE))) as connection,
                connection,
            ):
                connection.execute(statement)
            return
        with psycopg.connect(self.database, options="-c search_path=commissioning") as connection:
            connection.execute(statement)

    def snapshot(self, load_no: int) -> Path:
        """Return where the file of a load is kept."""
        [(digest,)] = self.ask(f"SELECT snapshot FROM load WHERE load_no = {load_no}")
        return self.home / "snapshots" / self.authority / digest


def books_in(folder: Path) -> Books:
    """Return an authority's books in a folder, empty yet, on SQLite."""
    (folder / "home").mkdir(mode=0o700)
    return Books(folder / "home", f"{SQLITE}{folder / 'books.db'}", folder)
