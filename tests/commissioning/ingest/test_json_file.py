"""A JSON file of objects arrives as the text cells of a table, none lost and none counted twice."""

import json
from decimal import Decimal

import pandas as pd
import pytest

from commissioning.errors import BadFile
from commissioning.ingest import json_file
from commissioning.ingest.json_count import count_objects
from commissioning.ingest.json_file import JsonFile, cell_text
from tests.commissioning.ingest.test_json_reader import GRANTS, PACKAGE, SHAPES

COLUMNS = {
    "Identifier": ("id",),
    "Amount": ("amountAwarded",),
    "Recipient Org:Name": ("to", "name"),
}


@pytest.fixture
def opened(tmp_path):
    """Write a file of this text, and open it as a table."""

    def _opened(text: str) -> JsonFile:
        path = tmp_path / "0123abcd"
        path.write_text(text, encoding="utf-8")
        return JsonFile(path, "grants.json", COLUMNS, arrays=("grants",))

    return _opened


def test_objects_become_rows_of_text_with_their_lines(opened):
    table = opened(json.dumps(PACKAGE, indent=1))
    assert (table.header, table.rows, table.is_workbook) == (tuple(COLUMNS), 5, False)
    chunks = list(table.chunks(2))
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    frame = pd.concat(chunks)
    assert frame.index.tolist() == [1, 2, 3, 4, 5]
    assert frame["Identifier"].tolist() == [grant["id"] for grant in GRANTS]
    assert frame["Amount"].tolist() == ["1", "2", "3", "4", "5"]
    assert frame["Recipient Org:Name"].tolist() == [f"Gŵyl {n}" for n in range(1, 6)]
    begun = [
        n for n, line in enumerate(json.dumps(PACKAGE, indent=1).split("\n"), 1) if line == "  {"
    ]
    assert frame["_line"].tolist() == begun
    assert table.notes == ()
    assert table.not_data == []


def test_a_file_of_no_objects_is_one_empty_frame(opened):
    [frame] = opened('{"grants": []}').chunks()
    assert (len(frame), list(frame.columns)) == (0, [*COLUMNS, "_line"])
    assert str(frame["Amount"].dtype) == "str"


def test_what_is_not_read_is_told(opened):
    two = {"id": "G1", "to": [{"name": "One"}, {"name": "Two", "charityNumber": "1"}]}
    one = {"id": "G2", "to": {"name": "Three", "url": "x"}, "extra": 1}
    table = opened(json.dumps([two, one, {"id": "G3", "to": []}]))
    [frame] = table.chunks()
    assert frame["Recipient Org:Name"].tolist() == ["One", "Three", ""]
    assert table.notes == (
        "to has more than one entry in 1 row: the first was read",
        "not loaded: extra, to.url",
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("NA", "NA"),
        (True, "true"),
        (12, "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2266.50"), "2266.50"),
        ({"a": [Decimal("1.5")]}, '{"a": ["1.5"]}'),
    ],
)
def test_a_value_is_the_text_that_a_csv_file_would_have(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_the_objects_are_counted_without_being_parsed(text, size):
    blocks = [text[at : at + size] for at in range(0, len(text), size)]
    assert count_objects(blocks, ("releases", "grants")) == len(GRANTS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"a": "[{\\\\", "b": [{}, {"grants": [{}]}]}', 1),  # itself, whatever is in it
        ('{"grants": [], "b": {}}', 0),
        ('{"a": "\\"grants\\": [{", "grants": [{"grants": [{}]}, {}]}', 2),
        ('[{"grants": [{}, {}]}, {"id": 1}]', 3),
        ("[]", 0),
    ],
)
def test_brackets_in_text_and_in_objects_are_not_counted(text, count):
    assert count_objects([text], ("grants",)) == count


def test_two_counts_that_differ_refuse_the_file(opened, monkeypatch):
    monkeypatch.setattr(json_file, "count_objects", lambda *_: 4)
    with pytest.raises(BadFile, match="5 objects were parsed where 4 were counted"):
        list(opened(SHAPES["lines"]).chunks())
