"""Battery 67: what was kept as long as the profile says goes, the rest stays, and the record still proves itself."""

import pytest

from tests.battery.books import APRIL, JUNE, MAY
from tests.battery.small_council import PROFILE
from tests.commands import Terminal

KEPT = "\n[retention]\nsnapshots_months = 84\nreturns_months = 36\n"
BASIS = ("--reason", "retention schedule 4.2", "--authority-reference", "IG 7/2026")
USERS = (
    "reference,starts_on,ends_on,users\nA1,2026-01-01,2026-03-31,41\nA1,2026-04-01,2026-06-30,43\n"
)


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
    assert len(far["snapshots"]) == 2  # of three editions; the newest of each slot stays
    assert files(kept) == {newest, users}
    assert kept.now() == now
    assert kept.ask(counted) == before
    proved = kept.done("verify")
    assert (proved["breaks"], proved["erased_snapshots"]) == ([], 2)
    assert kept.ask("SELECT erasure_no, reason FROM erasure ORDER BY 1") == [
        (1, "retention schedule 4.2"),
        (2, "retention schedule 4.2"),
    ]
    again = kept.done("erase", "expired", *BASIS, "--on", "2099-01-01", "--yes")
    assert (again["snapshots"], again["rows"]) == ([], {})
    assert kept.ask("SELECT count(*) FROM erasure") == [(2,)]
    assert kept.load({"A1": "Quay"}, "--edition", "2026-07-31")["rows_loaded"] == 1


def test_a_profile_that_keeps_everything_is_told_of(home, database, database_kind):
    ran = Terminal(home)("erase", "expired", *BASIS, "--database", database)
    assert (ran.status, ran.err) == (
        2,
        "salford keeps everything; say how long in [retention] of its profile.\n",
    )
