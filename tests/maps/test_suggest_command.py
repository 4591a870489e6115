"""``suggest-mapping`` as a person types it."""

import zipfile
from pathlib import Path

import pytest

from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal

EXTRACTS = Path(__file__).parent / "extracts"
LAMBETH = EXTRACTS / "lambeth_2012-06.csv"


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "home", "")


def test_a_person_is_told_what_it_is_each_column_and_what_came_of_trying_it(terminal):
    ran = terminal("suggest-mapping", LAMBETH)
    assert (ran.status, ran.err) == (0, "")
    first, second, *lines = ran.out.splitlines()
    assert first.startswith("lambeth_2012-06.csv: a list of payments (it has ")
    assert second == "The column names are on row 10."
    assert any(line.split()[:4] == ["amount_gbp", "Invoice", "Nett", "Amount"] for line in lines)
    assert "Not read: Body (one text throughout)." in lines
    assert "Tried: 15 rows in, 8 read (£49,999.26), 2 would be set aside, 5 not data." in lines


def test_the_json_document_says_the_same(terminal):
    told = terminal("suggest-mapping", LAMBETH, "--json").document
    assert (told["kind"], told["feed"], told["complete"]) == ("payments", "payments", True)
    columns = {each["canonical"]: each for each in told["columns"]}
    assert columns["paid_on"]["published"] == "Invoice Creation Date"
    assert columns["paid_on"]["day_formats"] == ["%d/%m/%Y"]
    assert told["trial"]["rows_refused"] == 2
    assert told["not_placed"] == [{"published": "Body", "looks_like": "one text throughout"}]


def test_a_map_is_never_written_over_another_file(terminal, tmp_path):
    path = tmp_path / "map.toml"
    path.write_text("mine", encoding="utf-8")
    ran = terminal("suggest-mapping", LAMBETH, "--output", path)
    assert ran.status == 2
    assert "is there already" in must_be_one_sentence(ran.err)
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_only_file_in_a_zip_is_looked_at(terminal, tmp_path):
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(LAMBETH, "2012/june.csv")
        archive.writestr("__MACOSX/._june.csv", "x")
    assert terminal("suggest-mapping", path, "--json").document["trial"]["rows_in"] == 15
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "y")
    refused = terminal("suggest-mapping", path)
    assert "the zip holds 2 files: a.csv, b.csv" in must_be_one_sentence(refused.err)


def test_days_that_read_both_ways_are_settled_on_the_command_line(terminal, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text("Supplier,Date,Amount\nA,4/3/2020,1.00\nB,4/10/2020,2.00\n", encoding="utf-8")
    asked = terminal("suggest-mapping", path, "--output", tmp_path / "map.toml")
    assert asked.status == 0
    assert "To decide: whether Date is written as %d/%m/%Y or as %m/%d/%Y" in asked.out
    assert "fill in what it marks as TO DECIDE" in asked.out
    settled = terminal("suggest-mapping", path, "--day-format", "Date=%m/%d/%Y", "--json").document
    assert settled["complete"] is True
    for wrong in ("Date=%d/%m", "Day=%d/%m/%Y", "%d/%m/%Y"):
        refused = terminal("suggest-mapping", path, "--day-format", wrong)
        assert refused.status == 2
        must_be_one_sentence(refused.err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.csv",), "the file is not there"),
        ((EXTRACTS,), "this is a folder"),
        ((LAMBETH, "--feed", "returns"), "maps are proposed for payments, agreements, grants"),
    ],
)
def test_a_wrong_request_is_told_in_a_sentence(terminal, words, told):
    ran = terminal("suggest-mapping", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in must_be_one_sentence(ran.err)
