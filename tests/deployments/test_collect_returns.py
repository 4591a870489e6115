"""Monitoring returns asked for and collected, by the very commands of the how-to page."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

import deployments.cli
from tests.battery.invariants import check_invariants
from tests.commands import Terminal
from tests.commissioning.returns.forms import Filled

pytestmark = pytest.mark.thorough
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "collect-returns.md"
PROFILE = (
    (Path(deployments.cli.__file__).parent / "authorities" / "salford.toml")
    .read_text(encoding="utf-8")
    .partition("[sources.")[0]
)
SOURCE = """
[sources.returned]
feed = "returns"
adapter = "return_template"
path = "returned.xlsx"
slot = "returned"
title = "Monitoring returns"
publisher = "Anytown Care"
licence = "not stated"
"""
FORM = "forms/return-anytown-care-7dcca7c5d8-2025-26-q1.xlsx"
BLOCK = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
FACTS = """SELECT measure, starts_on, value, received_on, known_from FROM return_version
    WHERE value IS NOT NULL AND starts_on = '2025-04-01' ORDER BY version_no"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The folder after the page's first two steps, and what each of their commands came to."""
    folder = tmp_path_factory.mktemp("returns")
    for info, content in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if info.startswith("csv "):
            (folder / f"{info.removeprefix('csv ')}.csv").write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        opened = Terminal(folder / "home")
        return folder, [*run(opened, "load [amr].*csv"), *run(opened, "write-return-templates")]


@pytest.fixture
def terminal(begun, tmp_path, monkeypatch):
    """A terminal in a copy of that folder."""
    folder = tmp_path / "work"
    shutil.copytree(begun[0], folder)
    monkeypatch.chdir(folder)
    opened = Terminal(folder / "home")
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


def run(terminal, pattern):
    """Run the page's commands that begin so, and return what each came to."""
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    commands = [line for info, content in blocks if not info for line in content.splitlines()]
    asked = [line for line in commands if re.match(f"commissioning {pattern}", line)]
    assert asked, commands
    ran = [terminal(*shlex.split(command)[1:], authority="") for command in asked]
    assert [each.status for each in ran] == [0] * len(ran), ran
    return ran


def fill(name="returned.xlsx", **values):
    """Fill in the form as a provider does, by the measure's first word, and save it."""
    filled = Filled(Path(FORM).read_bytes())
    for measure in ("People attending", "Satisfied with the service"):
        if (value := values.get(measure.split()[0].lower())) is not None:
            filled.type(measure, value=value)
    return filled.save(Path(name))


def facts(terminal):
    return [(row[0].split()[0], *row[2:]) for row in terminal.ask(FACTS)]


def test_the_page_s_commands_collect_a_return(begun, terminal):
    # The first is awaited since its own day, of the other nothing tells: 30 days after its first month.
    folder, (*_, written) = begun
    assert written.out == (
        f"{folder / FORM}: 2 figures, due 2025-07-21\n"
        f"{folder / 'forms/return-brook-street-trust-a8f3e937bf-2025-26-q1.xlsx'}: 3 figures, due 2025-05-30\n"
    )
    fill(people=104, satisfied="many")
    checked, loaded = run(terminal, "load returns returned.xlsx")
    assert checked.out.startswith("returns: 2 rows in, 1 would be loaded, 1 set aside, 0 not data;")
    assert loaded.out.startswith("returns: 2 rows in, 1 loaded, 1 set aside, 0 not data;")
    assert (
        "returned.xlsx, line 6, column Value, value 'many': set aside (is_a_number), likely cause: write a "
        "plain number, such as 12.5; leave a suppressed value empty; send the receipt to the provider, "
        "and load the form again once it is corrected.\n"
    ) in loaded.err
    assert facts(terminal) == [("People", 104.0, "2025-07-15", 4)]
    receipt = Path("receipt-returned.html").read_text(encoding="utf-8")
    assert "1 figure accepted, 1 refused, 0 not filled in." in receipt
    assert "Brook Street" not in receipt
    # What was awaited has come: a day in time, so nobody is late on it.
    [flagged] = run(terminal, "flag-contracts")
    assert "kpi_return_late" not in flagged.out


def test_a_second_form_replaces_the_first_and_one_that_comes_late_is_not_lost(terminal):
    def load(name, received_on, **values):
        file = fill(name, **values) if values else Path(name)
        words = ["--received-on", received_on] if received_on else []
        return terminal.load("returns", file, *words).document

    load("first.xlsx", "2025-07-15", people=104)
    again = load("first.xlsx", "")
    assert again["unchanged"]
    assert (terminal.count("load"), facts(terminal)) == (4, [("People", 104.0, "2025-07-15", 4)])

    # The second form says the same of the one, and what was missing of the other.
    load("second.xlsx", "2025-07-30", people=104, satisfied=88)
    assert facts(terminal)[1:] == [("Satisfied", 88.0, "2025-07-30", 5)]
    load("third.xlsx", "2025-08-20", people=107)
    assert facts(terminal)[2:] == [("People", 107.0, "2025-08-20", 6)]
    # A form of the 1st of August, found in a drawer: kept, and the newer stands.
    load("drawer.xlsx", "2025-08-01", people=105)
    assert facts(terminal)[3:] == [("People", 105.0, "2025-08-01", 7)]
    # The next form shows the value in force as the period before.
    assert terminal("write-return-templates", "--period", "2025-Q2", "--output", "next").status == 0
    form = Filled(Path("next/return-anytown-care-7dcca7c5d8-2025-26-q2.xlsx").read_bytes())
    before = "Value one period before"
    assert form.cell("People attending", before).value == 107
    assert form.cell("Satisfied with the service", before).value == 88
    # And without the third form it is what it was.
    assert terminal("rollback", 6, "--reason", "another service's figures").status == 0
    assert (
        terminal("write-return-templates", "--period", "2025-Q2", "--output", "after").status == 0
    )
    form = Filled(Path("after/return-anytown-care-7dcca7c5d8-2025-26-q2.xlsx").read_bytes())
    assert form.cell("People attending", before).value == 105


def test_a_form_that_was_kept_long_enough_goes_and_is_known_when_it_is_given_again(terminal):
    authorities = terminal.home / "authorities"
    authorities.mkdir(exist_ok=True)
    kept = PROFILE + "\n[retention]\nreturns_months = 36\n"
    (authorities / "salford.toml").write_text(kept, encoding="utf-8")
    form = fill("first.xlsx", people=104)
    digest = terminal.load("returns", form, "--received-on", "2025-07-15").document["snapshot"]
    file = terminal.home / "snapshots" / terminal.authority / digest
    grounds = ("--reason", "schedule 4.2", "--authority-reference", "IG 7", "--yes", "--json")
    assert terminal("erase", "expired", *grounds, "--on", "2028-06-30").document["snapshots"] == []
    assert file.exists()
    gone = terminal("erase", "expired", *grounds, "--on", "2028-07-01").document
    assert digest in gone["snapshots"]
    assert not file.exists()
    assert facts(terminal) == []
    again = terminal.load("returns", form, "--received-on", "2025-07-15")
    assert (again.status, again.document["unchanged"]) == (0, True)
    assert not file.exists()


def test_what_a_form_cannot_be_loaded_as_is_refused(terminal):
    file = fill(people=104)
    refusals = {
        ("--received-on", "2999-01-01"): "--received-on 2999-01-01 is still to come",
        (
            "--complete",
        ): "returned.xlsx cannot be loaded as complete: it only adds to what is known",
        (
            "--authority",
            "trafford",
        ): "this is a form of salford's, and it would be loaded for trafford",
    }
    for words, sentence in refusals.items():
        whose = "" if "--authority" in words else None
        ran = terminal("load", "returns", file, *words, authority=whose)
        assert (ran.status, ran.out) == (2, ""), ran
        assert sentence in ran.err
    ran = terminal("load", "returns", "measures.csv", "--received-on", "2025-07-15")
    assert ran.status == 2
    # A form that was filled in is never written over.
    Path(FORM).write_bytes(file.read_bytes())
    again = terminal("write-return-templates", "--period", "2025-Q1", "--output", "forms")
    assert again.status == 2
    assert "is there already and differs, perhaps because it was filled in" in again.err
    # Rows of a form are the provider's to correct.
    wrong = fill("wrong.xlsx", people="many")
    assert terminal.load("returns", wrong).document["rows_set_aside"] == 1
    export = terminal("quarantine", "export", "--output", "rows.xlsx")
    assert export.status == 2
    assert "send the receipt to the provider, and load the form again" in export.err


def test_nothing_to_ask_for_is_said(terminal, tmp_path):
    asked = ("write-return-templates", "--output", tmp_path / "forms", "--period")
    empty = terminal(*asked, "2025-Q1", authority="trafford")
    assert (empty.status, empty.out) == (2, "")
    assert "no measure of trafford's agreements is loaded" in empty.err
    assert terminal(*asked, "2031-Q1").out == (
        "No return is due for 2031/32 Q1 (2031-04-01 to 2031-06-30).\n"
    )
    unknown = terminal(*asked, "2025-Q1", "--provider", "Anytown Car")
    assert unknown.err == (
        "no return of 'Anytown Car' is due for 2025/26 Q1; the nearest is Anytown Care.\n"
    )
    one = terminal(*asked, "2025-Q1", "--provider", "ANYTOWN CARE", "--json").document
    assert [(form["provider"], form["due_on"]) for form in one["forms"]] == [
        ("Anytown Care", "2025-07-21")
    ]


def test_the_flow_reads_a_form_that_the_profile_names_as_received_on_its_day(terminal):
    fill(people=104)
    folder = terminal.home / "authorities"
    folder.mkdir()
    shutil.copy("returned.xlsx", folder)
    (folder / "salford.toml").write_text(PROFILE + SOURCE, encoding="utf-8")
    [loaded] = terminal("refresh-register", "--plain", "--on", "2025-07-16", "--json").document
    assert (loaded["rows_loaded"], loaded["rows_not_data"]) == (1, 1)
    assert facts(terminal) == [("People", 104.0, "2025-07-16", 4)]
    [again] = terminal("refresh-register", "--plain", "--on", "2025-07-20", "--json").document
    assert again["unchanged"]
