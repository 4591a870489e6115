"""A JSON text is taken apart without changing a character of it, and a text that is cut is found out."""

import json

import pytest

from commissioning.services.raw_json import NotWhole, elements, members, on_one_line
from tests.services.imitated import EXTRACTS

PACKAGE = (EXTRACTS / "find_a_tender_032703-2026.json").read_text(encoding="utf-8")


def test_the_parts_of_a_package_read_as_the_package_does():
    parts = members(PACKAGE)

    assert {name: json.loads(text) for name, text in parts.items()} == json.loads(PACKAGE)
    assert [json.loads(text) for text in elements(parts["releases"])] == json.loads(PACKAGE)[
        "releases"
    ]
    assert json.loads(on_one_line(PACKAGE)) == json.loads(PACKAGE)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('{"a": 1e9999, "b": 2}', {"a": "1e9999", "b": "2"}),
        ('{"a":  000,, "b": {"c": 1 000}}', {"a": "000", "b": '{"c": 1 000}'}),
        ('{"a": [1, [ 00]], "b": "}]\\" ,"}', {"a": "[1, [ 00]]", "b": '"}]\\" ,"'}),
        ("{}", {}),
        ('{"a": 007}', {"a": "007"}),
    ],
)
def test_a_number_that_is_none_is_told_from_its_neighbours(text, parts):
    assert members(text) == parts


def test_brackets_without_end_are_counted_and_not_gone_into():
    deep = "[" * 100_000 + "]" * 100_000

    assert elements(f"[{deep}, 1]") == [deep, "1"]


@pytest.mark.parametrize("at", [0, 1, 20, 500, 3000, len(PACKAGE.rstrip()) - 1])
def test_a_text_that_is_cut_is_not_whole(at):
    with pytest.raises(NotWhole):
        members(PACKAGE[:at])


@pytest.mark.parametrize(
    "text", ['{"a": 1} x', "[1]", '{"a" 1}', '{"a": [1}', '{"a": "b}', "null", '{"a": 1}{"b": 2}']
)
def test_what_is_not_one_object_is_not_whole(text):
    with pytest.raises(NotWhole):
        members(text)
