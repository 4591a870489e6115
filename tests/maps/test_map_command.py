"""``load --map``: a map that somebody confirmed, kept with what it read; and one that nobody did."""

import csv
from pathlib import Path

import pytest

from tests.battery.invariants import check_invariants
from tests.battery.sentences import must_balance, must_be_one_sentence
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

EXTRACTS = Path(__file__).parent / "extracts"
LAMBETH, GLA = EXTRACTS / "lambeth_2012-06.csv", EXTRACTS / "gla_2013-P01.csv"


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path / "home")
    yield opened
    database = opened.home / "commissioning.db"
    if database.exists():
        check_invariants(f"sqlite:///{database}", opened.home)


@pytest.fixture
def proposed(terminal, tmp_path):
    """A map as suggest-mapping wrote it, which nobody has confirmed."""
    path = tmp_path / "gla.toml"
    ran = terminal("suggest-mapping", GLA, "--output", path)
    assert (ran.status, ran.err) == (0, "")
    return path


def test_a_map_that_nobody_confirmed_loads_nothing_and_says_how_to_confirm_it(terminal, proposed):
    ran = terminal.load("payments", GLA, "--map", proposed)
    assert (ran.status, ran.out) == (2, "")
    sentence = must_be_one_sentence(ran.err)
    assert sentence.startswith(f"{proposed} is a column map that nobody has confirmed; ")
    assert "--confirm-map" in sentence
    assert "confirmed = true" in sentence
    assert terminal.count("payment_version") == 0


def test_a_map_is_tried_before_it_is_confirmed(terminal, proposed):
    ran = terminal.load("payments", GLA, "--map", proposed, "--check")
    must_balance(ran, rows_in=6, rows_loaded=6)
    assert terminal.count("payment_version") == 0
    assert not list((terminal.home / "snapshots").glob("*/maps/*"))


def test_a_map_confirmed_on_the_command_line_is_left_as_it_was_and_kept(terminal, proposed):
    before = proposed.read_bytes()
    ran = terminal.load("payments", GLA, "--map", proposed, "--confirm-map")
    must_balance(
        ran,
        rows_in=6,
        rows_loaded=6,
        pence_in=12_700_000_00 + 12_500_000_00 + 9_787_182_00 - 638_24 - 761_00 - 2_076_25,
    )
    assert proposed.read_bytes() == before
    [kept] = (terminal.home / "snapshots" / "salford" / "maps").iterdir()
    assert kept.read_text(encoding="utf-8").startswith("# Confirmed with --confirm-map on ")
    assert terminal.ask("SELECT source, slot, adapter FROM load") == [
        ("gla", "gla_2013-P01", f"map:{kept.stem}")
    ]
    again = terminal.load("payments", GLA, "--map", proposed, "--confirm-map")
    assert again.document["unchanged"] is True


def test_an_amended_map_reads_the_same_slot_again(terminal, proposed):
    terminal.load("payments", GLA, "--map", proposed, "--confirm-map")
    text = proposed.read_text(encoding="utf-8")
    proposed.write_text(text.replace("Vendor Name", "Vendor ID"), encoding="utf-8")
    ran = terminal.load("payments", GLA, "--map", proposed, "--confirm-map")
    must_balance(ran, rows_in=6, rows_loaded=6)
    names = terminal.ask(
        "SELECT provider_name FROM payment_version WHERE known_from = 2 AND NOT retracted"
    )
    assert ("15500130",) in names
    assert len(names) == 6


def test_rows_that_a_map_set_aside_are_corrected_and_loaded_back(terminal, tmp_path):
    ran = terminal.load("payments", LAMBETH, "--map", "lambeth-2012")
    must_balance(ran, rows_in=15, rows_loaded=8, rows_set_aside=2, rows_not_data=5)
    leaf = tmp_path / "aside.csv"
    assert terminal("quarantine", "export", "--output", leaf).status == 0
    with leaf.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        day, row["Subj Description"] = row["Invoice Creation Date"], row["Invoice Nett Amount"]
        row["Invoice Creation Date"], row["Invoice Nett Amount"] = day[:10], day[10:]
    with leaf.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    back = terminal("quarantine", "load", leaf, "--json")
    assert back.document["closed"] == 2, back
    assert back.document["pence_loaded"] == 900_00 + 930_00
    assert terminal.count("payment_version") == 10


def test_a_load_by_a_map_is_taken_back(terminal):
    terminal.load("payments", GLA, "--map", "gla-2013")
    assert terminal("rollback", "1", "--reason", "wrong month").status == 0
    must_balance(terminal.load("payments", GLA, "--map", "gla-2013"), rows_loaded=6)


def test_a_kept_map_that_was_changed_is_refused(terminal):
    terminal.load("payments", LAMBETH, "--map", "lambeth-2012")
    [kept] = (terminal.home / "snapshots" / "salford" / "maps").iterdir()
    kept.write_text(
        kept.read_text(encoding="utf-8").replace("Supplier Name", "Body"), encoding="utf-8"
    )
    ran = terminal("quarantine", "export", "--output", terminal.home / "x.csv")
    assert ran.status == 2
    assert "was changed in the snapshots folder" in must_be_one_sentence(ran.err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--map", "nowhere.toml"), "there is no such file, and no shipped map of that name"),
        (("--confirm-map",), "name it with --map MAP.toml"),
        (("--map", GLA), "is not TOML"),
        (("--map", "leeds-2010"), "needs Net amount, Date paid"),
    ],
)
def test_what_is_no_map_for_the_file_is_refused_in_a_sentence(terminal, words, told):
    ran = terminal.load("payments", GLA, *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in must_be_one_sentence(ran.err)
    assert terminal.count("payment_version") == 0


def test_a_file_for_which_a_map_is_shipped_is_told_of_it(terminal):
    ran = terminal.load("payments", GLA)
    assert (ran.status, ran.out) == (2, "")
    assert "load it with --map gla-2013" in must_be_one_sentence(ran.err)


def test_a_map_of_payments_loads_no_register(terminal):
    ran = terminal.load("agreements", GLA, "--map", "gla-2013")
    assert "maps payments, not agreements" in must_be_one_sentence(ran.err)


def test_a_profile_s_source_may_be_read_by_a_map(tmp_path, monkeypatch):
    """A refresh loads it like any other; an unconfirmed map stops that source alone."""
    from deployments.commands.mapped import SHIPPED as MAPS

    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "gla.csv").write_bytes(GLA.read_bytes())
    text = (MAPS / "gla-2013.toml").read_text(encoding="utf-8")
    (folder / "gla.toml.map").write_text(text, encoding="utf-8")
    salford = (
        Path(__file__).parents[2] / "deployments" / "authorities" / "trafford.toml"
    ).read_text(encoding="utf-8")
    profile = salford.split("[sources", 1)[0].replace('"trafford"', '"gla"', 1)
    source = """
[sources.payments]
feed = "payments"
map = "gla.toml.map"
path = "gla.csv"
slot = "2013-P01"
title = "Payments"
publisher = "Greater London Authority"
licence = "Open Government Licence v3.0"
"""
    (folder / "gla.toml").write_text(profile + source, encoding="utf-8")
    terminal = Terminal(tmp_path / "home", "gla")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "authorities").symlink_to(folder)
    ran = terminal("refresh-register")
    assert ran.status == 0, ran
    assert terminal.count("payment_version") == 6
    (folder / "gla.toml.map").write_text(
        text.replace("confirmed = true", "confirmed = false"), encoding="utf-8"
    )
    refused = terminal("refresh-register")
    assert refused.status == 1
    assert "nobody has confirmed" in refused.err
