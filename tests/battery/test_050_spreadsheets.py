"""A register kept in a spreadsheet loads as its CSV file would: the same facts, to the penny, or a sentence."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.battery.files import GRANTS, OURS, SALFORD, Publication, agreement
from tests.battery.sentences import (
    must_balance,
    must_be_one_sentence,
    must_have_stored_nothing,
    must_refuse,
    must_set_aside,
)
from tests.workbooks import changed, ods, packed, unpacked, xlsx

KINDS = pytest.mark.parametrize("write_as", [xlsx, ods], ids=["xlsx", "ods"])
SHEET = "xl/worksheets/sheet1.xml"
LARGE = agreement("007", title="Day centre, Gŵyl", value_gbp="12345678.9", ends_on="")
REGISTER = OURS.having(*OURS.rows, LARGE, agreement("90071992547409930001", value_gbp="250000.00"))


def typed(published: Publication) -> list[list[object]]:
    """Return the file as a person keeps it in a spreadsheet: real days and numbers, the rest text."""

    def cell(name: str, text: str) -> object:
        if text and (name.endswith("_on") or name == published.day):
            return date.fromisoformat(text)
        if text and name == published.money:
            return float(Decimal(text.lstrip("£")))
        return text or None

    rows = [[cell(name, text) for name, text in row.items()] for row in published.rows]
    return [list(published.header), *rows]


def facts(terminal) -> list[tuple[object, ...]]:
    """Return what is known of each agreement, and the hash that tells a change."""
    return terminal.ask(
        "SELECT agreement_id, version_no, title, provider_name, starts_on, ends_on, value_pence, row_hash "
        "FROM agreement_version ORDER BY agreement_id, version_no"
    )


@pytest.fixture
def load(terminal, tmp_path):
    """Load a workbook, under the name it is given."""

    def _load(content: bytes, *words: object, name: str = "register.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return terminal.load("agreements", path, *words)

    return _load


@KINDS
def test_a_workbook_after_its_csv_file_changes_nothing(terminal, load, write_as):
    loaded = must_balance(load(REGISTER.text().encode(), name="register.csv"), rows_loaded=8)
    # Six of £1,000.50, £12,345,678.90 and £250,000.00.
    assert loaded["pence_in"] == 6 * 100_050 + 1_234_567_890 + 25_000_000
    known = facts(terminal)
    assert len(known) == 8
    again = must_balance(load(write_as(typed(REGISTER))), rows_loaded=8, rows_set_aside=0)
    assert again["pence_in"] == loaded["pence_in"]
    assert facts(terminal) == known
    assert terminal.count("load") == 2


@KINDS
def test_a_workbook_under_the_name_of_a_text_file_and_the_reverse_are_read(load, write_as):
    must_balance(load(write_as(typed(OURS)), name="register.csv"), rows_loaded=6)
    must_balance(load(OURS.text().encode(), name="register.xlsx"), rows_loaded=6)


def test_a_publisher_s_own_layout_is_read_with_real_days_and_numbers(terminal, load):
    must_balance(load(SALFORD.text().encode(), name="register.csv"), rows_in=6)
    asked = "SELECT agreement_id, starts_on, ends_on, value_pence FROM agreement_now NATURAL JOIN agreement_version"
    known = sorted(terminal.ask(asked))
    assert len({ends_on for _, _, ends_on, _ in known}) > 1
    must_balance(load(xlsx(typed(SALFORD))), rows_in=6)
    assert sorted(terminal.ask(asked)) == known


@KINDS
def test_rows_that_are_no_data_are_counted_as_in_a_text_file(load, write_as):
    header, *rows = typed(OURS)
    total = ["Total", None, None, None, None, 6003.0]
    must_balance(
        load(write_as([header, *rows[:3], [None] * 6, header, *rows[3:], total])),
        rows_in=9,
        rows_loaded=6,
        rows_not_data=3,
        pence_in=6 * 100_050,
    )


@KINDS
def test_a_row_is_set_aside_by_the_row_of_the_sheet(load, write_as):
    header, *rows = typed(OURS)
    rows[1][4] = datetime(2027, 3, 31, 12, 30)  # noqa: DTZ001 (a spreadsheet has no time zones)
    rows[3][5] = 0.125
    ran = load(write_as([header, *rows]))
    must_set_aside(
        ran,
        "register.xlsx",
        (3, "ends_on", "2027-03-31 12:30:00"),
        (5, "value_gbp", "0.125"),
    )
    must_balance(ran, rows_loaded=4, rows_set_aside=2)


def test_what_was_hidden_is_told(terminal, load, tmp_path):
    def hide(workbook, sheet):
        sheet.row_dimensions[2].hidden = True
        old = workbook.create_sheet("Old")
        old["A1"] = "x"
        old.sheet_state = "hidden"

    path = tmp_path / "register.xlsx"
    path.write_bytes(xlsx(typed(OURS), hide))
    ran = terminal("load", "agreements", path)
    assert ran.status == 0
    assert "hidden rows were read like the others: 1" in ran.out + ran.err
    assert "the hidden sheet 'Old' was not read" in ran.out + ran.err
    assert terminal.count("agreement_version") == 6


def test_of_a_workbook_of_grants_the_sheet_called_so_is_read(terminal, load, tmp_path):
    def name_it_and_add_lists(workbook, sheet):
        sheet.title = "grants"
        workbook.create_sheet("codelists").append(["GBP", "Pound sterling"])
        workbook.create_sheet("recipients", 0).append(["id", "name"])

    rows = [GRANTS.header, *(list(row.values()) for row in GRANTS.rows)]
    path = tmp_path / "grants.xlsx"
    path.write_bytes(xlsx(rows, name_it_and_add_lists))
    ran = terminal("load", "grants", path, authority="trafford")
    assert ran.status == 0, ran.err
    assert "the sheet 'recipients' was not read" in ran.out + ran.err
    assert "the sheet 'codelists' was not read" in ran.out + ran.err
    assert terminal.count("agreement_version") == 6


def break_with_error(_workbook, sheet):
    sheet["F3"] = "#REF!"
    sheet["F3"].data_type = "e"


@pytest.mark.parametrize(
    ("change", "place", "what", "remedy"),
    [
        (
            break_with_error,
            {"line": 3, "column": "value_gbp", "value": "#REF!"},
            "cell F3 holds an error of the spreadsheet",
            "mend the formula",
        ),
        (
            lambda _, sheet: sheet.cell(4, 6, "=F2+F3"),
            {"line": 4, "column": "value_gbp"},
            "cell F4 has a formula whose value was never worked out",
            "open the file in a spreadsheet program",
        ),
        (
            lambda _, sheet: sheet.merge_cells("C3:C5"),
            {"line": 3},
            "cells C3:C5 are merged into one",
            "unmerge the cells",
        ),
        (
            lambda _, sheet: sheet.insert_rows(1),
            {"line": 1},
            "the first row of sheet 'Sheet' is blank",
            "begin the sheet with the header row",
        ),
        (
            lambda book, _: book.create_sheet("2023").append(["reference"]),
            {},
            "the sheets 'Sheet' and '2023' all have cells",
            "keep the one that is to be loaded",
        ),
    ],
    ids=["error", "formula", "merged", "blank first row", "two sheets"],
)
def test_a_sheet_that_cannot_be_read_whole_is_refused(terminal, load, change, place, what, remedy):
    ran = load(xlsx(typed(OURS), change))
    must_refuse(ran, "register.xlsx", **place, what=what, remedy=remedy)
    must_have_stored_nothing(terminal)


def laughing(content: bytes) -> bytes:
    """Return the workbook with entities declared that stand for ever more text."""
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
    return changed(content, SHEET, "<worksheet ", entities)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (laughing, "declares a document type"),
        (lambda content: content[: len(content) // 2], "that is not whole"),
        (lambda content: content[:-40], "that is not whole"),
        (
            lambda content: packed(unpacked(content) | {"xl/media/a.png": b"\0" * 30_000_000}),
            "it unpacks from",
        ),
        (lambda content: packed(unpacked(content) | {"../../evil.xml": "x"}), "leads out of it"),
        (lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content, "an old Excel workbook"),
    ],
    ids=["entities", "half", "end", "bomb", "slip", "password"],
)
def test_a_workbook_made_to_do_harm_is_one_sentence(terminal, load, harm, what):
    ran = load(harm(xlsx(typed(OURS))))
    assert (ran.status, ran.out) == (2, "")
    assert what in must_be_one_sentence(ran.err)
    must_have_stored_nothing(terminal)
