"""The file that goes out to be corrected: its marks, its own columns, and cells that no spreadsheet works out."""

import csv
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.correction import guarded, mark_of, own_columns, unguarded
from commissioning.ingest.correction_sheet import Leaf, reasons_of, write_leaf

FORMULA = '=HYPERLINK("http://example.org";"x")'


def leaf(**columns: list[str]) -> Leaf:
    """Return rows 2, 3, ... of load 3 to be corrected; the first column of row 2 failed."""
    cells = pd.DataFrame(columns, dtype="str").set_axis(
        range(2, 2 + len(next(iter(columns.values()))))
    )
    said = pd.Series("a reason", index=cells.index)
    failed = {2: frozenset([cells.columns[0]])}
    return Leaf("register", 3, cells, pd.Series("3:2:bcdf", index=cells.index), said, failed)


@given(st.text(st.sampled_from("'=+-@\t\r\nx1"), max_size=4), st.booleans())
def test_what_goes_out_comes_back_as_it_was(cell, formulas):
    assert unguarded(guarded(cell, formulas=formulas)) == cell


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_file_begins_as_a_formula_does(first):
    assert guarded(f"{first}1+1", formulas=True) == f"'{first}1+1"


def test_what_a_person_types_is_taken_as_it_is():
    assert [unguarded(cell) for cell in ("-12.50", "=1+1", "'tis", "'")] == [
        *("-12.50", "=1+1", "'tis", "'"),
    ]


def test_our_columns_are_named_unlike_the_publisher_s():
    assert own_columns(["row", "row_", "Reason"]) == ("row__", "leave_out", "reason")


def test_a_mark_is_of_one_authority_one_file_and_one_row_and_looks_like_no_time_of_day():
    marks = {
        mark_of(authority, snapshot, 3, row)
        for authority in ("salford", "trafford")
        for snapshot in ("5f", "60")
        for row in (17, 18)
    }
    assert len(marks) == 8
    assert all(mark.startswith(("3:17:", "3:18:")) and mark[-4:].isalpha() for mark in marks)


def test_in_a_workbook_every_cell_is_text_and_the_failing_one_is_coloured(tmp_path):
    write_leaf(leaf(Value=["1e9", "007"], Title=[FORMULA, "-5.90"]), tmp_path / "rows.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx")["rows"]
    header, first, second = sheet.iter_rows()
    assert [cell.value for cell in header] == ["row", "leave_out", "reason", "Value", "Title"]
    assert [cell.value for cell in first[3:]] == ["1e9", FORMULA]
    assert [cell.value for cell in second[3:]] == ["007", "-5.90"]
    cells = [*first, *second]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    fills = [cell.fill.fgColor.rgb for cell in (first[3], first[4], second[3])]
    assert fills[0] == "FFFFE0B3"
    assert fills[0] not in fills[1:]
    assert sheet.freeze_panes == "B2"


def test_the_workbook_says_how_to_bring_the_rows_back(tmp_path):
    write_leaf(leaf(Value=["1e9"]), tmp_path / "rows.xlsx")
    notes = openpyxl.load_workbook(tmp_path / "rows.xlsx")["notes"]
    told = " ".join(str(row[0].value) for row in notes.iter_rows())
    assert "commissioning quarantine load FILE" in told
    assert "write yes under leave_out" in told
    assert "day as" not in told


def test_the_workbook_says_how_this_publisher_s_days_are_written(tmp_path):
    write_leaf(replace(leaf(End=["soon"]), days=("31/03/2027",)), tmp_path / "rows.xlsx")
    notes = openpyxl.load_workbook(tmp_path / "rows.xlsx")["notes"]
    told = " ".join(str(row[0].value) for row in notes.iter_rows())
    assert "Write a day as 31/03/2027: Excel keeps it as you type it." in told


def test_a_reason_is_a_sentence_with_the_promise_s_name_last():
    cells = pd.DataFrame(
        {
            "row_no": [2, 2],
            "column": ["End", "Purpose"],
            "value": ["soon", None],
            "expectation": ["is_a_day", "is_about_a_person"],
            "likely_cause": ["Write the day as 31/03/2027.", "A name."],
        }
    )
    assert reasons_of(cells, frozenset(["is_about_a_person"])).loc[2] == (
        "End, value 'soon': write the day as 31/03/2027 (is_a_day); Purpose: a name; the text is left out here, "
        "so leave the cell empty or write it without (is_about_a_person)"
    )


def test_a_csv_file_is_marked_as_utf_8_and_its_formulas_are_defused(tmp_path):
    write_leaf(leaf(Title=[FORMULA], Name=["Tŷ Gobaith"]), tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_bytes().startswith(b"\xef\xbb\xbfrow,")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["Title"], row["Name"]) == ("'" + FORMULA, "Tŷ Gobaith")


@pytest.mark.parametrize("name", ["rows.ods", "rows", "nowhere/rows.csv", "there.csv"])
def test_what_cannot_be_written_is_told_in_a_sentence_and_nothing_is_left(tmp_path, name):
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(RequestError, match=r"^--output .*\.$"):
        write_leaf(leaf(Title=["x"]), tmp_path / name)
    assert (tmp_path / "there.csv").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there.csv"]


def test_a_cell_too_long_for_a_workbook_is_refused_and_goes_into_csv(tmp_path):
    long = leaf(Title=["x" * 32_768])
    with pytest.raises(
        BadFile, match=r"column Title: .* too long for a workbook; export it as \.csv"
    ):
        write_leaf(long, tmp_path / "rows.xlsx")
    write_leaf(long, tmp_path / "rows.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]
