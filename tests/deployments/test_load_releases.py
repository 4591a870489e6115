"""OCDS releases loaded by the command: deltas over several loads, who said what, and taking it back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.battery.invariants import check_invariants
from tests.commands import Terminal
from tests.published_ocds import (
    CONTRACTS_FINDER,
    FOLDER,
    LIFECYCLE,
    SELL2WALES,
    needs_published,
    package,
    pounds,
    release,
)

pytestmark = pytest.mark.thorough

SUPPLIER = {"id": "x1", "name": "Adeyemi Care"}
PERIOD = {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2026-03-31T23:59:59+01:00"}
AWARD = {"id": "a1", "title": "Meals", "value": pounds(100), "suppliers": [SUPPLIER]}
FIRST = release("r1", "2025-01-10", tag=["award"], awards=[AWARD | {"contractPeriod": PERIOD}])
# An update says only what changed.
SECOND = release(
    "r2",
    "2025-06-10",
    tag=["awardUpdate"],
    awards=[{"id": "a1", "contractPeriod": {"endDate": "2027-03-31T23:59:59+01:00"}}],
)
NOW = """SELECT title, ends_on, value_pence FROM agreement_now JOIN agreement_version USING (version_no)"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal at an empty home; after the test the invariants hold of what it left there."""
    opened = Terminal(tmp_path / "home")
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


@needs_published
def test_every_published_file_loads_and_lines_are_counted_as_they_stand(terminal):
    for file in (CONTRACTS_FINDER, SELL2WALES):
        releases = len(file.read_text("utf-8").splitlines())
        counts = terminal.load("notices", file).document
        assert (counts["rows_in"], counts["rows_loaded"]) == (releases, releases)
    counts = terminal.load("agreements", LIFECYCLE).document
    assert (counts["feed"], counts["rows_loaded"]) == ("agreements", 6)
    for file in sorted(FOLDER.glob("awkward/*.json")):
        assert terminal.load("notices", file).status == 0
    assert terminal.count("agreement_now") == 93 + 1
    assert terminal.ask(
        "SELECT max(n) FROM (SELECT count(*) n FROM agreement_provider GROUP BY version_no)"
    ) == [(35,)]


def test_an_update_in_a_later_file_is_merged_with_what_earlier_files_said(terminal, tmp_path):
    terminal.load("notices", package(tmp_path, FIRST))
    terminal.load("notices", package(tmp_path, SECOND))
    assert terminal.ask(NOW) == [("Meals", "2027-03-31", 10000)]
    told = terminal("explain", "ocds-abc123-1/a1").out
    assert "ends: 31 March 2027 (release r2, 10 June 2025)" in told
    assert "value: £100.00 (release r1, 10 January 2025)" in told
    [story] = terminal("explain", "ocds-abc123-1/a1", "--json").document["agreements"]
    said = {each["column"]: each["release"] for each in story["said_by"]}
    assert (said["ends_on"], said["starts_on"]) == ("r2", "r1")


def test_files_that_come_the_other_way_round_come_to_the_same(terminal, tmp_path):
    terminal.load("notices", package(tmp_path, SECOND))
    terminal.load("notices", package(tmp_path, FIRST))
    assert terminal.ask(NOW) == [("Meals", "2027-03-31", 10000)]


def test_a_release_published_again_corrects_itself_and_unchanged_changes_nothing(
    terminal, tmp_path
):
    terminal.load("notices", package(tmp_path, FIRST))
    before = terminal.count("notice_version")
    again = terminal.load("notices", package(tmp_path, FIRST)).document
    assert again["unchanged"]
    corrected = FIRST | {"awards": [AWARD | {"value": pounds(90), "contractPeriod": PERIOD}]}
    terminal.load("notices", package(tmp_path, corrected))
    assert terminal.ask(NOW) == [("Meals", "2026-03-31", 9000)]
    assert terminal.count("notice_version") == before + 1


def test_loads_that_were_merged_are_taken_back_the_last_first(terminal, tmp_path):
    terminal.load("notices", package(tmp_path, FIRST))
    terminal.load("notices", package(tmp_path, SECOND))
    refused = terminal("rollback", 1, "--reason", "wrong file")
    assert refused.status == 2
    assert "roll load 2 back first" in refused.err
    assert terminal("rollback", 2, "--reason", "wrong file").status == 0
    assert terminal.ask(NOW) == [("Meals", "2026-03-31", 10000)]


def test_releases_set_aside_are_no_rows_to_correct_and_the_refusal_says_what_to_do(
    terminal, tmp_path
):
    foreign = release("r1", "2025-01-10", awards=[AWARD | {"value": pounds(9, "EUR")}])
    ran = terminal.load("notices", package(tmp_path, foreign))
    assert (ran.document["rows_set_aside"], ran.document["pence_in"]) == (1, 0)
    assert "other_currency" in terminal("quarantine", "list").out
    refused = terminal("quarantine", "export", "--output", tmp_path / "out.csv")
    assert refused.status == 2
    assert "ask the publisher for a corrected release" in refused.err


def test_a_supplier_that_is_erased_stands_in_no_release_that_is_kept(terminal, tmp_path):
    terminal.load("notices", package(tmp_path, FIRST))
    asked = ("--reason", "asked for", "--authority-reference", "R1", "--yes")
    erased = terminal("erase", "provider", "Adeyemi Care", *asked)
    assert erased.status == 0, erased.err
    tables = ("agreement_version", "notice_version", "agreement_provider", "finding")
    held = [str(terminal.ask(f"SELECT * FROM {table}")) for table in tables]
    assert not any("Adeyemi" in rows for rows in held)
    [(kept,)] = terminal.ask("SELECT release FROM notice_version")
    assert json.loads(kept)["id"] == "r1"
