"""``commissioning load``: a file in, every row and penny told of, or one sentence why not."""

import csv
import os
from collections import Counter
from decimal import Decimal

import pytest

from tests.battery.files import OURS, SALFORD_REGISTER, agreement
from tests.battery.sentences import (
    facts_stored,
    must_balance,
    must_be_one_sentence,
    must_have_stored_nothing,
    must_refuse,
)
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

VALUE = "Total Contract Value (including extensions)"
START, END, EXPIRY = "Start Date", "End Date", "Current Expiry Date"


def published_rows():
    """Return the register's rows by Python's own reader, its misread byte-order mark taken off."""
    text = SALFORD_REGISTER.read_text(encoding="utf-8").removeprefix("ï»¿")
    return list(csv.DictReader(text.splitlines(keepends=True)))


ROWS = published_rows()


@pytest.fixture(scope="module")
def salford(tmp_path_factory):
    """A home in which Salford's register is loaded; the tests only look."""
    terminal = Terminal(tmp_path_factory.mktemp("salford") / "home")
    assert terminal.load("agreements", SALFORD_REGISTER).status == 0
    return terminal


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "home")


def findings(terminal, column):
    """Return the (row, value, expectation) of each finding about a column."""
    return terminal.ask(
        'SELECT row_no, value, expectation FROM finding WHERE "column" = ? ORDER BY 1, 3', column
    )


# --- Salford's register -----------------------------------------------------------------------------


def test_every_row_and_penny_of_salford_s_register_is_loaded(salford):
    pence = sum(int(Decimal(row[VALUE]) * 100) for row in ROWS if row[VALUE] not in ("", "-"))
    ran = salford.load("agreements", SALFORD_REGISTER, "--check")
    assert len(ROWS) == 229
    must_balance(ran, rows_in=229, rows_loaded=229, pence_in=pence, pence_loaded=pence)
    assert salford.ask("SELECT count(*), sum(value_pence) FROM agreement_version") == [(229, pence)]


def test_the_eight_providers_of_a_framework_are_eight_parts(salford):
    assert sum(row["Contract Reference"] == "S1196" for row in ROWS) == 8
    told = salford("explain", "S1196", "--json").document["agreements"]
    assert [part["reference"] for part in told] == [f"S1196/{n}" for n in range(1, 9)]
    lines = salford("explain", "S1196").out.splitlines()
    assert sum(line.startswith("S1196/") for line in lines) == 8


@pytest.mark.parametrize(
    ("column", "expectation"),
    [
        ("Annual Value", "is_recorded"),
        (VALUE, "is_recorded"),
        ("Company Number", "is_a_company_number"),
    ],
)
def test_every_dash_where_a_value_belongs_is_a_finding(salford, column, expectation):
    dashes = [(n, "-", expectation) for n, row in enumerate(ROWS, start=1) if row[column] == "-"]
    assert dashes
    assert [found for found in findings(salford, column) if found[1] == "-"] == dashes


@pytest.mark.parametrize("column", ["Supplier Company Name", "Company Number"])
def test_every_various_is_a_finding(salford, column):
    various = [
        (n, row[column]) for n, row in enumerate(ROWS, start=1) if row[column].startswith("Various")
    ]
    assert various
    told = [(n, value) for n, value, _ in findings(salford, column) if value.startswith("Various")]
    assert told == various


def test_a_mistyped_day_is_a_finding_and_no_other_is_put_in_its_place(salford):
    [row_no] = [n for n, row in enumerate(ROWS, start=1) if row[END] == "22/04/222"]
    assert (row_no, "22/04/222", "is_a_day") in findings(salford, END)
    [(as_published,)] = salford.ask(
        "SELECT as_published FROM agreement_version WHERE row_no = ?", row_no
    )
    assert '"22/04/222"' in as_published


@pytest.mark.parametrize(
    ("column", "expectation", "is_impossible"),
    [
        (END, "ends_before_it_starts", lambda row: "" < row[END] < row[START]),
        (EXPIRY, "ends_before_it_starts", lambda row: "" < row[EXPIRY] < row[START]),
        (EXPIRY, "expiry_before_end", lambda row: "" < row[EXPIRY] < row[END]),
    ],
    ids=["end before start", "expiry before start", "expiry before end"],
)
def test_every_impossible_order_of_days_is_a_finding(salford, column, expectation, is_impossible):
    in_days = [(n, row) for n, row in enumerate(ROWS, start=1) if row[END] != "22/04/222"]
    impossible = [(n, row[column], expectation) for n, row in in_days if is_impossible(row)]
    assert impossible
    assert [found for found in findings(salford, column) if found[2] == expectation] == impossible


def test_what_is_written_for_unknown_becomes_a_finding_and_is_never_guessed(terminal, tmp_path):
    columns = (START, EXPIRY, VALUE, "Annual Value", "Option to extend (months)")
    rows = [
        ROWS[0] | {"Contract Reference": f"T{n}-{word}", column: word}
        for word in ("TBC", "X", "tbc")
        for n, column in enumerate(columns)
    ]
    path = tmp_path / SALFORD_REGISTER.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROWS[0])
        writer.writeheader()
        writer.writerows(rows)
    must_balance(terminal.load("agreements", path), rows_loaded=15, rows_set_aside=0)
    told = terminal.ask("SELECT \"column\", value FROM finding WHERE expectation = 'is_recorded'")
    assert Counter(told) == Counter((c, word) for c in columns for word in ("TBC", "X", "tbc"))
    missing = terminal.ask(
        "SELECT count(*) - count(starts_on), count(*) - count(ends_on), count(*) - count(value_pence),"
        " count(*) - count(annual_value_pence) FROM agreement_version"
    )
    assert missing == [(3, 3, 3, 3)]


# --- again, and otherwise ---------------------------------------------------------------------------


def test_the_same_file_again_is_unchanged_and_a_b_a_is_a_change(terminal, tmp_path):
    path = tmp_path / "register.csv"

    def load(value):
        path.write_text(OURS.having(agreement("A1", value_gbp=value)).text(), encoding="utf-8")
        return terminal.load("agreements", path).document["unchanged"]

    assert not load("1.00")
    before = facts_stored(terminal)
    assert load("1.00")
    assert facts_stored(terminal) == before
    assert "1 rows in, 1 unchanged" in terminal("load", "agreements", path).out
    assert not load("2.00")
    assert not load("1.00")
    assert terminal.ask("SELECT value_pence FROM agreement_version ORDER BY version_no") == [
        (100,),
        (200,),
        (100,),
    ]


def test_a_check_reports_what_a_load_would_and_stores_nothing(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.changed(2, money="1e9").text(), encoding="utf-8")
    checked = terminal.load("agreements", path, "--check")
    must_have_stored_nothing(terminal)
    assert not list(terminal.home.glob("snapshots/**/*"))
    loaded = terminal.load("agreements", path)
    assert (checked.document, checked.err) == (loaded.document, loaded.err)
    assert "5 would be loaded" in terminal("load", "agreements", path, "--check").out


def test_a_check_lists_what_is_doubtful_where_it_stands_and_why(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.having(agreement("A1", value_gbp="0")).text(), encoding="utf-8")
    counts, *doubtful = terminal("load", "agreements", path, "--check").out.splitlines()
    assert counts.endswith(f" {len(doubtful)} findings.")
    assert (
        "register.csv, line 2, column value_gbp, value '0': kept (value_is_zero), likely cause: "
        "a nought typed where the value was not known; totals count it as nothing."
    ) in doubtful


def test_json_is_the_only_thing_on_standard_output_and_has_the_documented_shape(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.changed(0, money="1e9").text(), encoding="utf-8")
    assert list(terminal.load("agreements", path).document) == [
        *("feed", "snapshot", "rows_in", "rows_loaded", "rows_set_aside", "rows_not_data"),
        *("pence_in", "pence_loaded", "pence_set_aside", "unchanged"),
    ]


def test_our_own_file_goes_from_load_to_flags(terminal, tmp_path):
    path = tmp_path / "register.csv"
    rows = [agreement("A1", ends_on="2026-09-30"), agreement("A2", ends_on="")]
    path.write_text("\ufeff" + OURS.having(*rows).text(), encoding="utf-8")
    must_balance(terminal.load("agreements", path), rows_loaded=2)

    flags = terminal("flag-contracts", "--on", "2026-04-01", "--json").document
    assert list(flags) == ["authority", "on", "agreements", "results", "cases"]
    assert (flags["authority"], flags["on"], flags["agreements"]) == ("salford", "2026-04-01", 2)
    assert set(flags["cases"]) == {"opened", "updated", "closed", "open"}
    for result in flags["results"]:
        assert list(result) == [
            *("reference", "rule", "status", "severity", "sentence", "act_by", "evidence"),
        ]
    [soon] = [
        result
        for result in flags["results"]
        if (result["reference"], result["rule"]) == ("A1", "expiry_within_lead_time")
    ]
    # Eighteen months before 30 September 2026, the lead time where no tier is recorded.
    assert (soon["status"], soon["act_by"]) == ("flagged", "2025-03-30")


# --- what cannot be loaded --------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_told(terminal, tmp_path):
    path = tmp_path / "register.csv"
    ran = terminal.load("agreements", path)
    must_refuse(ran, str(path), what="the file is not there", remedy="check its name and folder")


def test_a_folder_is_told(terminal, tmp_path):
    ran = terminal.load("agreements", tmp_path)
    must_refuse(ran, str(tmp_path), what="this is a folder", remedy="name the file")


def test_a_file_that_cannot_be_read_is_told(terminal):
    path = "/proc/self/mem"  # even its owner, and even root, reads no first byte of it
    if not os.path.exists(path):
        pytest.skip("there is no file here that nobody can read")
    ran = terminal.load("agreements", path)
    must_refuse(ran, path, what="it cannot be read", remedy="check who may read it")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 0x89 is not utf-8 text"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive or a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"<!DOCTYPE html><html>Please log in</html>", "a web page"),
        (b'{"error": "not found"}', "JSON"),
        (b"\0" * 2000, "a NUL character"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_is_told(terminal, tmp_path, content, what):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    ran = terminal.load("agreements", path)
    assert (ran.status, ran.out) == (2, "")
    assert what in must_be_one_sentence(ran.err)
    must_have_stored_nothing(terminal)


def test_payments_given_as_agreements_are_told_with_the_columns_that_are_missed(terminal, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text("payment_id,paid_on,provider_name,basis,amount_gbp\n", encoding="utf-8")
    must_refuse(
        terminal.load("agreements", path),
        "spend.csv",
        line=1,
        what="it has no layout known for agreements: its columns are payment_id, paid_on",
        remedy="nearest is canonical_agreements, which needs reference, title, ends_on",
    )
    must_have_stored_nothing(terminal)


def test_an_unknown_feed_and_an_unknown_authority_are_told_with_those_there_are(terminal, tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(OURS.text(), encoding="utf-8")
    ran = terminal.load("contracts", path)
    assert (ran.status, ran.out) == (2, "")
    assert "contracts is not a feed; choose one of agreements" in must_be_one_sentence(ran.err)
    ran = terminal.load("agreements", path, authority="anytown")
    assert (ran.status, ran.out) == (2, "")
    assert "known: jersey, kent-2011, salford, trafford" in must_be_one_sentence(ran.err)
