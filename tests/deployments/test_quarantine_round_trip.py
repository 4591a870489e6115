"""Rows set aside go out to a person, are corrected in a spreadsheet and come back: the loop is closed."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from models.store.engine import open_engine, reading
from tests.battery.files import OURS, SALFORD, TRAFFORD, agreement
from tests.battery.invariants import check_invariants
from tests.commands import Terminal
from tests.deployments.correcting import REGISTER, Sheet, corrected_by_a_person, exporting, loading
from tests.packs.page_read import read, rows_of

pytestmark = pytest.mark.thorough


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path / "home")
    yield opened
    check_invariants(f"sqlite:///{opened.home / 'commissioning.db'}", opened.home)


@pytest.fixture
def load(terminal, tmp_path):
    return loading(terminal, tmp_path)


@pytest.fixture
def export(terminal, tmp_path):
    return exporting(terminal, tmp_path)


def test_exactly_the_corrected_rows_are_brought_back(tmp_path, database):
    terminal = Terminal(tmp_path / "home")
    (tmp_path / "register.csv").write_text(OURS.having(*REGISTER).text(), encoding="utf-8")

    def run(*words):
        return terminal(*words, "--database", database)

    def ask(statement):
        with reading(open_engine(database)) as connection:
            prefix = "" if connection.dialect.name == "sqlite" else "commissioning."
            return [tuple(row) for row in connection.execute(text(statement.format(prefix)))]

    assert (
        run("load", "agreements", tmp_path / "register.csv", "--json").document["rows_loaded"] == 1
    )
    assert run("quarantine", "export", "--output", tmp_path / "rows.xlsx").out == (
        f"6 rows of canonical_agreements load 1 written to {tmp_path / 'rows.xlsx'}.\n"
    )
    file = corrected_by_a_person(Sheet(tmp_path / "rows.xlsx"))

    ran = run("quarantine", "load", file, "--json")
    counts = ran.document
    assert {name: counts[name] for name in ("rows_in", "rows_loaded", "rows_set_aside")} == {
        "rows_in": 5,
        "rows_loaded": 3,
        "rows_set_aside": 1,
    }
    assert (counts["rows_not_data"], counts["closed"], counts["still_open"]) == (1, 4, 2)
    assert counts["pence_in"] == counts["pence_loaded"] == 1000_50 + 1234_50 + 1000_50
    assert "corrected.xlsx, line 6, column value_gbp, value 'x': set aside (is_money)" in ran.err

    closed = "SELECT row_no, closed_by FROM {}quarantine_closing WHERE load_no = 1 ORDER BY row_no"
    assert ask(closed) == [(2, 2), (3, 2), (5, 2), (6, 2)]
    facts = """SELECT reference, title, value_pence, known_from FROM {0}agreement_version JOIN {0}agreement
        USING (agreement_id) WHERE NOT retracted ORDER BY reference"""
    assert ask(facts) == [
        ("A1", "Service A1", 1000_50, 1),
        ("A2", "=Day care", 1000_50, 2),
        ("A3", "Service A3", 1234_50, 2),
        ("A5", "Service A5", 1000_50, 2),
    ]
    ends = "SELECT count(*) FROM {}agreement_version WHERE ends_on = '2027-03-31'"
    assert ask(ends) == [(4,)]
    assert ask("SELECT kind, corrects, complete, is_by_hand FROM {}load WHERE load_no = 2") == [
        ("correction", 1, False, True)
    ]

    # Listed once each, though the row that failed again is known under both loads.
    listed = run("quarantine", "list", "--json").document
    assert [(row["load_no"], row["row_no"], row["column"]) for row in listed] == [
        (1, 4, "reference"),
        (1, 7, "ends_on"),
        (1, 7, "value_gbp"),
    ]
    again = run("quarantine", "load", file, "--json").document
    assert (again["unchanged"], again["closed"]) == (True, 0)
    assert ask("SELECT count(*) FROM {}load") == [(2,)]


def test_checking_tells_the_same_and_stores_nothing(load, export, terminal):
    load(OURS.having(*REGISTER))
    file = corrected_by_a_person(export())
    told = terminal("quarantine", "load", file, "--check").out
    assert told.startswith(
        "agreements: 5 rows in, 3 would be loaded, 1 set aside again, 1 not data; "
        "of load 1, 4 rows would be settled and 2 still set aside.\n"
    )
    assert (terminal.count("load"), terminal.count("snapshot")) == (1, 1)


def test_a_row_that_stays_wrong_is_exported_again_and_can_still_be_corrected(
    load, export, terminal
):
    load(OURS.having(*REGISTER))
    assert terminal("quarantine", "load", corrected_by_a_person(export())).status == 0
    sheet = export(name="rest.xlsx")
    assert [str(cell.value)[:3] for cell in sheet.rows["A"]][1:] == ["1:4", "1:7"]
    sheet.type(4, "reference", "A4")
    sheet.type(7, "ends_on", "2027-02-28")
    sheet.type(7, "value_gbp", "7.00")
    assert terminal("quarantine", "load", sheet.save()).status == 0
    assert terminal("quarantine", "list").out == "No rows of salford are set aside.\n"
    assert terminal("doctor").status == 0
    assert terminal.ask("SELECT reference FROM agreement ORDER BY 1") == [
        *(("007",), ("A1",), ("A2",), ("A3",), ("A4",), ("A5",)),
    ]


def test_a_corrected_row_may_not_take_the_place_of_one_that_was_loaded(load, export, terminal):
    load(OURS.having(*REGISTER))
    sheet = export()
    sheet.type(4, "reference", "A1")  # which record 1 has
    for record in (2, 3, 5, 6, 7):
        sheet.delete(record)
    ran = terminal("quarantine", "load", sheet.save())
    assert ran.status == 1
    assert "a row loaded by load 1 (line 2) has this reference; correct it in this row" in ran.err
    assert ran.err.endswith("none of its rows passed, so nothing was stored.\n")
    assert terminal.ask("SELECT title FROM agreement_version") == [("Service A1",)]
    assert terminal.count("load") == 1


def test_rows_that_are_all_no_data_are_settled_without_a_fact(load, export, terminal):
    load(OURS.having(agreement("A1"), agreement("", title="Sub-total of care")))
    sheet = export()
    sheet.type(2, "leave_out", "yes")
    ran = terminal("quarantine", "load", sheet.save())
    assert (ran.status, ran.out.split(";")[0]) == (
        0,
        "agreements: 1 rows in, 0 loaded, 0 set aside again, 1 not data",
    )
    assert terminal("quarantine", "list").out == "No rows of salford are set aside.\n"
    assert terminal.count("agreement_version") == 1


@pytest.mark.parametrize("left", [("amount_gbp",), ()])
def test_a_row_emptied_without_a_word_stays_set_aside_with_its_pence(load, export, terminal, left):
    """The day of record 2 cannot be read; a person clears every cell, or every one but the amount."""
    paid = payment("P2", "12.50") | {"paid_on": "soon"}
    load(replace(OURS, feed="payments", rows=(payment("P1", "1.00"), paid)))
    sheet = export()
    for column in paid:
        if column not in left:
            sheet.type(2, column, None)
    ran = terminal("quarantine", "load", sheet.save(), "--json")
    assert ran.status == 1
    counts = ran.document
    assert (counts["rows_set_aside"], counts["rows_not_data"], counts["closed"]) == (1, 0, 0)
    assert counts["pence_in"] == counts["pence_set_aside"] == (12_50 if left else 0)
    assert (
        "only money is left in the row; write yes under leave_out, or fill it in" in ran.err.lower()
    )
    assert [row["row_no"] for row in terminal("quarantine", "list", "--json").document] == [2]


def payment(identifier, amount):
    """Return one payment in our own layout."""
    return {
        "payment_id": identifier,
        "basis": "outturn",
        "amount_gbp": amount,
        "paid_on": "2026-05-01",
        "provider_name": "Anytown Care",
        "reference": "A1",
    }


def test_csv_saved_by_excel_with_semicolons_comes_back(load, export, terminal):
    load(OURS.having(agreement("A1"), agreement("A2", value_gbp="1e9", title="-Tŷ; Gobaith")))
    path = export(name="rows.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["value_gbp"] = "5.00"
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(written.getvalue().encode("utf-8-sig"))
    assert terminal("quarantine", "load", path).status == 0
    assert terminal.ask(
        "SELECT title, value_pence FROM agreement_version WHERE known_from = 2"
    ) == [("-Tŷ; Gobaith", 5_00)]


def test_a_part_of_a_reference_comes_back_without_taking_another_part_s_place(
    load, export, terminal
):
    """Salford lets S1417 in lots alike in all but value, and one of them has no reference."""
    first = SALFORD.rows[0] | {SALFORD.identifier: "S1417"}
    lots = [first | {SALFORD.money: f"{n}000"} for n in (1, 2, 3)]
    load(SALFORD.having(lots[0], lots[1] | {SALFORD.identifier: ""}, lots[2]))
    sheet = export()
    sheet.type(2, SALFORD.identifier, "S1417")
    ran = terminal("quarantine", "load", sheet.save(), "--json")
    assert ran.document["rows_loaded"] == 1
    assert terminal.ask(
        "SELECT value_pence FROM agreement_now JOIN agreement_version USING (version_no) ORDER BY 1"
    ) == [(1000_00,), (2000_00,), (3000_00,)]
    # Of the parts that stand beside it, none is written again.
    assert terminal.ask("SELECT versions FROM load WHERE load_no = 2")[0] == (1,)


def test_lines_of_a_payment_come_back_beside_those_that_stand(load, export, terminal):
    """Five lines share one TransactionNumber; two of them could not be read, and one equals a third."""
    line = TRAFFORD.rows[0]
    lines = [
        line,
        line,
        line | {TRAFFORD.money: "1e3"},
        line | {TRAFFORD.day: "soon"},
        TRAFFORD.rows[1],
    ]
    load(TRAFFORD.having(*lines), name="spend.csv")
    sheet = export(authority="trafford")
    sheet.type(3, TRAFFORD.money, 1000)
    sheet.type(4, TRAFFORD.day, line[TRAFFORD.day])
    ran = terminal("quarantine", "load", sheet.save(), "--json", authority="trafford")
    assert (ran.document["rows_loaded"], ran.document["pence_loaded"]) == (2, 1000_00 + 2850_00)
    assert terminal.ask("SELECT amount_pence, retracted FROM payment_version ORDER BY 1") == [
        (664_17, 0),
        (1000_00, 0),
        *[(2850_00, 0)] * 3,
    ]


def test_what_may_be_about_a_person_does_not_go_out(load, export, terminal):
    load(OURS.having(agreement("A1", specification="For NHS number 943 476 5919 at home")))
    sheet = export()
    cells = " ".join(str(cell.value) for row in sheet.rows.iter_rows() for cell in row)
    assert "943" not in cells
    assert "the text is left out here" in cells
    sheet.type(1, "specification", "At home")
    assert terminal("quarantine", "load", sheet.save()).status == 0
    assert terminal.ask("SELECT specification FROM agreement_version") == [("At home",)]


def test_a_correction_that_is_rolled_back_leaves_the_rows_set_aside_until_it_comes_again(
    load, export, terminal
):
    def rows_open():
        return {row["row_no"] for row in terminal("quarantine", "list", "--json").document}

    load(OURS.having(*REGISTER))
    file = corrected_by_a_person(export())
    assert terminal("quarantine", "load", file).status == 0
    assert terminal("rollback", 2, "--reason", "the wrong file").status == 0
    assert rows_open() == {2, 3, 4, 5, 6, 7}
    assert terminal("quarantine", "load", file, "--json").document["closed"] == 4
    assert rows_open() == {4, 7}


def test_the_same_publisher_s_file_loaded_again_leaves_the_correction_as_it_is(
    load, export, terminal
):
    load(OURS.having(*REGISTER))
    assert terminal("quarantine", "load", corrected_by_a_person(export())).status == 0
    assert load(OURS.having(*REGISTER)).document["unchanged"]
    assert {row["row_no"] for row in terminal("quarantine", "list", "--json").document} == {4, 7}


def test_the_pack_tells_rows_since_corrected_from_those_still_set_aside(
    load, export, terminal, tmp_path
):
    def issued():
        assert terminal("flag-contracts", "--on", "2026-03-31").status == 0
        made = terminal("build-packs", "--on", "2026-03-31", "--json").document["packs"][0]
        return Path(made["html"])

    def set_aside(pack):
        return rows_of(read(pack.read_bytes()), "rows_by_source")[0][1:7]

    load(OURS.having(*REGISTER))
    first = issued()
    assert set_aside(first) == ["7", "1", "6", "0", "6", "0"]
    assert terminal("quarantine", "load", corrected_by_a_person(export())).status == 0
    second = issued()
    assert (second.name, set_aside(second)) == (
        "dmt-authority-v2.html",
        ["7", "1", "6", "4", "2", "0"],
    )
    # As known before the correction it is the pack that was issued then, byte for byte.
    then = tmp_path / "then.html"
    asked = ("build-packs", "--on", "2026-03-31", "--known-at", 1, "--output", then)
    assert terminal(*asked).status == 0
    assert then.read_bytes() == first.read_bytes()
