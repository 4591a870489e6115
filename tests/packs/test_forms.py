"""The forms of a pack by themselves: what is missing, hostile or of another alphabet comes out as it went in."""

import csv
import io
import json
import sys
from datetime import date
from hashlib import sha256
from pathlib import PurePath

import openpyxl
import pandas as pd
import pypdf
import pytest

from commissioning.errors import RequestError
from commissioning.packs.build import build
from commissioning.packs.forms.document import document
from commissioning.packs.forms.files import SUMS, read_sums, table_files
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.forms.workbook import workbook
from commissioning.packs.inputs import Pack
from commissioning.packs.tables import Column, Table
from tests.packs.builders import full_inputs

pytestmark = pytest.mark.thorough

ON = date(2026, 3, 31)
LINK = "[read](http://evil.example) [me](http://evil.example) $$note$$ {{7*7}}"


def table(name: str = "money", **columns: object) -> Table:
    """Return a table of three agreements, of which the last has nothing recorded but its reference."""
    frame = pd.DataFrame(
        {
            "reference": ["=A1+1", LINK, "北京"],
            "value_pence": pd.array([123_450, -590, None], dtype="Int64"),
            "ends_on": pd.to_datetime(["2027-03-31", "2028-02-29", None]),
            "is_late": [True, False, None],
            **columns,
        }
    )
    shown = (Column("reference", "Agreement"), Column("value_pence", "Value", "money"))
    return Table(name, "Money, by agreement", shown, frame)


def pack(*tables: Table) -> Pack:
    named = {one.name: one for one in tables}
    about = (("For", "Everybody"),)
    return Pack(b"", named, "Two of three.", "Pack", about, ("A note.",))


def sheets(made: Pack) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(made, made_on=ON)))


def test_csv_has_pounds_and_days_and_leaves_what_is_missing_empty():
    [read, *_] = table_files([table()]).values()
    rows = list(csv.reader(io.StringIO(read.decode("utf-8-sig"))))
    assert rows == [
        ["reference", "value_gbp", "ends_on", "is_late"],
        ["'=A1+1", "1234.50", "2027-03-31", "yes"],
        [LINK, "-5.90", "2028-02-29", "no"],
        ["北京", "", "", ""],
    ]


def test_json_has_the_text_as_it_is_and_null_for_what_is_missing():
    document = json.loads(table_files([table()])["money.json"])
    assert document["rows"][0] == {
        "reference": "=A1+1",
        "value_gbp": 1234.5,
        "ends_on": "2027-03-31",
        "is_late": True,
    }
    assert [row["reference"] for row in document["rows"]] == ["=A1+1", LINK, "北京"]
    assert set(document["rows"][2].values()) == {"北京", None}
    assert document["columns"][1] == {"name": "value_gbp", "heading": "Value"}


def test_a_sheet_has_text_where_it_was_text_and_an_empty_cell_where_nothing_is_recorded():
    sheet = sheets(pack(table()))["money"]
    assert sheet["A1"].value == "Money, by agreement"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0] == ["Agreement", "Value", "Ends on", "Is late"]
    assert [row[0] for row in rows[1:]] == ["=A1+1", LINK.replace("$$", "$ $"), "北京"]
    assert [row[1] for row in rows[1:]] == [1234.5, -5.9, None]
    assert rows[3] == ["北京", None, None, None]
    assert not [cell for row in sheet for cell in row if cell.hyperlink]


def test_every_table_has_a_sheet_the_empty_one_too():
    none = Table("none", "Nothing", (Column("reference", "Agreement"),), table().frame.iloc[:0])
    book = sheets(pack(table(), none))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "money", "none"]
    assert book["none"]["A4"].value == "No row"
    assert [row[0].value for row in book["Contents"].iter_rows(min_row=4)] == ["money", "none"]
    assert book["Contents"]["A4"].hyperlink.location == "'money'!A1"


def test_a_table_called_after_what_a_publisher_wrote_gets_a_file_and_a_sheet_of_its_own():
    names = [
        "trend_../../x",
        "trend_" + "y" * 300,
        "trend_" + "y" * 301,
        "trend_A/B: [c]?",
        "cover",
    ]
    tables = [table(name) for name in names]
    files = table_files(tables)
    assert len(files) == 10
    assert all(PurePath(name).name == name and len(name) < 100 for name in files)
    assert len(sheets(pack(*tables)).sheetnames) == 3 + len(names)


def test_the_sums_say_the_digest_of_every_form():
    made = forms_of(pack(table()), stem="dmt-authority-v1", on=ON)
    assert read_sums(made.tables[SUMS]) == {
        "money.csv": sha256(made.tables["money.csv"]).hexdigest(),
        "money.json": sha256(made.tables["money.json"]).hexdigest(),
        "../dmt-authority-v1.xlsx": sha256(made.workbook).hexdigest(),
    }
    again = forms_of(pack(table()), stem="dmt-authority-v1", on=ON)
    assert again == made


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Pack of Anytown</title></head><body><h1>Pack</h1>
<a href="dmt.xlsx">Workbook</a><img src="http://evil.example/x.png" alt=""><table><tr><th scope="col">A</th></tr>
<tr><td>1</td></tr></table></body></html>"""


def test_a_document_is_tagged_with_its_title_and_language_and_the_same_each_time():
    made = document(PAGE.encode())
    assert document(PAGE.encode()) == made
    read = pypdf.PdfReader(io.BytesIO(made))
    catalogue = read.trailer["/Root"]
    assert read.metadata.title == "Pack of Anytown"
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()


def test_without_what_makes_pdf_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(
        RequestError, match=r"run: pip install 'commissioning-cycle\[pdf\]', or ask"
    ):
        document(PAGE.encode())


def test_a_chart_is_drawn_the_same_after_the_library_for_pdf_has_been_at_work():
    document(PAGE.encode())
    html = build(full_inputs()).html
    assert b"<svg" in html
    assert b"ns0:" not in html
