"""JSON as publishers send it: the same objects however they stand in the file, or one sentence."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import BadFile
from commissioning.ingest.json_reader import (
    JsonCaps,
    Unreadable,
    is_json,
    json_header,
    json_objects,
    open_json,
)

GRANTS = [{"id": f"G{n}", "amountAwarded": n, "to": [{"name": f"Gŵyl {n}"}]} for n in range(1, 6)]
PACKAGE = {"version": "1.1", "publisher": {"name": "Anytown"}, "grants": GRANTS, "license": None}


@pytest.fixture
def written(tmp_path):
    """Write a file of this text."""

    def _written(text: str | bytes, name: str = "grants.json") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _written


def lines_of(objects: list[dict], end: str = "\n") -> str:
    """Return the objects one a line."""
    return "".join(json.dumps(each, ensure_ascii=False) + end for each in objects)


SHAPES = {
    "lines": lines_of(GRANTS),
    "lines, no last line end": lines_of(GRANTS).rstrip(),
    "lines, CRLF and blank lines": lines_of(GRANTS, "\r\n\r\n"),
    "array": json.dumps(GRANTS),
    "array, indented": json.dumps(GRANTS, indent=2),
    "package": json.dumps(PACKAGE),
    "package, indented": json.dumps(PACKAGE, indent=4, ensure_ascii=False),
    "array of packages": json.dumps([PACKAGE | {"grants": GRANTS[:2]}, {"grants": GRANTS[2:]}]),
    "lines of packages": lines_of([{"grants": GRANTS[:3]}, {"grants": GRANTS[3:]}, {"grants": []}]),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_the_same_objects_come_from_every_shape(written, text):
    assert [found for _, found in json_objects(written(text), "grants.json")] == GRANTS


def test_each_object_has_the_line_on_which_it_begins(written):
    indented = written(json.dumps(PACKAGE, indent=1))
    begun = [n for n, line in enumerate(indented.read_text().split("\n"), 1) if line == "  {"]
    assert [line for line, _ in json_objects(indented, "x")] == begun
    assert [line for line, _ in json_objects(written(lines_of(GRANTS, "\n\n")), "x")] == [
        1,
        3,
        5,
        7,
        9,
    ]


def test_an_object_without_a_package_is_itself(written):
    for text in (json.dumps(GRANTS[0]), json.dumps(GRANTS[0], indent=1)):
        assert list(json_objects(written(text), "x")) == [(1, GRANTS[0])]


def test_money_keeps_every_digit(written):
    [(_, found)] = json_objects(
        written('{"a": 0.1, "b": 12345678901234567.89, "c": 1e3, "d": 7}'), "x"
    )
    assert found == {"a": Decimal("0.1"), "b": Decimal("12345678901234567.89"), "c": 1000, "d": 7}
    assert isinstance(found["a"], Decimal)


def test_a_package_longer_than_any_window_is_read_object_by_object(written):
    many = [{"id": f"G{n}", "text": "x" * 3000} for n in range(1_000)]
    path = written(json.dumps({"grants": many}))
    assert [found for _, found in json_objects(path, "x")] == many
    path = written(lines_of([{"grants": many}, {"grants": many[:1]}]))
    assert [found for _, found in json_objects(path, "x")] == [*many, many[0]]


def test_a_byte_order_mark_and_a_declared_encoding_are_read(written):
    opened = open_json(written("\ufeff" + lines_of(GRANTS)), "x")
    assert [found for _, found in opened.each()] == GRANTS
    assert opened.notes == ("a byte-order mark was taken off",)
    latin = written('{"name": "Café"}'.encode("latin-1"))
    assert list(json_objects(latin, "x", encodings=("utf-8", "iso-8859-1"))) == [
        (1, {"name": "Café"})
    ]
    with pytest.raises(BadFile, match="line 1: byte 0xE9 is not utf-8 text"):
        list(json_objects(latin, "x"))


def test_marks_that_turn_text_round_are_taken_out_with_a_note(written):
    opened = open_json(
        written('{"a": "Anytown \\u202eeraC", "b": ["\u2066x"], "c": "\\\\u202e"}'), "x"
    )
    assert list(opened.each()) == [(1, {"a": "Anytown eraC", "b": ["x"], "c": "\\u202e"})]
    assert opened.notes == ("2 marks that override the direction of text were taken out",)


DEEP = '{"a":' * 101 + "1" + "}" * 101
FAULTS = {
    "twice": ('{"a": 1, "b": {"c": 1, "c": 2}}', "one object has the name 'c' twice"),
    "nan": ('{"a": NaN}', "a word stands for a number that is none"),
    "infinity": ('{"a": -Infinity}', "a word stands for a number that is none"),
    "infinite": ('{"a": 1e9999}', "the number '1e9999' has more than 40 digits"),
    "beyond decimals": ('{"a": 1e999999999999999999999}', "has more than 40 digits"),
    "digits": ('{"a": ' + "9" * 41 + "}", "has more than 40 digits"),
    "a great many digits": ('{"a": ' + "9" * 100_000 + "}", "has more than 40 digits"),
    "noughts": ('{"amount": 000, "b": 1}', "'000' begins like no number"),
    "depth": (DEEP, "more than 100 deep"),
    "great depth": ('{"a":' * 100_000 + "1" + "}" * 100_000, "more than 100 deep"),
    "arrays": ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "more than 100 deep"),
    "surrogate": ('{"a": "x\\ud800y"}', "the character U+D800, which is not text"),
    "nul": ('{"a": "x\\u0000y"}', "the character U+0000, which is not text"),
    "control in a name": ('{"a\\u0007": 1}', "the character U+0007, which is not text"),
    "bare control": ('{"a": "x\x07y"}', "the character U+0007, which is not text"),
    "delete": ('{"a": "x\x7fy"}', "the character U+007F, which is not text"),
}


@pytest.mark.parametrize(("text", "what"), FAULTS.values(), ids=FAULTS)
def test_an_object_that_cannot_be_read_refuses_the_file_or_is_handed_over(written, text, what):
    for shape, line in (
        (f'{{"id": 1}}\n{text}\n{{"id": 3}}\n', 2),
        (f'[{{"id": 1}},\n{text},\n{{"id": 3}}]', 2),
        (f'{{"grants": [\n{{"id": 1}},\n{text},\n{{"id": 3}}\n]}}', 3),
    ):
        path = written(shape)
        with pytest.raises(BadFile) as refused:
            list(json_objects(path, "grants.json"))
        assert str(refused.value).startswith(f"grants.json, line {line}: ")
        assert what in str(refused.value)
        found = [each for _, each in json_objects(path, "grants.json", hand_over=True)]
        assert (found[0], found[2]) == ({"id": 1}, {"id": 3})
        assert isinstance(found[1], Unreadable)
        assert what in found[1].what


def test_a_hundred_levels_are_read_and_brackets_in_text_are_none(written):
    for text in (DEEP.removeprefix('{"a":').removesuffix("}"), '{"a": "' + "[{" * 200 + '\\"["}'):
        assert list(json_objects(written(text), "x")) == [(1, json.loads(text))]


@pytest.mark.parametrize(
    "name", ["lines", "array", "package", "package, indented", "array, indented"]
)
def test_a_file_cut_off_anywhere_is_refused_with_its_line(written, name):
    whole = SHAPES[name].rstrip()
    for cut in range(1, len(whole), 17):
        text = whole[:-cut]
        if name == "lines" and text.splitlines()[-1] in SHAPES["lines"].splitlines():
            continue  # whole lines are left, and nothing shows that there were more
        for hand_over in (False, True):
            with pytest.raises(BadFile) as refused:
                list(json_objects(written(text), "grants.json", hand_over=hand_over))
            assert "cut off" in str(refused.value), text[-40:]
            # The last line, or the blank beginning of the next.
            lines = {text.rstrip().count("\n") + 1, text.count("\n") + 1}
            assert refused.value.line in lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1} {"a": 2}\n', "line 1: text after the end of the object"),
        ('{"grants": [{"a": 1}\n]}\n{"a": 2}\n', "line 3: text after the end of the JSON"),
        ("[{}] x", "line 1: text after the end of the JSON"),
        ('{"a": 1}\n"b"\n', "line 2: a bare value stands where an object belongs"),
        ('[{"a": 1}, 2]', "line 1: a bare value stands where an object belongs"),
        ('[{"a": 1},]', "line 1: ']' stands where JSON has something else"),
        ('{"grants": [\n{"a": 1}\n{"a": 2}]}', "line 3: '{\"a\": 2}]}' stands where JSON has"),
        (
            '{"grants": [{}], "version": NaN,\n "x": 1}',
            "line 1: a word stands for a number that is none",
        ),
        ("a,b\n1,2\n", "line 1: this is not JSON: it begins with 'a,b'"),
        ("<html><body>Log in</body></html>", "this is a web page (HTML or XML), not JSON"),
        ("", "the file is empty (0 bytes)"),
        ("  \n ", "line 2: nothing in it"),
        ('{"a": "x\0y"}', "line 1: a NUL character"),
    ],
)
def test_what_is_not_a_file_of_objects_is_said_in_a_sentence(written, text, said):
    with pytest.raises(BadFile) as refused:
        list(json_objects(written(text), "grants.json"))
    assert said in str(refused.value)


def test_a_byte_that_is_not_text_is_told_with_its_line_however_far_into_the_file(written):
    line = json.dumps({"id": "1", "title": "x" * 1000}).encode() + b"\n"
    path = written(line * 2999 + b'{"id": "caf\xe9"}\n')
    assert json_header(path, "grants.json") == ("id", "title")
    for hand_over in (False, True):
        with pytest.raises(BadFile, match="line 3,000: byte 0xE9 is not utf-8 text"):
            list(json_objects(path, "grants.json", hand_over=hand_over))
    path = written(line * 2999 + b'{"id": "a\0b"}\n')
    with pytest.raises(BadFile, match="line 3,000: a NUL character"):
        list(json_objects(path, "grants.json", hand_over=True))


def test_an_object_over_the_cap_is_refused_before_it_fills_the_memory(written):
    path = written('{"grants": [{"a": "' + "x" * 5_000_000 + '"}]}')
    with pytest.raises(BadFile, match="line 1: an object of more than 1,000,000 characters"):
        list(json_objects(path, "x", caps=JsonCaps(object_characters=1_000_000)))


def test_kinds_of_json_are_told_apart_by_the_names_in_them(written):
    package = written(json.dumps(PACKAGE, indent=1))
    assert json_header(package, "x") == (
        "version",
        "publisher",
        "grants",
        "id",
        "amountAwarded",
        "to",
    )
    assert json_header(written(lines_of(GRANTS)), "x") == ("id", "amountAwarded", "to")
    assert is_json(package)
    assert is_json(written("\ufeff\n[ {}]"))
    assert is_json(written('{"a": 1}'.encode("utf-16-le")))
    assert not is_json(written("[1],{2}\n"))
    assert not is_json(written("id,name\n"))


WORDS = ("a, b", "x} y {", "[1]", 'say "hi"', "p: q")
TEN = [{"id": n, "t": WORDS[n % 5], "v": [{"a": n, "b": None}, {"c": 1.5}]} for n in range(10)]
JOINED = {
    "lines": ("", "\n", "\n"),
    "package": ('{"grants":[', ",", "]}"),
    "array": ("[", ", ", "]"),
}


@pytest.mark.parametrize("shape", JOINED)
@given(at=st.integers(0, 9), place=st.integers(0, 200), mark=st.sampled_from('"{}[],:\\ x0\n'))
def test_whatever_is_damaged_the_other_objects_all_come_or_none(
    tmp_path_factory, shape, at, place, mark
):
    texts = [json.dumps(each) for each in TEN]
    place %= len(texts[at])
    texts[at] = texts[at][:place] + mark + texts[at][place + 1 :]
    before, between, after = JOINED[shape]
    path = tmp_path_factory.mktemp("damaged") / "grants.json"
    path.write_text(before + between.join(texts) + after, encoding="utf-8")
    try:
        found = [each for _, each in json_objects(path, "grants.json", hand_over=True)]
    except BadFile:
        return
    readable = [each for each in found if isinstance(each, dict)]
    others = [each for n, each in enumerate(TEN) if n != at]
    assert [each for each in readable if each in others] == others
    assert len(found) >= len(TEN)
