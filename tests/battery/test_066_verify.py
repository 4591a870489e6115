"""Battery 66: a ledger row, a pack or a snapshot that was changed afterwards is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.battery.books import APRIL, JUNE, MAY, Books, books_in
from tests.battery.dump import SQLITE
from tests.battery.sentences import must_be_one_sentence

SAID_TWICE = {
    "UPDATE load SET undone_by = NULL": "Load 2 of salford is marked as never rolled back, but load 4 rolled it back",
    "UPDATE load SET undone_by = 3 WHERE load_no = 2": "Load 2 of salford is marked as rolled back by load 3, but load 4 rolled it back",
    "UPDATE load SET undone_by = 4 WHERE load_no = 1": "Load 1 of salford is marked as rolled back by load 4, but no rollback on record is of it",
    "UPDATE load SET undone_by = 3 WHERE load_no = 1": "Load 1 of salford is marked as rolled back by load 3, but no rollback on record is of it",
    "DELETE FROM load WHERE load_no = 4": "Load 2 of salford is marked as rolled back by load 4, but no rollback on record is of it",
    "UPDATE load SET versions = 7 WHERE load_no = 3": "Load 3 of salford says that it stored 7 versions, but 1 of it are on record",
    "DELETE FROM agreement_version WHERE known_from = 3": "Load 3 of salford says that it stored 1 versions, but 0 of it are on record",
    "DELETE FROM snapshot": "The snapshot of load 1 of salford is no longer on record",
    "UPDATE pack SET load_no = 5": "A pack of salford was made of load 5, but the last on record is 4",
    "UPDATE judgement SET load_no = 5": "A judgement of salford was made of load 5, but the last on record is 4",
    "UPDATE pack SET erased_by = 1": "The pack salford/2026-27-q1/dmt-authority-v1.html is marked as removed by erasure 1, but no such erasure is on record",
}


@pytest.fixture(scope="module")
def three_loads(tmp_path_factory) -> Books:
    """Three loads and a pack; the tests take copies."""
    books = books_in(tmp_path_factory.mktemp("books"))
    for title, edition in (("Choir", APRIL), ("Park", MAY), ("Pool", JUNE)):
        books.load({"A1": title}, "--edition", edition)
    books.done("build-packs", "--on", JUNE)
    return books


@pytest.fixture
def kept(three_loads: Books, tmp_path: Path) -> Books:
    """The three loads and the pack, to be changed."""
    return three_loads.copied(tmp_path)


def found(books: Books) -> tuple[str, list[str]]:
    """Return the sentence that is told, and every break as JSON lists them."""
    told, listed = books("verify"), books("verify", "--json")
    assert (told.status, listed.status) == (1, 1)
    return must_be_one_sentence(told.err), listed.document["breaks"]


def test_an_untouched_record_is_proved(kept):
    ran = kept("verify")
    assert (ran.status, ran.err) == (0, "")
    assert "3 loads in one chain, 3 snapshots and 1 packs" in ran.out


def test_an_edited_ledger_row_is_found(kept):
    change(kept, "UPDATE load SET rows_in = 7, rows_loaded = 7 WHERE load_no = 2")
    sentence, breaks = found(kept)
    assert sentence.startswith("Load 2 of salford is not as it was recorded")
    assert len(breaks) == 1


def test_a_load_taken_out_of_the_chain_is_found(kept):
    change(kept, "DELETE FROM load WHERE load_no = 2")
    assert found(kept)[0].startswith("Load 3 of salford is not as it was recorded")


@pytest.fixture
def rolled_back(kept) -> Books:
    """The second load rolled back by a fourth."""
    kept.done("rollback", 2, "--reason", "another council's file")
    assert kept("verify").status == 0
    return kept


def test_what_the_record_says_in_two_ways_is_found(rolled_back):
    file = rolled_back.database.removeprefix(SQLITE)
    with closing(sqlite3.connect(":memory:")) as whole:
        with closing(sqlite3.connect(file)) as connection:
            connection.backup(whole)
        for statement, said in SAID_TWICE.items():
            change(rolled_back, statement)
            assert found(rolled_back)[0].startswith(said), statement
            with closing(sqlite3.connect(file)) as connection:
                whole.backup(connection)


def test_a_last_load_taken_out_is_found_by_what_was_made_of_it(kept):
    change(kept, "DELETE FROM load WHERE load_no = 3")
    assert found(kept)[1] == [
        "load 3 of salford is not on record, but 1 versions of it are",
        "a pack of salford was made of load 3, but the last on record is 2",
        "a judgement of salford was made of load 3, but the last on record is 2",
    ]


def test_the_end_of_the_chain_is_told_so_that_it_can_be_written_down_elsewhere(kept):
    [(head,)] = kept.ask("SELECT hash FROM load WHERE load_no = 3")
    assert kept.done("verify")["head"] == head
    assert f"the chain ends in {head[:12]}." in kept("verify").out


def test_a_day_that_is_none_is_found(kept):
    change(kept, "UPDATE load SET edition_on = 'garbage' WHERE load_no = 1")
    assert found(kept)[0].startswith("Load 1 of salford is not as it was recorded")
    assert "garbage" in kept("loads").out
    assert "unforeseen" not in kept("doctor").out + kept("doctor").err


def test_an_edited_pack_is_found(kept):
    [pack] = (kept.home / "packs" / "salford").glob("*/dmt-*.html")
    pack.write_bytes(pack.read_bytes().replace(b"Pool", b"Poll"))
    assert found(kept)[0].startswith("The pack salford/2026-27-q1/dmt-authority-v1.html has other")


def test_an_edited_snapshot_is_found(kept):
    snapshot = next(path for path in snapshots(kept) if b"Park" in path.read_bytes())
    snapshot.write_bytes(snapshot.read_bytes().replace(b"Park", b"Pork"))
    assert found(kept)[0].startswith(f"The snapshot salford/{snapshot.name} has other bytes")


def test_a_lost_snapshot_is_found(kept):
    lost = snapshots(kept)[0]
    lost.unlink()
    assert found(kept)[1] == [f"the snapshot salford/{lost.name} is missing"]


def snapshots(books: Books) -> list[Path]:
    return sorted(
        path for path in (books.home / "snapshots" / "salford").iterdir() if path.is_file()
    )


def change(books: Books, statement: str) -> None:
    """Change the database behind our back, as a hand would."""
    file = books.database.removeprefix(SQLITE)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
