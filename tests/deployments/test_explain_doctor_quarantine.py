"""The commands that look: one agreement explained, what is wrong here, what was set aside."""

import pytest

from tests.battery.files import OURS, SALFORD_REGISTER, agreement
from tests.battery.sentences import must_be_one_sentence
from tests.commands import Terminal

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def salford(tmp_path_factory):
    terminal = Terminal(tmp_path_factory.mktemp("salford") / "home")
    assert terminal.load("agreements", SALFORD_REGISTER).status == 0
    assert terminal("flag-contracts", "--on", "2022-07-31").status == 0
    return terminal


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "home")


@pytest.fixture
def load(terminal, tmp_path):
    def _load(*rows):
        path = tmp_path / "register.csv"
        path.write_text(OURS.having(*rows).text(), encoding="utf-8")
        return terminal("load", "agreements", path)

    return _load


# --- explain ----------------------------------------------------------------------------------------


def test_explain_tells_the_facts_where_they_come_from_and_what_was_found(salford):
    # In the file S1086 starts on 2022-03-30 and expires on 2022-03-29.
    told = salford("explain", "S1086").out
    assert told.startswith("S1086  (source: register)\n")
    for line in (
        "  starts: 30 March 2022",
        "  ends: 29 March 2022",
        "Findings about the row",
        "Rules, asked on 31 July 2022",
        "rolled_over_past_end: flagged critical. Ended on 29 March 2022",
        "Current Expiry Date '2022-03-29': ends_before_it_starts",
        "Case",
    ):
        assert line in told


def test_explain_tells_what_changed_between_two_loads(load, terminal):
    load(agreement("A1"))
    load(agreement("A1", ends_on="2028-03-31", value_gbp=""))
    told = terminal("explain", "A1").out
    assert "ends 31 March 2027 → 31 March 2028" in told
    assert "value £1,000.50 → not recorded" in told
    assert "No rule has been asked yet; commissioning flag-contracts asks them." in told


def test_explain_as_json_is_one_document(salford):
    document = salford("explain", "S1086", "--json").document
    assert document["reference"] == "S1086"
    [story] = document["agreements"]
    assert set(story) >= {"reference", "source", "versions", "findings", "results", "case"}
    assert story["versions"][0]["ends_on"] == "2022-03-29"


def test_a_part_is_explained_alone(salford):
    told = salford("explain", "S1196/3", "--json").document["agreements"]
    assert [part["reference"] for part in told] == ["S1196/3"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("S119", "S119"),  # a digit left out
        ("s1196", "S1196"),
        ("S1196/9", "S1196"),  # it has eight parts
        ("T1196", "S1196"),
        ("S11966", "S1196"),
    ],
)
def test_an_unknown_reference_is_told_with_those_most_like_it(salford, typed, near):
    ran = salford("explain", typed)
    assert (ran.status, ran.out) == (2, "")
    sentence = must_be_one_sentence(ran.err)
    assert sentence.startswith(f"salford has no agreement '{typed}'; the most like it: {near}")


def test_where_nothing_is_loaded_explain_says_so(terminal):
    ran = terminal("explain", "S1196")
    assert (ran.status, ran.err) == (
        2,
        "salford has no agreement 'S1196'; nothing is loaded yet, "
        "and commissioning refresh-register loads it.\n",
    )


# --- doctor -----------------------------------------------------------------------------------------


def test_doctor_finds_nothing_wrong_in_a_good_home(salford):
    ran = salford("doctor")
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if not line.startswith("well ")] == []


def test_doctor_tells_of_a_lost_snapshot_with_the_remedy(load, terminal):
    load(agreement("A1"))
    [snapshot] = [path for path in terminal.home.glob("snapshots/salford/*") if path.is_file()]
    snapshot.unlink()
    ran = terminal("doctor")
    assert ran.status == 1
    assert "WRONG  salford snapshots: 1 kept, 1 missing" in ran.out
    assert "restore the snapshots folder from the backup" in ran.out


def test_doctor_tells_of_a_ledger_changed_by_hand(load, terminal):
    load(agreement("A1"))
    terminal.change("UPDATE load SET rows_in = 7")
    ran = terminal("doctor")
    assert ran.status == 1
    assert "WRONG  salford ledger" in ran.out


def test_doctor_as_json_is_one_document(salford):
    lines = salford("doctor", "--json").document
    assert all(set(line) == {"what", "is_well", "seen", "remedy", "key"} for line in lines)


def test_doctor_tells_of_a_home_that_others_may_read(load, terminal):
    load(agreement("A1"))
    terminal.home.chmod(0o755)
    ran = terminal("doctor")
    assert ran.status == 1
    assert f"WRONG  home: {terminal.home}, mode 755\n       chmod 700" in ran.out


# --- quarantine -------------------------------------------------------------------------------------


def test_the_rows_set_aside_are_listed_with_place_value_and_cause(load, terminal):
    load(agreement("A1"), agreement("A2", value_gbp="1e9"), agreement("A3", ends_on="31/03/2027"))
    listed = terminal("quarantine", "list").out.splitlines()
    assert len(listed) == 2
    assert (
        "line 3, column value_gbp, value '1e9': set aside (is_money), likely cause: " in listed[0]
    )
    assert "line 4, column ends_on, value '31/03/2027': set aside (is_a_day)" in listed[1]
    [money, _] = terminal("quarantine", "list", "--json").document
    assert (money["row_no"], money["line_no"], money["value"]) == (2, 3, "1e9")


def test_a_row_corrected_in_the_next_file_is_no_longer_set_aside(load, terminal):
    load(agreement("A1"), agreement("A2", value_gbp="1e9"))
    load(agreement("A1"), agreement("A2", value_gbp="1.00"))
    assert terminal("quarantine", "list").out == "No rows of salford are set aside.\n"


def test_what_may_be_about_a_person_is_set_aside_and_kept_nowhere(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(
        "reference,title,ends_on,specification\n"
        "A1,Placement,2027-03-31,For NHS number 943 476 5919 at home\n",
        encoding="utf-8",
    )
    ran = terminal("load", "agreements", path)
    listed = terminal("quarantine", "list")
    assert "line 2, column specification: set aside (specification_about_a_person)" in listed.out
    assert "943" not in ran.out + ran.err + listed.out
    assert b"943 476 5919" not in (terminal.home / "commissioning.db").read_bytes()
