"""A workbook's sheet arrives as the text a CSV file would have; what cannot be read whole is refused with its cell."""

from datetime import date, datetime, time

import pandas as pd
import pytest
from openpyxl import Workbook

from commissioning.errors import BadFile
from commissioning.ingest.reader import Caps, Layout, open_table
from tests.workbooks import (
    changed,
    ods,
    ods_of,
    packed,
    row_of,
    sheet_of,
    text_cell,
    unpacked,
    xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"
HEADER = ("id", "name")
NOON = datetime(2024, 2, 29, 12, 30)  # noqa: DTZ001 (a spreadsheet has no time zones)
KINDS = pytest.mark.parametrize("write_as", [xlsx, ods], ids=["xlsx", "ods"])


@pytest.fixture
def write(tmp_path):
    """Write a workbook's bytes to a file, under the name that kept files have, and return its path."""

    def _write(content):
        path = tmp_path / "0123abcd"
        path.write_bytes(content)
        return path

    return _write


def read(path, layout=Layout(), caps=Caps(), rows=100_000):  # noqa: B008 (both are frozen)
    """Return the frame, cells only as lists of rows, and the table."""
    table = open_table(path, "register", layout, caps)
    frame = pd.concat(table.chunks(rows))
    return frame.drop(columns="_line").to_numpy().tolist(), frame, table


def refusal(path, layout=Layout(), caps=Caps()):  # noqa: B008
    """Return the sentence with which the file is refused."""
    with pytest.raises(BadFile) as refused:
        read(path, layout, caps)
    sentence = str(refused.value)
    assert sentence.count("\n") == 0
    assert sentence.startswith("register")
    return sentence


def hidden_sheet(workbook: Workbook, name: str) -> None:
    sheet = workbook.create_sheet(name)
    sheet["C3"] = "secret"
    sheet.sheet_state = "hidden"


# --- what arrives ---------------------------------------------------------------------------------


@KINDS
def test_cells_arrive_as_the_text_a_csv_file_would_have(write, write_as):
    rows = [
        ["reference", " name ", "value", "when", "is open"],
        ["007", " Anytown, Ltd ", 1234.5, date(2024, 2, 29), True],
        ["90071992547409930001", "Gŵyr £", 1234.0, NOON, False],
        ["NA", None, 0.3, None, None],
        ["1+1", "None", -5, "TBC", "yes"],
        ["x", "y", 1e-7, "2024-02-29", ""],
        ["x", "y", 1e20, "", ""],
    ]
    cells, frame, table = read(write(write_as(rows)))
    assert table.header == ("reference", "name", "value", "when", "is open")
    assert cells == [
        ["007", " Anytown, Ltd ", "1234.5", "2024-02-29", "TRUE"],
        ["90071992547409930001", "Gŵyr £", "1234", "2024-02-29 12:30:00", "FALSE"],
        ["NA", "", "0.3", "", ""],
        ["1+1", "None", "-5", "TBC", "yes"],
        ["x", "y", "0.0000001", "2024-02-29", ""],
        ["x", "y", "100000000000000000000", "", ""],
    ]
    assert set(frame.dtypes.drop("_line").astype(str)) == {"str"}
    assert frame.index.name == "row_no"
    assert list(frame.index) == [1, 2, 3, 4, 5, 6]
    assert list(frame["_line"]) == [2, 3, 4, 5, 6, 7]
    assert (table.rows, table.notes, table.not_data) == (6, (), [])


@KINDS
def test_rows_above_a_sheets_header_are_no_rows_of_the_table(write, write_as):
    rows = [["Payments to suppliers"], [None, "July"], list(HEADER), ["1", "a"], ["2", "b"]]
    cells, frame, table = read(write(write_as(rows)), Layout(title_rows=2))
    assert (table.header, table.rows) == (HEADER, 2)
    assert cells == [["1", "a"], ["2", "b"]]
    assert (list(frame.index), list(frame["_line"])) == ([1, 2], [4, 5])
    assert table.notes == ("2 rows above the header left out, as the layout declares",)


def test_cells_merged_in_a_title_above_the_header_are_no_fault(write):
    rows = [["Payments to suppliers"], list(HEADER), ["1", "a"]]
    content = xlsx(rows, lambda _, sheet: sheet.merge_cells("A1:B1"))
    assert read(write(content), Layout(title_rows=1))[0] == [["1", "a"]]
    assert "cells A1:B1 are merged into one; begin the sheet" in refusal(write(content))


def test_all_digits_that_excel_wrote_are_kept_and_none_are_made_up(write):
    content = changed(
        xlsx([["v"], [0.3], [1.5]]), SHEET, "<v>0.3</v>", "<v>0.30000000000000004</v>"
    )
    content = changed(content, SHEET, "<v>1.5</v>", "<v>1234.5599999999999</v>")
    # Excel writes seventeen digits; these are 0.1 + 0.2, and the nearest number to 1234.56.
    assert read(write(content))[0] == [["0.30000000000000004"], ["1234.56"]]


def test_line_breaks_in_a_cell_are_kept_and_lines_are_the_rows_of_the_sheet(write):
    cells, frame, _ = read(write(xlsx([HEADER, ["1", "2 High St,\nLeeds"], ["2", "b"]])))
    assert cells == [["1", "2 High St,\nLeeds"], ["2", "b"]]
    assert list(frame["_line"]) == [2, 3]


def test_a_time_of_day_is_its_own_text(write):
    assert read(write(xlsx([["at"], [time(3, 4)]])))[0] == [["03:04:00"]]


def test_days_counted_from_1904_are_the_days_that_were_typed(write):
    content = xlsx([["on"], [date(2024, 2, 29)]])
    serial = (date(2024, 2, 29) - date(1904, 1, 1)).days
    content = changed(content, SHEET, "<v>45351</v>", f"<v>{serial}</v>")
    content = changed(content, "xl/workbook.xml", "<workbookPr />", '<workbookPr date1904="1" />')
    assert read(write(content))[0] == [["2024-02-29"]]


def test_shared_rich_and_phonetic_text_is_read_once(write):
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>id</t></si>'
        "<si><r><t>Any</t></r><r><t>town</t></r><rPh sb='0' eb='1'><t>ANY</t></rPh></si>"
        "<si><t></t></si></sst>"
    )
    members = unpacked(xlsx([["id", "name"], ["1", "x"], ["2", "y"]]))
    sheet = members[SHEET].decode()
    for inline, index in {"id": 0, "x": 1, "y": 2}.items():
        sheet = sheet.replace(f't="inlineStr"><is><t>{inline}</t></is>', f't="s"><v>{index}</v>')
    members |= {SHEET: sheet.encode(), "xl/sharedStrings.xml": shared.encode()}
    assert read(write(packed(members)))[0] == [["1", "Anytown"], ["2", ""]]


@KINDS
def test_what_is_no_data_is_counted_as_in_a_text_file(write, write_as):
    rows = [HEADER, ["1", "a"], [None, None], [" ", ""], ["ID", "Name"], ["2", "b"], ["Total:", 5]]
    cells, frame, table = read(write(write_as(rows)), Layout(footer_marks=("Total",)))
    assert cells == [["1", "a"], ["2", "b"]]
    assert list(frame.index) == [1, 5]
    assert table.rows == 6
    assert table.not_data == [
        (2, 3, "blank row"),
        (3, 4, "blank row"),
        (4, 5, "header row repeated"),
        (6, 7, "footer row"),
    ]


@pytest.mark.parametrize("rows", [1, 2, 100])
def test_chunks_number_rows_over_the_whole_sheet_and_can_be_read_again(write, rows):
    table = open_table(write(xlsx([HEADER, *([str(n), "x"] for n in range(1, 6))])), "register")
    for _ in range(2):
        assert [n for chunk in table.chunks(rows) for n in chunk.index] == [1, 2, 3, 4, 5]


@KINDS
def test_a_header_without_rows_gives_one_empty_frame(write, write_as):
    cells, frame, table = read(write(write_as([HEADER])))
    assert (cells, list(frame.columns), table.rows) == ([], ["id", "name", "_line"], 0)


def test_a_name_says_nothing_about_what_a_file_is(tmp_path):
    renamed = tmp_path / "register.csv"
    renamed.write_bytes(xlsx([HEADER, ["1", "a"]]))
    assert read(renamed)[0] == [["1", "a"]]
    text = tmp_path / "register.xlsx"
    text.write_text("id,name\n1,a\n", encoding="utf-8")
    assert read(text)[0] == [["1", "a"]]


def test_columns_without_a_heading_are_left_out_when_empty_and_refused_when_not(write):
    cells, _, table = read(write(xlsx([["id", None, "name", " "], ["1", None, "a"]])))
    assert cells == [["1", "a"]]
    assert table.notes == ("2 empty columns without a heading were left out",)
    said = refusal(write(xlsx([HEADER, ["1", "a", "stray"]])))
    assert "line 2, column 3: there is text under a column without a heading" in said


def test_a_table_that_begins_in_a_later_column_keeps_its_columns(write):
    cells, _, table = read(write(xlsx([[None, "id", "name"], [None, "1", "a"]])))
    assert (table.header, cells) == (("id", "name"), [["1", "a"]])


def test_a_declared_header_names_what_the_sheet_leaves_out(write):
    layout = Layout(header=("kind", "ref", "checked"), final_newline=True)
    cells, _, table = read(write(xlsx([[None, "ref"], ["x", "1", None]])), layout)
    assert (table.header, cells) == (layout.header, [["x", "1", ""]])


def test_marks_that_turn_the_direction_of_text_are_taken_out_with_a_note(write):
    cells, _, table = read(write(xlsx([HEADER, ["1", "Any\u202etown"]])))
    assert cells == [["1", "Anytown"]]
    assert table.notes == ("1 marks that override the direction of text were taken out",)


# --- which sheet, and what is hidden --------------------------------------------------------------


def test_hidden_sheets_and_notes_are_left_out_and_named(write):
    def change(workbook, _sheet):
        hidden_sheet(workbook, "Old figures")
        workbook.create_sheet("Notes")["A1"] = "How this was made"
        workbook.create_sheet("Empty")

    cells, _, table = read(write(xlsx([HEADER, ["1", "a"]], change)))
    assert cells == [["1", "a"]]
    assert table.notes == (
        "the hidden sheet 'Old figures' was not read",
        "the sheet 'Notes' was not read",
    )


def test_a_sheet_of_an_ods_workbook_hidden_by_its_style_is_left_out(write):
    style = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    hidden = sheet_of(row_of("secret"), name="Old", style="ta2")
    content = ods_of(sheet_of(row_of("id"), row_of("1")) + hidden, style)
    cells, _, table = read(write(content))
    assert (cells, table.notes) == ([["1"]], ("the hidden sheet 'Old' was not read",))


def test_two_sheets_with_cells_are_refused_by_name(write):
    content = xlsx([HEADER], lambda book, _: book.create_sheet("2023").append(["x"]))
    assert "the sheets 'Sheet' and '2023' all have cells; keep the one" in refusal(write(content))
    content = ods_of(sheet_of(row_of("id")) + sheet_of(row_of("x"), name="Other"))
    assert "the sheets 'Sheet1' and 'Other' all have cells" in refusal(write(content))


def test_a_workbook_with_nothing_to_read_is_refused(write):
    assert "no sheet to read has any cells;" in refusal(write(xlsx([])))
    content = xlsx([], lambda book, _: hidden_sheet(book, "Old"))
    assert "no sheet to read has any cells, only 'Old'" in refusal(write(content))


def test_hidden_rows_and_columns_are_read_with_a_note(write):
    def hide(_workbook, sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True  # blank
        sheet.column_dimensions["B"].hidden = True

    cells, _, table = read(write(xlsx([HEADER, ["1", "a"], ["2", "b"], ["3", "c"]], hide)))
    assert cells == [["1", "a"], ["2", "b"], ["3", "c"]]
    assert table.notes == (
        "hidden rows were read like the others: 2",
        "hidden columns were read like the others: 1",
    )


def test_rows_that_an_ods_workbook_writes_once_for_many_are_all_read(write):
    trailing = '<table:table-cell table:number-columns-repeated="16384"/>'
    content = ods_of(
        sheet_of(
            row_of("id", "name"),
            row_of("1", "a", attributes='table:number-rows-repeated="2" table:visibility="filter"'),
            row_of(trailing, attributes='table:number-rows-repeated="1048000"'),
        )
    )
    cells, _, table = read(write(content))
    assert cells == [["1", "a"], ["1", "a"]]
    assert (table.rows, table.notes) == (2, ("hidden rows were read like the others: 2",))


def test_a_comment_on_a_cell_is_no_part_of_its_text(write):
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Check this</text:p>'
        "</office:annotation><text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell>"
    )
    content = ods_of(sheet_of(row_of("id", "name"), row_of("1", cell)))
    assert read(write(content))[0] == [["1", "a  b\nc"]]


def test_values_from_other_files_are_taken_as_last_saved_with_a_note(write):
    members = unpacked(xlsx([HEADER, ["1", "a"]]))
    content = packed(members | {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})
    assert read(write(content))[2].notes == (
        "formulas refer to other files; their values are those last saved",
    )


# --- cells that cannot be taken -------------------------------------------------------------------


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_refused_with_its_cell(write, error):
    def break_cell(_workbook, sheet):
        sheet["B3"] = error
        sheet["B3"].data_type = "e"

    said = f"register, line 3, column name, value '{error}': cell B3 holds an error"
    assert said in refusal(write(xlsx([HEADER, ["1", "a"], ["2", "b"]], break_cell)))
    broken = text_cell(
        error, 'table:formula="of:=x" office:value-type="string" office:string-value=""'
    )
    by_excel = ods_of(sheet_of(row_of("id", "name"), row_of("1", "a"), row_of("2", broken)))
    assert said in refusal(write(by_excel))
    number = 'table:formula="of:=x" office:value-type="float" office:value="0" calcext:value-type="error"'
    by_libre_office = ods_of(
        sheet_of(row_of("id", "name"), row_of("1", "a"), row_of("2", text_cell(error, number)))
    )
    assert said in refusal(write(by_libre_office))


def test_text_that_only_looks_like_an_error_is_text(write):
    content = ods_of(sheet_of(row_of("id", "name"), row_of("1", "#N/A")))
    assert read(write(content))[0] == [["1", "#N/A"]]


def test_a_formula_that_was_never_worked_out_is_refused_with_its_cell(write):
    said = (
        "line 2, column name: cell B2 has a formula whose value was never worked out; open the file"
    )
    assert said in refusal(write(xlsx([HEADER, ["1", "=1+1"]])))
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    assert said in refusal(write(ods_of(sheet_of(row_of("id", "name"), row_of("1", formula)))))


def test_a_placeholder_that_a_program_wrote_for_a_formula_is_no_value(write):
    # Libraries write 0 for a value they cannot work out, and ask for it to be done when the file is opened.
    content = changed(xlsx([HEADER, ["1", "=1+1"]]), SHEET, "<v />", "<v>0</v>")
    assert "cell B2 has a formula whose value was never worked out" in refusal(write(content))
    worked_out = changed(content, "xl/workbook.xml", 'fullCalcOnLoad="1"', "")
    assert read(write(worked_out))[0] == [["1", "0"]]


def test_merged_cells_are_refused_with_their_range(write):
    content = xlsx([HEADER, ["1", "a"]], lambda _, sheet: sheet.merge_cells("A2:B2"))
    assert "line 2: cells A2:B2 are merged into one; unmerge" in refusal(write(content))
    title = xlsx([["Contracts", None], HEADER], lambda _, sheet: sheet.merge_cells("A1:B1"))
    assert "cells A1:B1 are merged into one; begin the sheet with the header row" in refusal(
        write(title)
    )
    spanned = text_cell("1", 'office:value-type="string" table:number-rows-spanned="2"')
    content = ods_of(
        sheet_of(
            row_of("id", "name"), row_of(spanned, "a"), row_of("<table:covered-table-cell/>", "b")
        )
    )
    assert "cells A2:A3 are merged into one" in refusal(write(content))


def test_a_sheet_that_does_not_begin_with_its_header_is_refused(write):
    said = "line 1: the first row of sheet 'Sheet' is blank; begin the sheet with the header row"
    assert said in refusal(write(xlsx([[None, None], HEADER, ["1", "a"]])))
    assert "a title or a note stands" in refusal(write(xlsx([["Contracts", None], HEADER])))


def test_what_the_library_would_lose_is_refused(write):
    tab = text_cell("a<text:tab/>b")
    content = ods_of(sheet_of(row_of("id", "name"), row_of("1", tab)))
    assert "line 2, column name: cell B2 holds a tab, which would be lost" in refusal(
        write(content)
    )
    untyped = text_cell("a", "")
    content = ods_of(sheet_of(row_of("id", "name"), row_of("1", untyped)))
    assert "3 cells were read where 4 were counted" in refusal(write(content))


def test_a_character_that_is_no_text_is_refused_with_its_cell(write):
    content = changed(xlsx([HEADER, ["1", "abell"]]), SHEET, "abell", "a_x0007_bell")
    assert "line 2, column B: the character U+0007, which is not text" in refusal(write(content))


# --- files that are damaged or made to do harm ----------------------------------------------------

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize("member", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_markup_that_declares_entities_is_refused(write, member):
    members = unpacked(xlsx([HEADER, ["1", "a"]]))
    members[member] = LAUGHS.encode() + members[member].partition(b"?>")[2] or members[member]
    said = refusal(write(packed(members)))
    assert said.startswith(f"register: {member} in it declares a document type")


def test_an_ods_workbook_that_declares_entities_is_refused(write):
    members = unpacked(ods([HEADER, ["1", "a"]]))
    content = members["content.xml"].decode()
    members["content.xml"] = content.replace("?>", f"?>{LAUGHS}", 1).encode()
    assert "content.xml in it declares a document type" in refusal(write(packed(members)))


@KINDS
def test_a_workbook_cut_off_is_refused(write, write_as):
    content = write_as([HEADER, ["1", "a"]])
    for end in (10, len(content) // 2, len(content) - 30):
        assert "that is not whole; fetch it again" in refusal(write(content[:end]))


def test_a_part_that_is_damaged_or_missing_is_refused(write):
    members = unpacked(xlsx([HEADER, ["1", "a"]]))
    cut = members | {SHEET: members[SHEET][:200]}
    assert f"{SHEET} in it is damaged" in refusal(write(packed(cut)))
    del members[SHEET]
    assert f"the workbook has no {SHEET}" in refusal(write(packed(members)))


def test_a_workbook_that_unpacks_too_far_is_refused_before_it_is_read(write):
    members = unpacked(xlsx([HEADER, ["1", "a"]]))
    content = packed(members | {"xl/media/image1.png": b"\0" * 20_000_000})
    said = refusal(write(content))
    assert "image1.png: it unpacks from" in said
    assert "zip bomb" in said


@pytest.mark.thorough
def test_many_like_rows_are_no_zip_bomb(write):
    rows = [row_of(*["x"] * 20)] * 5_000  # pack to less than a two-hundredth
    cells, _, _ = read(write(ods_of(sheet_of(row_of(*map(str, range(20))), *rows))))
    assert cells == [["x"] * 20] * 5_000


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "xl\\..\\..\\evil.xml"])
def test_a_member_whose_name_leads_elsewhere_is_refused(write, name):
    content = packed(unpacked(xlsx([HEADER, ["1", "a"]])) | {name: "x"})
    assert "leads out of it" in refusal(write(content))


def test_a_member_that_hides_another_is_refused(write):
    content = packed(unpacked(xlsx([HEADER, ["1", "a"]])) | {SHEET.upper(): "x"})
    assert f"it holds {SHEET} twice" in refusal(write(content))


def test_a_workbook_with_a_password_or_of_another_kind_is_refused(write):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    said = refusal(write(ole))
    assert "an old Excel workbook, or one with a password" in said
    assert "save it as .xlsx or .csv" in said
    locked = ods_of(sheet_of(row_of("id")), manifest="<manifest:encryption-data/>")
    assert "the workbook asks for a password; save it without one" in refusal(write(locked))
    binary = packed({"[Content_Types].xml": "x", "xl/workbook.bin": "x"})
    assert "a workbook of a kind that is not read here; save it as .xlsx" in refusal(write(binary))
    assert "a zip archive" in refusal(write(packed({"register.csv": "id,name\n1,a\n"})))


def test_a_stray_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(write):
    content = xlsx([HEADER], lambda _, sheet: sheet.cell(1_048_576, 16_384, "x"))
    assert "reach to XFD1048576, over the cap of 50,000,000 cells" in refusal(write(content))
    cell = text_cell("x", 'office:value-type="string" table:number-columns-repeated="16384"')
    repeated = row_of(cell, attributes='table:number-rows-repeated="1000000"')
    content = ods_of(sheet_of(row_of("id"), repeated))
    assert "over the cap of 50,000,000 cells" in refusal(write(content))


@pytest.mark.parametrize(
    ("caps", "what"),
    [
        (Caps(file_bytes=7), "over the cap of 7"),
        (Caps(rows=1), "more than 1 rows"),
        (Caps(columns=1), "2 columns, over the cap of 1"),
        (Caps(line_characters=40), "line 3: a record of more than 40 characters"),
    ],
)
def test_a_workbook_beyond_the_caps_is_refused(write, caps, what):
    assert what in refusal(write(xlsx([HEADER, ["1", "a"], ["2", "x" * 50]])), caps=caps)
