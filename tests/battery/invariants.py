"""I1 to I7 of the battery: what must hold of a database and a home after anything that can happen.

Written with the drivers, ``pathlib`` and SQL alone, and nothing of ours: a fault of the code cannot
hide in its own test.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import psycopg

SQLITE = "sqlite:///"
KEYED = (
    *("extension", "modification", "equality", "measure", "return", "social_value", "observation"),
    *("users", "engagement", "review", "needs_assessment", "notice", "provider", "decision"),
    *("provider_identifier", "provider_merger"),
)
VERSIONS = ("agreement", "payment", *KEYED)
OF_A_LOAD = ("agreement_key", "quarantined_row", "quarantine_closing", "finding", "check_result")
UNIQUE = {
    "load": ("authority", "feed", "source", "slot", "slot_seq"),
    "agreement": ("authority", "source", "reference", "part_no"),
    "agreement_key": ("authority", "source", "natural_key"),
    "agreement_version": ("authority", "agreement_id", "valid_from", "known_from"),
    **{f"{n}_version": ("authority", "key_hash", "valid_from", "known_from") for n in KEYED},
    "payment_version": ("authority", "known_from", "row_hash", "occurrence"),
    "judgement": ("authority", "on_day", "load_no", "rules_digest", "thresholds_digest"),
    "pack": ("authority", "period", "audience", "scope", "version"),
}


class Database(Protocol):
    """A connection of either driver."""

    def execute(self, statement: str) -> Any:
        """Run one statement."""


def check_invariants(database: str, home: Path, *, at_rest: bool = True) -> None:
    """Raise AssertionError, naming the invariant, where one does not hold.

    ``at_rest`` is false right after a kill: then nothing half-made may be visible, but what is left
    lying may still wait for the next run.
    """
    with _opened(database) as connection:
        every_visible_load_was_completed(connection, home)
        every_visible_pack_is_on_record(connection, home)
        nothing_is_there_twice(connection)
        every_row_and_penny_is_accounted_for(connection)
        the_database_is_sound(connection)
        if at_rest:
            every_recorded_pack_is_visible(connection, home)
            nothing_is_left_lying(home)
            nobody_is_said_to_be_at_work(connection)


@contextmanager
def _opened(database: str) -> Iterator[Database]:
    if database.startswith(SQLITE):
        with closing(sqlite3.connect(database.removeprefix(SQLITE))) as connection:
            yield connection
    else:
        with psycopg.connect(database, options="-c search_path=commissioning") as connection:
            yield connection


def _rows(connection: Database, statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


def _nothing(connection: Database, invariant: str, statement: str) -> None:
    found = _rows(connection, statement)
    assert not found, f"{invariant}: {found[:5]}"


def every_visible_load_was_completed(connection: Database, home: Path) -> None:
    """I1: no fact is visible without the ledger row of its load, and no load without its bytes."""
    for table, column in (
        *((f"{name}_version", "known_from") for name in VERSIONS),
        *((name, "load_no") for name in OF_A_LOAD),
    ):
        orphans = f"""SELECT {table}.authority, {table}.{column} FROM {table} LEFT JOIN load
            ON load.authority = {table}.authority AND load.load_no = {table}.{column}
            WHERE load.load_no IS NULL"""
        _nothing(connection, f"I1: {table} of no load", orphans)
    gaps = """SELECT authority, count(*), max(load_no) FROM load
        GROUP BY authority HAVING count(*) <> max(load_no) OR min(load_no) <> 1"""
    _nothing(connection, "I1: loads are numbered with a gap", gaps)
    unchained = """SELECT load.authority, load.load_no FROM load LEFT JOIN load AS before
        ON before.authority = load.authority AND before.load_no = load.load_no - 1
        WHERE load.prev_hash <> coalesce(before.hash, '')"""
    _nothing(connection, "I1: loads are not chained", unchained)
    erased = "SELECT authority, digest FROM snapshot WHERE erased_by IS NOT NULL"
    for authority, digest in _rows(connection, erased):
        left = home / "snapshots" / authority / digest
        assert not left.exists(), f"I1: {left} was erased and is there"
    unerased = "SELECT authority, digest FROM snapshot WHERE erased_by IS NULL"
    for authority, digest in _rows(connection, unerased):
        kept = home / "snapshots" / authority / digest
        assert sha256(kept.read_bytes()).hexdigest() == digest, f"I1: {kept} was changed"


def every_visible_pack_is_on_record(connection: Database, home: Path) -> None:
    """I2, one way: each pack that can be read has a row, and the bytes that the row names."""
    recorded = dict(_rows(connection, "SELECT path, digest FROM pack"))
    forms = {
        path.removesuffix(".html"): digest
        for path, digest in _rows(connection, "SELECT path, forms_digest FROM pack")
    }
    for path in (home / "packs").glob("*/*/*"):
        if _is_hidden(path.relative_to(home)):
            continue
        if path.name == "index.html":
            continue
        if path.is_dir() or path.suffix == ".xlsx":
            its = path if path.is_dir() else path.with_suffix("")
            every_form_is_on_record(path, forms[its.relative_to(home / "packs").as_posix()])
            continue
        name = path.relative_to(home / "packs").as_posix()
        assert name in recorded, f"I2: {name} is not on record"
        assert sha256(path.read_bytes()).hexdigest() == recorded[name], (
            f"I2: {name} has other bytes"
        )


def every_form_is_on_record(path: Path, digest: str) -> None:
    """I2 of a workbook, or of a folder of tables: its bytes are those that the row's digest stands for."""
    tables = path if path.is_dir() else path.with_suffix("")
    sums = (tables / "SHA256SUMS").read_bytes()
    assert sha256(sums).hexdigest() == digest, f"I2: {tables} has other digests"
    said = dict(reversed(line.split("  ")) for line in sums.decode().splitlines())
    there = (
        {one.name: one for one in path.glob("*.*")} if path.is_dir() else {f"../{path.name}": path}
    )
    for name, file in there.items():
        assert sha256(file.read_bytes()).hexdigest() == said[name], f"I2: {file} has other bytes"
    if path.is_dir():
        assert there.keys() == said.keys() - {f"../{path.name}.xlsx"}, f"I2: {path} is not whole"


def every_recorded_pack_is_visible(connection: Database, home: Path) -> None:
    """I2, the other way: each row's file is there, and the index pages lead to those in force."""
    rows = _rows(
        connection, "SELECT authority, path, withdrawn_by FROM pack WHERE erased_by IS NULL"
    )
    for _authority, path, _withdrawn_by in rows:
        page = home / "packs" / path
        forms = (page.with_suffix(".xlsx"), page.with_suffix("") / "SHA256SUMS")
        for file in (page, *forms):
            assert file.is_file(), f"I2: {file} is on record and not there"
    for authority in {row[0] for row in rows}:
        index = home / "packs" / authority / "index.html"
        linked = set(re.findall(r'href="([^"]+\.html)"', index.read_text()))
        shown = {href for href in linked if not href.endswith("index.html")}
        for page in linked - shown:
            assert (index.parent / page).is_file(), (
                f"I2: {index} leads to {page}, which is not there"
            )
        in_force = {p.removeprefix(f"{authority}/") for a, p, w in rows if a == authority and not w}
        assert shown == in_force, f"I2: {index} leads to {shown} where {in_force} are in force"
        front = (home / "packs" / "index.html").read_text()
        assert f'href="{authority}/index.html"' in front, f"I2: the front page has no {authority}"


def nothing_is_there_twice(connection: Database) -> None:
    """I3: no key has two rows, versions are numbered without a gap, and the current register is right."""
    for table, key in UNIQUE.items():
        columns = ", ".join(key)
        twice = f"SELECT {columns} FROM {table} GROUP BY {columns} HAVING count(*) > 1"
        _nothing(connection, f"I3: {table} has a key twice", twice)
    for name in VERSIONS:
        gaps = f"""SELECT count(*), max(version_no) FROM {name}_version
            HAVING count(*) <> max(version_no) OR min(version_no) <> 1"""
        _nothing(connection, f"I3: {name} versions are numbered with a gap", gaps)
    expected = """SELECT authority, agreement_id, version_no FROM (
            SELECT authority, agreement_id, version_no, retracted, row_number() OVER (
                PARTITION BY authority, agreement_id ORDER BY valid_from DESC, known_from DESC
            ) AS newest FROM agreement_version AS version WHERE EXISTS (
                SELECT 1 FROM load WHERE load.authority = version.authority
                AND load.load_no = version.known_from AND load.undone_by IS NULL)) AS ranked
        WHERE newest = 1 AND NOT retracted"""
    kept = "SELECT authority, agreement_id, version_no FROM agreement_now"
    assert sorted(_rows(connection, kept)) == sorted(_rows(connection, expected)), (
        "I3: the current register is not what the versions give"
    )


def every_row_and_penny_is_accounted_for(connection: Database) -> None:
    """I4 and I5: rows and pence in are loaded, set aside or not data; versions are counted."""
    _nothing(
        connection,
        "I4: rows are lost",
        """SELECT authority, load_no FROM load
        WHERE rows_in <> rows_loaded + rows_set_aside + rows_not_data""",
    )
    _nothing(
        connection,
        "I5: pence are lost",
        "SELECT authority, load_no FROM load WHERE pence_in <> pence_loaded + pence_set_aside",
    )
    quarantined = """SELECT load.authority, load.load_no FROM load WHERE rows_set_aside <> (
        SELECT count(DISTINCT row_no) FROM quarantined_row
        WHERE quarantined_row.authority = load.authority
        AND quarantined_row.load_no = load.load_no)"""
    _nothing(connection, "I4: rows set aside are not in quarantine", quarantined)
    stored = " UNION ALL ".join(f"SELECT authority, known_from FROM {n}_version" for n in VERSIONS)
    counted = f"""SELECT load.authority, load.load_no FROM load WHERE versions <> (
        SELECT count(*) FROM ({stored}) AS stored
        WHERE stored.authority = load.authority AND stored.known_from = load.load_no)"""
    _nothing(connection, "I4: a load did not store as many versions as it says", counted)


def the_database_is_sound(connection: Database) -> None:
    """I6: the database itself finds nothing wrong."""
    if isinstance(connection, sqlite3.Connection):
        assert _rows(connection, "PRAGMA integrity_check") == [("ok",)], "I6: not whole"
        _nothing(connection, "I6: a foreign key leads nowhere", "PRAGMA foreign_key_check")
    else:
        invalid = "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready)"
        _nothing(connection, "I6: an index is not valid", invalid)


def nothing_is_left_lying(home: Path) -> None:
    """I2: what a killed run left half-made is swept away by the next."""
    hidden = [
        p for p in (home / "packs").rglob("*") if p.is_file() and _is_hidden(p.relative_to(home))
    ]
    staged = list((home / "staging").glob("*"))
    incoming = list((home / "snapshots").glob("*/incoming/*"))
    left = hidden + staged + incoming
    assert left == [], f"I2: left lying: {left}"


def nobody_is_said_to_be_at_work(connection: Database) -> None:
    """I7: where nothing runs, every lease has been given back."""
    _nothing(
        connection,
        "I7: said to be running",
        "SELECT authority, run_key, owner FROM run WHERE lease_until <> 0",
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
