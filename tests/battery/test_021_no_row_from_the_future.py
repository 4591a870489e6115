"""Battery 21: a clock a day out counts no row from the future, and decides nothing about what is in force."""

from datetime import date, timedelta

import pytest

from tests.battery.books import APRIL, JUNE
from tests.battery.feed_files import numbered, written
from tests.published_ocds import package, pounds, release

TODAY = date(2026, 4, 1)
AWARD = {"id": "a1", "title": "Meals", "value": pounds(100)}


@pytest.fixture
def clock(monkeypatch):
    """Set the day that commands take for today."""

    def set_to(day):
        monkeypatch.setattr("deployments.commands.loading.day_due", lambda on, profile: on or day)

    set_to(TODAY)
    return set_to


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=400)])
def test_a_release_of_a_day_to_come_is_set_aside_and_changes_no_agreement(
    terminal, tmp_path, clock, ahead
):
    later = release("2", str(TODAY + ahead), awards=[AWARD | {"value": pounds(900)}])
    path = package(tmp_path, release("1", str(TODAY), awards=[AWARD]), later)
    counts = terminal.load("notices", path).document
    assert (counts["rows_loaded"], counts["rows_set_aside"], counts["pence_loaded"]) == (
        1,
        1,
        10000,
    )
    assert terminal.ask("SELECT value_pence FROM agreement_version") == [(10000,)]
    assert terminal.ask("SELECT expectation FROM quarantined_row") == [("not_to_come",)]


def test_the_release_counts_once_its_day_has_come(terminal, tmp_path, clock):
    tomorrow = TODAY + timedelta(days=1)
    path = package(tmp_path, release("1", str(tomorrow), awards=[AWARD]))
    assert terminal.load("notices", path).document["rows_loaded"] == 0
    clock(tomorrow)
    path.write_bytes(path.read_bytes() + b"\n")
    assert terminal.load("notices", path).document["rows_loaded"] == 1


def test_the_editions_decide_what_a_register_says_whatever_the_clock(books, clock):
    clock(TODAY + timedelta(days=1))
    books.load({"A1": "Day care"}, "--edition", JUNE)
    clock(TODAY - timedelta(days=1))  # another machine, behind
    books.load({"A1": "Meals"}, "--edition", APRIL)
    assert books.now() == {"A1": "Day care"}


def test_the_load_decides_between_releases_of_one_identifier_whatever_the_clock(
    terminal, tmp_path, clock
):
    clock(TODAY + timedelta(days=1))
    terminal.load("notices", package(tmp_path, release("1", str(TODAY), awards=[AWARD])))
    clock(TODAY - timedelta(days=1))
    corrected = release("1", str(TODAY - timedelta(days=1)), awards=[AWARD | {"value": pounds(80)}])
    terminal.load("notices", package(tmp_path, corrected))
    current = "SELECT value_pence FROM agreement_now JOIN agreement_version USING (version_no)"
    assert terminal.ask(current) == [(8000,)]


def test_a_payment_of_a_day_to_come_is_set_aside_and_one_that_is_promised_is_not(
    terminal, tmp_path, clock
):
    tomorrow = {"paid_on": str(TODAY + timedelta(days=1)), "amount_gbp": "10.00"}
    paid, slip, promised = numbered("payments", 3)
    rows = (
        paid | {"basis": "outturn", "paid_on": str(TODAY), "amount_gbp": "10.00"},
        slip | tomorrow | {"basis": "outturn"},
        promised | tomorrow | {"basis": "planned_commitment"},
    )
    counts = terminal.load("payments", written(tmp_path / "file", *rows)).document
    assert (counts["rows_loaded"], counts["pence_set_aside"]) == (2, 1000)
    assert terminal.ask("SELECT row_no, expectation FROM quarantined_row") == [(2, "not_to_come")]
