"""Battery 18: a bad load is rolled back: all is as it was before it, and later loads stand."""

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.battery.books import APRIL, JUNE, MAY
from tests.battery.dump import dump
from tests.battery.files import OURS, agreement, comma_line, rows_of
from tests.battery.kill_points import AFTER, BEFORE

GOOD = {"A1": "Day care", "A2": "Meals", "A3": "Transport"}
BAD = {"A1": "Day care", "A2": "XXX", "A4": "Not ours"}
WHY = ("--reason", "another council's file")


def roll_back(books, load_no):
    return books.done("rollback", load_no, *WHY)


def test_after_the_rollback_of_the_last_load_the_register_is_what_it_was(books):
    books.load(GOOD, "--edition", APRIL, "--complete")
    in_force = books.ask("SELECT * FROM agreement_now ORDER BY agreement_id")
    books.load(BAD, "--edition", MAY, "--complete")
    assert books.now() == BAD
    assert roll_back(books, 2)["undoes"] == 2
    assert books.now() == GOOD
    assert books.ask("SELECT * FROM agreement_now ORDER BY agreement_id") == in_force
    assert books.as_known(2) == BAD  # what was known then is known to have been
    assert books.as_known(3) == GOOD


def test_a_later_load_that_equalled_the_bad_one_stands(books):
    books.load(GOOD, "--edition", APRIL, "--complete")
    books.load(BAD, "--edition", MAY, "--complete")
    books.load(BAD | {"A5": "Respite"}, "--edition", JUNE, "--complete")  # stores only A5
    roll_back(books, 2)
    assert books.now() == BAD | {"A5": "Respite"}
    assert books.as_known(4, about=MAY) == GOOD


def test_a_later_part_that_equalled_the_bad_one_stands_as_far_as_it_goes(books):
    books.load(GOOD, "--edition", APRIL, "--partial")
    books.load(BAD, "--edition", MAY, "--partial")
    books.load({"A2": "XXX"}, "--edition", JUNE, "--partial")  # stores nothing
    roll_back(books, 2)
    assert books.now() == GOOD | {"A2": "XXX"}


def test_the_ledger_tells_of_the_load_and_of_its_rollback(books):
    books.load(GOOD, "--edition", APRIL)
    books.load(BAD, "--edition", MAY)
    roll_back(books, 2)
    told = books.done("loads")
    assert [(row["kind"], row["undone_by"], row["undoes"]) for row in told] == [
        ("load", None, None),
        ("load", 3, None),
        ("rollback", None, 2),
    ]
    assert told[2]["reason"] == "another council's file"
    shown = books("loads").out.splitlines()
    assert shown[2].endswith("rolled back by load 3")
    assert shown[3].endswith("rolled back load 2: another council's file")


def test_an_agreement_that_only_the_bad_load_listed_is_explained_as_taken_back(books):
    books.load(GOOD, "--edition", APRIL)
    books.load(BAD, "--edition", MAY)
    roll_back(books, 2)
    told = books("explain", "A4").out
    assert "It is not in the register: every load that listed it was rolled back." in told


@pytest.mark.parametrize(
    ("load_no", "said"),
    [
        (9, "{authority} has no load 9; commissioning loads lists those it has."),
        (
            10**26,
            "{authority} has no load 1" + "0" * 26 + "; commissioning loads lists those it has.",
        ),
        (
            2,
            "Load 2 was rolled back already, by load 3; commissioning loads shows what stands.",
        ),
        (3, "Load 3 is itself a rollback; load the file that it undid again instead."),
    ],
)
def test_what_cannot_be_rolled_back_is_refused_in_a_sentence(books, load_no, said):
    books.load(GOOD, "--edition", APRIL)
    books.load(BAD, "--edition", MAY)
    roll_back(books, 2)
    before = dump(books.database)
    ran = books("rollback", load_no, *WHY)
    assert (ran.status, ran.err.strip()) == (2, said.format(authority=books.authority))
    assert dump(books.database) == before


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("", "the file as received by load 3 is no longer kept"),
        ("UPDATE snapshot SET erased_by = 1", "erasure 1 removed it"),
        ("UPDATE load SET adapter = ''", "what read it was not recorded yet"),
        ("UPDATE load SET adapter = 'gone'", "this version has no adapter gone"),
        ("UPDATE load SET rows_loaded = 7", "1 of its 1 rows pass now where 7 did"),
    ],
)
def test_nothing_is_guessed_of_a_later_part_that_cannot_be_read_again(books, damage, why):
    books.load(GOOD, "--edition", APRIL, "--partial")
    books.load(BAD, "--edition", MAY, "--partial")
    books.load({"A2": "XXX"}, "--edition", JUNE, "--partial")
    if damage:
        books.change(damage)
    else:
        books.snapshot(3).unlink()
    before = dump(books.database)
    ran = books("rollback", 2, *WHY)
    assert (ran.status, dump(books.database)) == (2, before)
    assert ran.err.startswith("register.csv, which load 3 read, has to be read again and cannot be")
    assert why in ran.err


def test_a_kept_file_that_was_changed_is_not_believed(books):
    books.load(GOOD, "--edition", APRIL, "--partial")
    books.load(BAD, "--edition", MAY, "--partial")
    books.load({"A2": "XXX"}, "--edition", JUNE, "--partial")
    kept = books.snapshot(3)
    kept.write_bytes(kept.read_bytes().replace(b"A2", b"A1"))
    ran = books("rollback", 2, *WHY)
    assert ran.status == 2
    assert "was changed in the snapshots folder" in ran.err


def corrected(books, *words):
    """Load a register of which A2 is set aside, then A2 as a person corrects it: loads 1 and 2."""
    good, bad = agreement("A1", title="Day care"), agreement("A2", title="Meals", value_gbp="1e9")
    books.done("load", OURS.feed, books.file(OURS, good, bad), *words)
    exported = books.folder / "rows.csv"
    books.done("quarantine", "export", "--output", exported)
    [row] = rows_of(exported.read_text(encoding="utf-8-sig"))
    right = row | {"value_gbp": "1000.00"}
    exported.write_text(f"{comma_line(right)}\n{comma_line(right.values())}\n", encoding="utf-8")
    books.done("quarantine", "load", exported)
    assert books.now() == {"A1": "Day care", "A2": "Meals"}


def test_a_correction_that_is_rolled_back_leaves_its_rows_set_aside(books):
    corrected(books)
    assert books.done("quarantine", "list") == []
    refused = books("rollback", 1, *WHY)
    assert (refused.status, refused.err.strip()) == (
        2,
        "Load 2 brought rows of load 1 back, corrected; roll load 2 back first.",
    )
    roll_back(books, 2)
    assert books.now() == {"A1": "Day care"}
    assert [row["column"] for row in books.done("quarantine", "list")] == ["value_gbp"]
    roll_back(books, 1)
    assert books.now() == {}
    assert books.done("quarantine", "list") == []


def test_a_correction_is_read_again_as_any_file_of_its_source(books):
    corrected(books, "--edition", JUNE, "--partial")
    books.load({"A1": "Day care", "A2": "Meals"}, "--edition", APRIL, "--partial")
    books.load({"A1": "Respite", "A2": "Meals at home"}, "--edition", MAY, "--partial")
    assert books.as_known(4, about=MAY) == {"A1": "Respite", "A2": "Meals at home"}
    assert books.now() == {"A1": "Day care", "A2": "Meals"}


PROFILE = """name = "anytown"
title = "Anytown Council"
kind = "metropolitan_district"
jurisdiction = "england"
regimes = ["pa2023"]
financial_year_start = "04-01"
holidays = "england-and-wales"
timezone = "Europe/London"
area_code = "E08000006"
area_name = "Anytown"

[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
complete = true
title = "Register of agreements"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"
"""


@pytest.fixture
def scheduled(books):
    """Return a function that lets the profile's source give a file, and refreshes the register from it."""
    folder = books.home / "authorities"
    folder.mkdir()
    (folder / "anytown.toml").write_text(PROFILE)
    ours = replace(books, authority="anytown", folder=folder)

    def give(titles):
        rows = [agreement(reference, title=title) for reference, title in titles.items()]
        ours.file(OURS, *rows)
        return ours, ours("refresh-register", "--plain", "--json")  # as the schedule does

    return give


def test_the_file_that_was_rolled_back_is_loaded_again_only_when_a_person_asks(scheduled):
    scheduled(GOOD)
    books, _ = scheduled(BAD)
    assert books.now() == BAD
    roll_back(books, 2)
    assert books.now() == GOOD
    _, ran = scheduled(BAD)
    assert ran.status == 1
    assert "this very file was load 2, which load 3 rolled back" in ran.out + ran.err
    assert books.now() == GOOD
    assert books.ask("SELECT source FROM stoppage WHERE withdrawn_after IS NULL") == [("register",)]
    # The publisher goes back: what stands is unchanged, and no longer stale.
    _, ran = scheduled(GOOD)
    assert ran.status == 0
    assert books.ask("SELECT source FROM stoppage WHERE withdrawn_after IS NULL") == []
    assert [row["load_no"] for row in books.done("loads")] == [1, 2, 3]
    books.load(BAD)
    assert books.now() == BAD


def test_the_next_file_is_held_against_the_last_that_stands(scheduled):
    scheduled({f"A{number}": "Day care" for number in range(20)})
    books, _ = scheduled({f"A{number}": "Day care" for number in range(12)})
    roll_back(books, 2)
    _, ran = scheduled({f"A{number}": "Day care" for number in range(9)})  # of 12 yes, of 20 no
    assert ran.status == 1
    assert len(books.now()) == 20


@pytest.mark.kill
@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_a_rollback_that_is_killed_is_done_or_not_begun(books, moment):
    books.load(GOOD, "--edition", APRIL, "--complete")
    books.load(BAD, "--edition", MAY, "--complete")
    books.load(BAD | {"A5": "Respite"}, "--edition", JUNE, "--complete")
    # COMMIT 1 takes the lease, COMMIT 2 is the rollback itself.
    words = ["rollback", "2", *WHY, "--authority", books.authority, "--home", str(books.home)]
    words += ["--database", books.database]
    command = [sys.executable, "-m", "tests.battery.kill_points", "COMMIT 2", moment, *words]
    killed = subprocess.run(command, check=False)
    assert killed.returncode == -9
    assert [n for (n,) in books.ask("SELECT load_no FROM load ORDER BY load_no")] == (
        [1, 2, 3] if moment == BEFORE else [1, 2, 3, 4]
    )
    if moment == BEFORE:
        assert books.as_known(3, about=MAY) == BAD
        roll_back(books, 2)
    assert books.as_known(4, about=MAY) == GOOD
    assert books.now() == BAD | {"A5": "Respite"}


def test_loads_of_a_source_that_has_none_name_those_that_have(books):
    books.load(GOOD)
    ran = books("loads", "--source", "nope")
    assert ran.out == "Nothing of nope is loaded; salford has loads of canonical_agreements.\n"
