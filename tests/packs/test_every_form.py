"""The page, the workbook, the tables and the document of every audience: whole, titled, and nothing in them acts."""

import csv
import io
import json

import openpyxl
import pypdf
import pytest

from commissioning.packs.forms.document import document
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.inputs import Pack
from tests.packs.builders import ON
from tests.packs.every_page import AUDIENCES, pack_of
from tests.packs.page_read import Element, read

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]

ACTS = ("=", "+", "@", "\t", "\r")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_hostile_words_are_words_in_every_form_and_all_of_them_are_titled(audience):
    pack = pack_of(audience)
    nothing_acts_in_the_page(read(pack.html))
    forms = forms_of(pack, stem="a-pack-v1", on=ON)
    each_sheet_is_one_titled_table(openpyxl.load_workbook(io.BytesIO(forms.workbook)), pack)
    for name, content in forms.tables.items():
        if name.endswith(".csv"):
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            assert not [cell for row in rows for cell in row if cell.startswith(ACTS)], name
        elif name.endswith(".json"):
            assert isinstance(json.loads(content)["rows"], list), name
    the_document_is_tagged(pack)


def nothing_acts_in_the_page(page: Element) -> None:
    """The page shows the hostile words, and none of them is an element or leads anywhere."""
    assert page.all("img") == page.all("script") == []
    assert "{{7*7}}" in page.text
    assert "<img src=x onerror=alert(1)>" in page.text
    assert not [one for one in page.all("a") if "evil" in one.attributes["href"]]


def each_sheet_is_one_titled_table(book: openpyxl.Workbook, pack: Pack) -> None:
    """After cover, contents and notes there is a sheet for each table, and nothing is worked out."""
    sheets = book.worksheets[3:]
    for sheet, table in zip(sheets, pack.tables.values(), strict=True):
        assert len(sheet.tables) == 1, table.name
        assert sheet["A1"].value.startswith(table.caption[:40]), table.name
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds.isdisjoint({"f", "e"})


def the_document_is_tagged(pack: Pack) -> None:
    """The document has the title and the language; its head and first section are enough to tell."""
    begun = b"</section>".join(pack.html.split(b"</section>")[:1])
    made = pypdf.PdfReader(io.BytesIO(document(begun + b"</section></main></body></html>")))
    catalogue = made.trailer["/Root"]
    assert made.metadata.title == pack.title
    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert "/StructTreeRoot" in catalogue
