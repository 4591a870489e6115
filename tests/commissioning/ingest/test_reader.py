"""The strict reader: files that two programs would read differently are refused, the rest arrive as they are."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.reader import Caps, Layout, open_table

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / ".." / "shared" / "data"


@pytest.fixture
def write(tmp_path):
    """Write bytes, or text as UTF-8, to a file and return its path."""

    def _write(content):
        path = tmp_path / "register.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def read(path, layout=Layout(), caps=Caps(), rows=100_000):  # noqa: B008 (both are frozen)
    """Return the frame, cells only as lists of rows, and the table."""
    table = open_table(path, path.name, layout, caps)
    frame = pd.concat(table.chunks(rows))
    return frame.drop(columns="_line").to_numpy().tolist(), frame, table


def refusal(path, layout=Layout(), caps=Caps()):  # noqa: B008
    """Return the sentence with which the file is refused."""
    with pytest.raises(BadFile) as refused:
        read(path, layout, caps)
    return str(refused.value)


# --- what arrives ---------------------------------------------------------------------------------


def test_cells_arrive_as_the_text_they_are(write):
    path = write(
        "id , name,value\n"
        "007,NA,1E400\n"
        "12345678901234567890,None,\n"
        "9007199254740993, null ,TRUE\n"
        '"=HYPERLINK(""x"")",nan,-5\n'
    )
    cells, frame, table = read(path)
    assert table.header == ("id", "name", "value")
    assert cells == [
        ["007", "NA", "1E400"],
        ["12345678901234567890", "None", ""],
        ["9007199254740993", " null ", "TRUE"],
        ['=HYPERLINK("x")', "nan", "-5"],
    ]
    assert set(frame.dtypes.drop("_line").astype(str)) == {"str"}
    assert frame.index.name == "row_no"
    assert list(frame.index) == [1, 2, 3, 4]
    assert list(frame["_line"]) == [2, 3, 4, 5]


def test_line_breaks_in_a_cell_are_kept_and_lines_counted_as_an_editor_does(write):
    path = write('id,address,value\n1,"2 High St,\nLeeds, West Yorks",5\n2,"a\r\nb",6\n3,c,7\n')
    cells, frame, table = read(path)
    assert cells == [
        ["1", "2 High St,\nLeeds, West Yorks", "5"],
        ["2", "a\r\nb", "6"],
        ["3", "c", "7"],
    ]
    assert list(frame["_line"]) == [2, 4, 6]
    assert table.rows == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(write, newline):
    cells, frame, _ = read(write(newline.join(["a,b", "1,2", "3,4", ""])))
    assert cells == [["1", "2"], ["3", "4"]]
    assert list(frame["_line"]) == [2, 3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_fits_every_line(write, delimiter):
    rows = [["ref", "name", "value"], ["1", "Smith: Sons", "1.5"], ["2", "Jones", "2"]]
    cells, _, table = read(write("".join(delimiter.join(row) + "\n" for row in rows)))
    assert cells == rows[1:]
    assert table.delimiter == delimiter


def test_semicolons_with_a_decimal_comma_keep_their_columns(write):
    cells, _, _ = read(write("id;value\n1;2,50\n2;3,75\n"))
    assert cells == [["1", "2,50"], ["2", "3,75"]]


def test_one_column_needs_no_delimiter(write):
    assert read(write("code\nE08000009\nE08000006\n"))[0] == [["E08000009"], ["E08000006"]]


def test_chunks_number_rows_over_the_whole_file(write):
    path = write("a,b\n" + "".join(f"{n},x\n" for n in range(1, 8)))
    chunks = list(open_table(path, "file").chunks(rows=3))
    assert [list(chunk.index) for chunk in chunks] == [[1, 2, 3], [4, 5, 6], [7]]
    assert [list(chunk["_line"]) for chunk in chunks] == [[2, 3, 4], [5, 6, 7], [8]]


def test_a_header_without_rows_is_zero_rows(write):
    cells, frame, table = read(write("a,b\n"))
    assert (table.rows, cells) == (0, [])
    assert list(frame.columns) == ["a", "b", "_line"]


def test_rows_above_the_header_are_no_rows_of_the_table(write):
    title = '"Payments, over two lines,\nas they go out",,\r\n\r\nReport Date:,,\r\n'
    path = write(title + "ref,name,value\nR1,A,1\n,,\nR2,B,2\n")
    cells, frame, table = read(path, Layout(title_rows=3))
    assert table.header == ("ref", "name", "value")
    assert cells == [["R1", "A", "1"], ["R2", "B", "2"]]
    assert (list(frame.index), list(frame["_line"]), table.rows) == ([1, 3], [6, 8], 3)
    assert table.not_data == [(2, 7, "blank row")]
    assert table.notes == ("3 rows above the header left out, as the layout declares",)


def test_a_fault_in_a_header_below_titles_is_told_with_its_own_line(write):
    sentence = refusal(write("Title,\nref,ref\n1,2\n"), Layout(title_rows=1))
    assert sentence.startswith("register.csv, line 2, column ref: two columns have this name")
    assert "no column names on the line of the header" in refusal(
        write("a,b\n"), Layout(title_rows=9)
    )
    with pytest.raises(RequestError, match="title_rows is -1"):
        Layout(title_rows=-1)


def test_the_lines_of_a_print_out_s_pages_are_no_data(write):
    layout = Layout(footer_marks=("Total",), page_marks=("Page ", "Report Date:"), padding="†")
    path = write(
        "ref,value\nR1,1\nPage 1 of 2,\nreport date:† 02/07/2012,\nR2,2\n††,†\nTotal:†,3\n"
    )
    cells, _, table = read(path, layout)
    assert cells == [["R1", "1"], ["R2", "2"]]
    assert [reason for _, _, reason in table.not_data] == [
        *("page's own line", "page's own line"),
        *("blank row", "footer row"),
    ]


def test_ragged_rows_are_kept_for_the_source_where_the_layout_says_so(write):
    path = write("ref,day,value\nR1,d1,1\nR2,d2\nR3,d,3,x,y\n,\nR4,d4,4\n")
    table = open_table(path, path.name, Layout(keeps_ragged=True))
    frame = pd.concat(table.chunks(2))
    assert list(frame["_surplus"]) == [0, -1, 2, 0]
    assert frame["value"].tolist() == ["1", "", "3,x,y", "4"]
    assert (table.rows, table.not_data) == (5, [(4, 5, "blank row")])
    assert "2 fields where the header has 3" in refusal(path)


def test_rows_that_are_not_data_are_left_out_and_listed(write):
    path = write("ref,name,value\nR1,A,1\n,,\n\nref , name,value\nR2,B,2\nTotal,,3\n,xxx,\n")
    cells, frame, table = read(path, Layout(footer_marks=("Total", "xxx")))
    assert cells == [["R1", "A", "1"], ["R2", "B", "2"]]
    assert list(frame.index) == [1, 5]
    assert table.rows == 7
    assert table.not_data == [
        (2, 3, "blank row"),
        (3, 4, "blank row"),
        (4, 5, "header row repeated"),
        (6, 7, "footer row"),
        (7, 8, "footer row"),
    ]


def test_a_total_nobody_declared_stays_a_row(write):
    assert read(write("ref,value\nR1,1\nTotal,1\n"))[0][-1] == ["Total", "1"]


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding(write, encoding):
    cells, _, table = read(write("name,value\nCafé £,1\n".encode(encoding)))
    assert table.header == ("name", "value")
    assert cells == [["Café £", "1"]]


def test_a_mark_decoded_as_text_is_taken_off_with_a_note(write):
    _, _, table = read(write("ï»¿name,value\na,1\n"))
    assert table.header == ("name", "value")
    assert table.notes == ("a byte-order mark before the first column name was taken off",)


def test_a_mark_decoded_as_text_does_not_spoil_a_quoted_header(write):
    assert read(write('ï»¿"name, full",value\na,1\n'))[2].header == ("name, full", "value")


def test_the_next_declared_encoding_is_tried(write):
    path = write("name,value\nCafé,1\n".encode("cp1252"))
    cells, _, table = read(path, Layout(encodings=("utf-8", "cp1252")))
    assert (table.encoding, cells) == ("cp1252", [["Café", "1"]])


def test_utf_16_without_a_mark_is_read_when_declared(write):
    path = write("name,value\na,1\n".encode("utf-16-le"))
    assert read(path, Layout(encodings=("utf-8", "utf-16-le")))[0] == [["a", "1"]]
    assert "NUL" in refusal(path)


def test_text_in_no_declared_encoding_is_refused_with_line_and_remedy(write):
    told = refusal(write(b"name,value\r\na,1\r\nCaf\xe9,2\r\n"))
    assert "register.csv, line 3" in told
    assert "0xE9" in told
    assert "save it again as UTF-8" in told


def test_a_marked_file_is_held_to_its_mark(write):
    path = write(b"\xef\xbb\xbfname,value\nCaf\xe9,1\n")
    assert "line 2" in refusal(path, Layout(encodings=("utf-8", "cp1252")))


@pytest.mark.parametrize(
    "content",
    [
        "name,value\nCafé,1\n".encode(),  # all of it UTF-8
        "name,value\nCafé,1\n".encode() + "Café,2\n".encode("cp1252"),  # some of it
        "name,value\nŵyn,1\n".encode() + "Café,2\n".encode("cp1252"),
        "name,value\nit’s,1\n".encode(),
    ],
)
def test_utf_8_is_never_read_as_something_else(write, content):
    told = refusal(write(content), Layout(encodings=("cp1252",)))
    assert "line 2" in told
    assert "UTF-8" in told


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1a", "\x0b", "\x7f"])
def test_control_characters_are_refused(write, character):
    told = refusal(write(f"name,value\na,1\nb{character},2\n"))
    assert "line 3" in told


@pytest.mark.parametrize(
    "content", [b"name\nx\xed\xa0\x80\n", "name\nx\ud800\n".encode("utf-16", "surrogatepass")]
)
def test_lone_surrogates_are_refused(write, content):
    assert "line 2" in refusal(write(content))


def test_marks_that_turn_the_direction_of_text_are_taken_out_with_a_note(write):
    cells, _, table = read(write('na\u202ame,value\n\u202e"a,b"\u202c,1\n'))
    assert table.header == ("name", "value")
    assert cells == [["a,b", "1"]]
    assert table.notes == ("3 marks that override the direction of text were taken out",)


def test_text_the_publisher_decoded_wrongly_is_kept_with_a_note(write):
    cells, _, table = read(write("name\nchildren\u00e2\u0080\u0099s\n"))
    assert cells == [["children\u00e2\u0080\u0099s"]]
    assert "2 characters U+0080 to U+009F" in table.notes[0]


# --- quotation marks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ('a,b\n1,"x\n2,y\n3,z\n', 2, "never closed"),
        ('a,b\n1,x\n2,"y', 3, "never closed"),  # cut off inside a cell
        ('a,b\n1,"x"y\n2,z\n', 2, "text after a closing quotation mark"),
        ('a,b\n1,x"y\n2,z"w\n', 2, "inside a cell"),
        ('a,b\n1,5" pipe\n', 2, "inside a cell"),
        ('a,b\n1, "x"\n', 2, "inside a cell"),
    ],
)
def test_stray_quotation_marks_are_refused(write, content, line, what):
    told = refusal(write(content))
    assert f"line {line}:" in told
    assert what in told


@pytest.mark.parametrize(
    "content",
    [
        'id,name,value\n1,"Acme,100\n2,Beta",200\n3,Gamma,300\n',
        'id,name,value\n1,"Acme,100\n2,Beta,200\n3,Gamma",300\n4,D,400\n',
        'id,name,value\n1,Acme,"100\n2,Beta,200"\n3,Gamma,300\n',
        'id,name,value\n"1,Acme,100\n2",Beta,200\n3,Gamma,300\n',
        'id, name, value\n1,"Acme, 100\n2, Beta", 200\n',  # a space after each comma
        'id,name,value\n1,"Acme,100\n\n2,Beta",200\n',  # a blank line between them
        'id,name,value\r\n1,"Acme,100\r\n2,"",200\r\n3,Gamma",300\r\n',  # an empty quoted cell
    ],
)
def test_a_pair_of_quotation_marks_that_swallows_rows_is_refused(write, content):
    told = refusal(write(content))
    assert "line 2:" in told
    assert "each a whole row" in told


@pytest.mark.parametrize(
    "cell",
    [
        "one\ntwo",
        "2 High St,\nLeeds, West Yorks",
        "first, second,\nthird, fourth, fifth\nsixth",
        "\n",
        "1,2,3\n4,5,6",
    ],
)
def test_a_cell_that_does_hold_several_lines_loads(write, cell):
    assert read(write(f'id,note,value\n1,"{cell}",2\n'))[0] == [["1", cell, "2"]]


def test_a_column_declared_to_hold_lines_like_rows_loads(write):
    path = write('id,note\n1,"bread\nmilk,3"\n')
    assert "multiline_columns" in refusal(path)
    assert read(path, Layout(multiline_columns=("note",)))[0] == [["1", "bread\nmilk,3"]]


# --- the shape of the file ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("a,b\n1,2\n3,4,5\n", 3, "3 fields where the header has 2"),
        ("a,b\n1,2,\n3,4,\n", 2, "3 fields where the header has 2"),  # every row one too long
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n", 3, "2 fields where the header has 3"),
        ("a,b\n1\n2\n", 2, "1 field where the header has 2"),
        ("a,b,c\n1,2,3\n4,5", 3, "the file ends there"),
    ],
)
def test_a_row_too_long_or_too_short_is_refused(write, content, line, what):
    told = refusal(write(content))
    assert f"register.csv, line {line}: " in told
    assert what in told


def test_a_row_beyond_the_first_chunk_is_held_to_the_header_too(write):
    path = write("a,b\n" + "1,2\n" * 5_000 + "1,2,3\n")
    assert "line 5,002" in refusal(path)


def test_a_complete_last_line_without_line_end_is_taken_with_a_note(write):
    cells, _, table = read(write("a,b\n1,2\n3,4"))
    assert cells == [["1", "2"], ["3", "4"]]
    assert "its last cell may be cut short" in table.notes[0]


def test_a_layout_that_promises_a_last_line_end_is_held_to_it(write):
    told = refusal(write("a,b\n1,20\n3,2"), Layout(final_newline=True))
    assert "line 3" in told
    assert "cut off" in told
    assert read(write("a,b\n1,2\n"), Layout(final_newline=True))[0] == [["1", "2"]]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "empty"),
        ("\n1,2\n", "no column names"),
        ("   \n", "no column names"),
        ("a,b,a\n1,2,3\n", "two columns have this name"),
        ("a,b, a \n1,2,3\n", "two columns have this name"),
        ("a,_line\n1,2\n", "the reader needs this name"),
        ("a,,c\n1,,3\n4,x,6\n", "text under a column without a heading"),
        ("Payments over 500,,\nref,name,value\n1,A,2\n", "a title or a note"),
        ("Payments over 500\nref;name;value\n1;A;2\n", "a title or a note"),
        ("<!DOCTYPE html>\n<html>moved</html>\n", "a web page"),
        ("\ufeff<?xml version='1.0'?>\n", "a web page"),
        ('{"records": []}\n', "JSON"),
        ('[\n {"id": 1}\n]\n', "JSON"),
        (b"PK\x03\x04rest", "a zip archive or a workbook"),
        (b"\x1f\x8brest", "a gzip archive"),
        ("a,b;c\n1,2;3\n", "declare the delimiter"),
    ],
)
def test_what_is_not_a_table_with_one_header_is_refused(write, content, what):
    assert what in refusal(write(content))


def test_empty_columns_without_a_heading_are_left_out_with_a_note(write):
    cells, _, table = read(write("a,b,,\n1,2,,\n3,4, ,\n"))
    assert table.header == ("a", "b")
    assert cells == [["1", "2"], ["3", "4"]]
    assert table.notes == ("2 empty columns without a heading were left out",)


def test_a_declared_header_names_what_the_file_leaves_out(write):
    layout = Layout(header=("kind", "ref", "value", "checked"))
    cells, _, table = read(write(",ref,value\nx,1,2,#N/A\n"), layout)
    assert table.header == ("kind", "ref", "value", "checked")
    assert cells == [["x", "1", "2", "#N/A"]]
    assert "column amount" in refusal(write(",ref,amount\nx,1,2,#N/A\n"), layout)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"encodings": ("utf-9",)}, "utf-9"),
        ({"delimiter": ";;"}, "one character"),
        ({"delimiter": '"'}, "one character"),
        ({"header": ("a", "a")}, "twice"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(wrong, what):
    with pytest.raises(RequestError, match=what):
        Layout(**wrong)


# --- caps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "caps", "what"),
    [
        ("a,b\n1,2\n", Caps(file_bytes=7), "over the cap of 7"),
        ("a,b\n1,2\n3,4\n", Caps(rows=1), "more than 1 rows"),
        ("a,b,c\n1,2,3\n", Caps(columns=2), "3 columns, over the cap of 2"),
        ("a,b\n1," + "x" * 50 + "\n", Caps(line_characters=40), "line 2: a record of more than 40"),
        (
            'a,b\n1,"' + "x\n" * 50 + '"\n',
            Caps(line_characters=40),
            "line 2: a record of more than 40",
        ),
    ],
)
def test_a_file_beyond_the_caps_is_refused(write, content, caps, what):
    assert what in refusal(write(content), caps=caps)


def test_a_file_at_the_caps_is_read(write):
    caps = Caps(file_bytes=12, line_characters=4, columns=2, rows=2)
    assert len(read(write("a,b\n1,2\n3,4\n"), caps=caps)[0]) == 2


def test_a_long_cell_below_the_cap_is_read(write):
    assert read(write("a,b\n1," + "x" * 400_000 + "\n"))[0][0][1] == "x" * 400_000
    assert csv.field_size_limit() == 131_072  # other readers keep their limit


MEASURE = """
import sys
from pathlib import Path
from commissioning.errors import BadFile
from commissioning.ingest.reader import open_table
try:
    open_table(Path(sys.argv[1]), "long.csv")
except BadFile as refused:
    print(refused)
# Not getrusage: its peak begins at that of the process that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.thorough
def test_a_line_of_300_million_characters_is_refused_within_300_megabytes(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as opened:
        opened.write(b"a,b\n1,")
        for _ in range(300):
            opened.write(b"x" * 1_000_000)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told, megabytes = done.stdout.strip().splitlines()
    assert "line 2: a record of more than 1,000,000 characters" in told
    assert int(megabytes) <= 300


# --- the second count -----------------------------------------------------------------------------


def test_a_parser_that_finds_fewer_records_than_were_counted_is_not_believed(write):
    path = write("a,b\n1,2\n3,4\n")
    table = open_table(path, "register.csv")
    path.write_text("a,b\n1,2\n")  # the file changed between counting and reading
    with pytest.raises(BadFile, match="1 records were parsed where 2 were counted"):
        list(table.chunks())


@pytest.mark.thorough
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_counts_agree_over_many_blocks_of_text(write, newline):
    """Three megabytes, so that cells, line ends and quotation marks lie across the blocks that are read."""
    row = f'R1,"{"é" * 20},{newline}two ""lines""",£5{newline}'
    path = write(f"ref,note,value{newline}" + row * 60_000)
    table = open_table(path, path.name)
    *_, last = table.chunks(rows=50_000)
    assert table.rows == 60_000
    assert (last.index[-1], last["_line"].iloc[-1]) == (60_000, 120_000)
    assert last["note"].iloc[-1] == f'{"é" * 20},{newline}two "lines"'


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('",;\n\r|\t'),
    max_size=8,
)


@pytest.mark.thorough
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=20), st.sampled_from([",", ";", "\t", "|"])
)
def test_what_was_written_is_read_back(tmp_path_factory, rows, delimiter):
    rows = [
        [f"r{number}", *(without_overrides(cell) for cell in row)]
        for number, row in enumerate(rows)
    ]
    header = ["ref", "one", "two", "three"]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    path = tmp_path_factory.mktemp("round") / "file.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    layout = Layout(delimiter=delimiter, multiline_columns=tuple(header))
    cells, _, table = read(path, layout)
    assert cells == rows
    assert table.rows == len(rows)


def without_overrides(cell):
    """Return a cell without the marks that the reader takes out."""
    return "".join(
        c for c in cell if not "\u202a" <= c <= "\u202e" and not "\u2066" <= c <= "\u2069"
    )


# --- real files -----------------------------------------------------------------------------------

# Rows as the README beside each file states them.
REAL_FILES = [
    ("contracts_register/salford_contracts_register_2022-07.csv", 229, "Directorate Name"),
    ("grants/trafford_council_voluntary_sector_grants.csv", 555, "Identifier"),
    ("spend_council/salford_clean_2011-08.csv", 1_934, "Authority Name"),
    ("spend_council/leeds_raw_2010-12.csv", 10_306, "Body name"),
    ("spend_council/manchester_clean_2022-05.csv", 3_564, "Body Name"),
    ("spend_council/darlington_clean_2010-09.csv", 4_104, "Date"),
    ("spend_council/calderdale_clean_2022-08.csv", 1_956, "Body"),
    ("spend_council/wakefield_2020-12.csv", 5_155, "Organisation Name"),
    ("spend_council/gla_2013-P01.csv", 1_202, "Vendor ID"),
    ("spend_council/gateshead_clean_2022-08.csv", 8_053, "Nstrg(T)"),
    ("spend_council/oxford_2014-q1.csv", 3_860, "body_name"),
    ("spend_council/oxford_2018-q1.csv", 1_220, "Client"),
    ("spend_nhs/CHWE_01_-_April.csv", 141, "Department Family"),
    ("spend_nhs/GUYS_08_-_Novembe.csv", 12_479, "Department family"),
    ("spend_nhs/SGEO_01_-_April.csv", 235, "Department Family"),
    ("spend_card/trafford_card_2026-27.csv", 2_024, "OrganisationLabel"),
    ("providers/trafford_charities.csv", 736, "registered_charity_number"),
    ("providers/trafford_care_homes_cqc.csv", 56, "name"),
    ("needs/cni2023_england_lsoa21.csv", 33_755, "lsoa21_code"),
    ("needs/imd2019_england_lsoa11.csv", 32_844, "lsoa11_code"),
    ("needs_children/cla_time_series_1994_2024.csv", 155, "time_period"),
    ("needs_children/s251_outturn_1314.csv", 5_472, "LA"),
    ("needs_fingertips/fingertipsnext_areas.csv", 2_983, "Children"),
    ("reference/charity_commission_extract_table_definition.csv", 110, "Table/Column"),
]
UNFIT_FILES = [
    ("spend_council/lambeth_2012-06.csv", "line 1: a title or a note"),
    ("providers/ofsted_childrens_providers_2023-03.csv", "line 1: a title or a note"),
    ("spend_council/newcastle_clean_2022-08.csv", "line 2: 11 fields where the header has 10"),
    (
        "spend_council/darlington_clean_2022-09.csv",
        "line 2, column 1: there is text under a column",
    ),
]
BY_TRUST = Layout(encodings=("utf-8", "cp1252"))


def published(name):
    """Return the path of a file as published, or skip where the files are not at hand."""
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    return path


@pytest.mark.parametrize(("name", "rows", "first_column"), REAL_FILES)
def test_a_real_file_has_the_rows_its_publisher_sent(name, rows, first_column):
    _, frame, table = read(published(name), BY_TRUST)
    assert table.rows == rows
    assert len(frame) + len(table.not_data) == rows
    assert table.header[0] == first_column


@pytest.mark.parametrize(("name", "told"), UNFIT_FILES)
def test_a_real_file_without_a_sound_header_is_refused(name, told):
    assert told in refusal(published(name), BY_TRUST)


def test_newcastles_column_without_a_heading_can_be_declared():
    path = published("spend_council/newcastle_clean_2022-08.csv")
    with path.open(encoding="utf-8") as opened:
        names = opened.readline().strip().split(",")
    _, frame, _ = read(path, Layout(header=(*names, "Unnamed")))
    assert len(frame) == 6_568


def test_leeds_ends_with_three_blank_rows():
    _, _, table = read(published("spend_council/leeds_raw_2010-12.csv"))
    assert table.not_data == [
        (10_304, 10_305, "blank row"),
        (10_305, 10_306, "blank row"),
        (10_306, 10_307, "blank row"),
    ]


def test_a_dash_in_windows_text_arrives_as_one():
    _, frame, table = read(published("spend_nhs/CHWE_01_-_April.csv"), BY_TRUST)
    assert table.encoding == "cp1252"
    assert (
        frame.loc[frame["_line"] == 19, "Expense Type"].item()
        == "Recharges – Pay and non-pay costs"
    )


@pytest.mark.thorough
def test_traffords_year_of_spending_has_241_764_rows(tmp_path):
    with zipfile.ZipFile(published("spend_council/trafford-supplier-spend-2025-26.zip")) as archive:
        path = Path(archive.extract("trafford-supplier-spend-2025-26.csv", tmp_path))
    table = open_table(path, path.name)
    assert table.rows == 241_764
    assert sum(map(len, table.chunks())) == 241_764
