"""Battery 67: what was kept as long as the profile says goes, the rest stays, and the record still proves itself."""

import csv
import io

import pytest

from tests.battery.books import APRIL, JUNE, MAY
from tests.battery.files import OURS, agreement, comma_line
from tests.battery.small_council import PROFILE
from tests.commands import Terminal

KEPT = "\n[retention]\nsnapshots_months = 84\nreturns_months = 36\n"
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
BASIS = ("--reason", "retention schedule 4.2", "--authority-reference", "IG 7/2026")
USERS = (
    "reference,starts_on,ends_on,users\nA1,2026-01-01,2026-03-31,41\nA1,2026-04-01,2026-06-30,43\n"
)
RETURNS = """\
reference,measure,starts_on,ends_on,value,numerator,denominator,due_on,received_on
A1,Visits on time,2026-01-01,2026-03-31,92.5,-1,400,2026-04-14,2026-04-10
A1,Visits on time,2026-04-01,2026-06-30,92.5,-2,400,2026-07-14,2026-07-10
A2,Visits on time,2026-04-01,2026-06-30,many,370,400,2026-07-14,2026-07-10
"""


@pytest.fixture
def kept(books, monkeypatch, tmp_path):
    """Three editions of a register and two quarters' users, all loaded today; retention is in the profile."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "salford.toml").write_text(PROFILE.read_text() + KEPT)
    monkeypatch.setenv("COMMISSIONING_AUTHORITIES", str(folder))
    for title, edition in (("Choir", APRIL), ("Park", MAY), ("Pool", JUNE)):
        books.load({"A1": title}, "--edition", edition)
    (tmp_path / "users.csv").write_text(USERS)
    books.done("load", "users", tmp_path / "users.csv")
    return books


def files(books):
    return {
        path.name for path in (books.home / "snapshots" / "salford").iterdir() if path.is_file()
    }


def test_old_files_and_old_numbers_go_and_every_row_stays(kept):
    counted = "SELECT load_no, rows_in, versions, hash FROM load ORDER BY 1"
    before, newest = kept.ask(counted), kept.snapshot(3).name
    users, now = kept.snapshot(4).name, kept.now()

    told = kept.done("erase", "expired", *BASIS, "--on", "2029-05-01")
    assert (told["erased"], told["rows"], told["snapshots"]) == (False, {"users_version": 1}, [])
    assert kept.ask("SELECT users FROM users_version ORDER BY 1") == [(41,), (43,)]

    removed = kept.done("erase", "expired", *BASIS, "--on", "2029-05-01", "--yes")
    assert removed["rows"] == {"users_version": 1}
    assert kept.ask("SELECT ends_on FROM users_version WHERE users IS NULL") != []
    assert kept.ask("SELECT users FROM users_version WHERE users IS NOT NULL") == [(43,)]

    far = kept.done("erase", "expired", *BASIS, "--on", "2099-01-01", "--yes")
    assert len(far["snapshots"]) == 3  # two of three editions, and the users of periods long ended
    assert files(kept) == {newest}
    assert users in far["snapshots"]
    assert kept.now() == now
    assert kept.ask(counted) == before
    proved = kept.done("verify")
    assert (proved["breaks"], proved["erased_snapshots"]) == ([], 3)
    assert kept.ask("SELECT erasure_no, reason FROM erasure ORDER BY 1") == [
        (1, "retention schedule 4.2"),
        (2, "retention schedule 4.2"),
    ]
    again = expire(kept, "2099-01-01")
    assert (again["snapshots"], again["rows"]) == ([], {})
    assert kept.ask("SELECT count(*) FROM erasure") == [(2,)]
    assert kept.load({"A1": "Quay"}, "--edition", "2026-07-31")["rows_loaded"] == 1


def expire(books, on):
    return books.done("erase", "expired", *BASIS, "--on", on, "--yes")


@ON_SQLITE
def test_the_edition_in_force_stays_where_an_older_one_came_last(kept):
    in_force = kept.snapshot(3).name
    kept.load({"A1": "Bowls"}, "--edition", "2026-03-31")
    assert expire(kept, "2099-01-01")["erased"]
    assert in_force in files(kept)
    assert kept.snapshot(5).name not in files(kept)


@ON_SQLITE
def test_a_corrected_file_stays_with_its_correction(kept):
    rows = [agreement("A1"), agreement("A2"), agreement("A3", value_gbp="lots")]
    kept.done("load", OURS.feed, kept.file(OURS, *rows), "--edition", "2026-07-31")
    sheet = kept.folder / "rows.csv"
    kept.done("quarantine", "export", "--output", sheet)
    [row] = csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig")))
    mended = row | {"value_gbp": "10.00"}
    sheet.write_text(f"{comma_line(mended)}\n{comma_line(mended.values())}\n", encoding="utf-8")
    kept.done("quarantine", "load", sheet)
    expire(kept, "2099-01-01")
    assert files(kept) == {kept.snapshot(5).name, kept.snapshot(6).name}


def test_cells_of_old_returns_go_with_their_period_and_those_set_aside_with_the_file(kept):
    path = kept.folder / "returns.csv"
    path.write_text(RETURNS)
    kept.done("load", "returns", path)
    doubted = "SELECT value FROM finding WHERE value < '0' ORDER BY row_no"
    aside = "SELECT value FROM quarantined_row WHERE value IS NOT NULL"
    assert (kept.ask(doubted), kept.ask(aside)) == ([("-1",), ("-2",)], [("many",)])
    expire(kept, "2029-05-01")
    assert (kept.ask(doubted), kept.ask(aside)) == ([("-2",)], [("many",)])
    assert kept.snapshot(5).exists()
    expire(kept, "2029-07-01")
    assert kept.ask("SELECT value FROM finding WHERE load_no = 5 AND value IS NOT NULL") == []
    assert kept.ask(aside) == []
    assert not kept.snapshot(5).exists()


@ON_SQLITE
def test_a_file_loaded_before_its_day_was_recorded_is_kept(kept):
    kept.change("UPDATE load SET loaded_on = '0001-01-01' WHERE load_no = 1")
    kept.change("UPDATE load SET adapter = '' WHERE load_no = 1")
    ran = kept("erase", "expired", *BASIS, "--on", "2099-01-01", "--json")
    assert kept.snapshot(2).name in ran.document["snapshots"]
    assert kept.snapshot(1).name not in ran.document["snapshots"]


@ON_SQLITE
def test_a_file_that_comes_again_after_it_went_is_kept_and_read(kept):
    first = kept.snapshot(1).name
    expire(kept, "2099-01-01")
    assert first not in files(kept)
    kept.load({"A1": "Choir"}, "--edition", "2026-08-31")
    assert kept.snapshot(5).name == first
    assert first in files(kept)
    assert kept.done("verify")["breaks"] == []


def test_a_profile_that_keeps_everything_is_told_of(home, database, database_kind):
    ran = Terminal(home)("erase", "expired", *BASIS, "--database", database)
    assert (ran.status, ran.err) == (
        2,
        "salford keeps everything; say how long in [retention] of its profile.\n",
    )
