"""JSON made to break what reads it is refused in one sentence, before it fills the memory or the stack."""

import json
import tracemalloc

import pytest

from tests.battery.sentences import must_have_stored_nothing, must_refuse
from tests.battery.test_026_truncated_json import ALL, load

__all__ = ["load"]

DEPTH = 100_000


def with_member(text: str) -> str:
    """Return lines of grants, the second of which has a member of this text."""
    first, second, *others = (json.dumps(each) for each in ALL)
    return "\n".join([first, f'{second[:-1]}, "extra": {text}}}', *others, ""])


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ('{"a":' * DEPTH + "1" + "}" * DEPTH, "more than 100 deep", "without so many levels"),
        ("[" * DEPTH + "]" * DEPTH, "more than 100 deep", "without so many levels"),
        ('{"a":' * 100 + "1" + "}" * 100, "more than 100 deep", "without so many levels"),
        ("7" * 10_000_000, "has more than 40 digits", "ask the publisher"),
        ("1e9999", "has more than 40 digits", "ask the publisher"),
        ("000", "'000' begins like no number", "mend it there"),
        ('{"a": 1, "a": 2}', "has the name 'a' twice", "keep the right one"),
        ('1, "amountAwarded": 5', "has the name 'amountAwarded' twice", "keep the right one"),
        ("NaN", "a word stands for a number that is none", "write null"),
        ("Infinity", "a word stands for a number that is none", "write null"),
        ("-Infinity", "a word stands for a number that is none", "write null"),
    ],
    ids=[
        *("objects", "arrays", "a level too many", "ten megabytes", "exponent", "noughts"),
        *("inside", "amount", "nan", "infinity", "minus infinity"),
    ],
)
def test_a_grant_that_cannot_be_read_is_one_sentence(terminal, load, text, what, remedy):
    must_refuse(load(with_member(text)), "grants.json", line=2, what=what, remedy=remedy)
    must_have_stored_nothing(terminal)


def test_a_gigantic_object_is_refused_before_it_is_held(terminal, load):
    endless = '{"grants": [{"id": "' + "x" * (70 << 20)
    tracemalloc.start()
    try:
        ran = load(endless)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    must_refuse(ran, "grants.json", line=1, what="more than 67,108,864 characters", remedy="a line")
    must_have_stored_nothing(terminal)
    assert most < 600 << 20


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("<html><body>Log in</body></html>", 0, "a web page (HTML or XML)", "check the address"),
        ("[]\n[]", 2, "text after the end of the JSON", "remove it"),
        ('["a"]', 1, "a bare value stands where an object belongs", "should be an object"),
        ('{"grants": [{"id": "1"}]} {}', 1, "text after the end of the object", "of its own"),
    ],
)
def test_what_is_no_list_of_grants_is_one_sentence(terminal, load, text, line, what, remedy):
    must_refuse(load(text), "grants.json", line=line, what=what, remedy=remedy)
    must_have_stored_nothing(terminal)
