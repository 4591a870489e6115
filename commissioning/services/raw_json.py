"""The parts of a JSON text as they were written.

Services write numbers that are none, such as ``1e9999`` or `` 000,``. A value that cannot be read is
told from its neighbours by brackets and quotation marks alone, so that one broken number does not lose
the page it stands on: the reader says where it is.
"""

import json
import re
from collections.abc import Iterator

GAP = re.compile(r"[\s]*")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|["{}\[\],]', re.DOTALL)
CLOSES = {"{": "}", "[": "]"}
LINE_ENDS = re.compile(r"[\r\n]+")
DECODER = json.JSONDecoder(strict=False)


class NotWhole(ValueError):
    """The text ends early, or its brackets do not match."""


def members(text: str) -> dict[str, str]:
    """Return an object's members: each name, and its value as it was written."""
    return {name: text[start:end].strip() for name, start, end in _parts(text, "{")}


def elements(text: str) -> list[str]:
    """Return an array's elements as they were written."""
    return [text[start:end].strip() for _, start, end in _parts(text, "[")]


def on_one_line(text: str) -> str:
    """Return a JSON text without line ends: outside quotation marks they say nothing, inside they may not be."""
    return LINE_ENDS.sub(" ", text)


def _parts(text: str, bracket: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name, start and end of each value between an object's or an array's brackets."""
    text = text.rstrip()
    closing, at = CLOSES[bracket], _past(GAP, text, 0)
    if text[at : at + 1] != bracket:
        raise NotWhole
    at = _past(GAP, text, at + 1)
    while text[at : at + 1] != closing:
        name = ""
        if bracket == "{":
            found = STRING.match(text, at)
            at = _past(GAP, text, found.end()) if found else len(text)
            if found is None or text[at : at + 1] != ":":
                raise NotWhole
            name, at = found[1], at + 1
        start = _past(GAP, text, at)
        at = _past(GAP, text, _end_of_value(text, start))
        yield name, start, at
        while text[at : at + 1] == ",":  # a broken number may leave a second one
            at = _past(GAP, text, at + 1)
    if at != len(text) - 1:
        raise NotWhole


def _end_of_value(text: str, start: int) -> int:
    try:
        end = DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return _end_by_brackets(text, start)
    after = _past(GAP, text, end)
    return end if text[after : after + 1] in (",", "}", "]") else _end_by_brackets(text, start)


def _end_by_brackets(text: str, start: int) -> int:
    """Return where a value ends that cannot be read: a broken number, or one that holds one."""
    open_ones: list[str] = []
    for token in TOKEN.finditer(text, start):
        mark = token[0]
        if mark == '"':  # opened and never closed
            break
        if mark in CLOSES:
            open_ones.append(CLOSES[mark])
        elif open_ones and mark in "}]":
            if open_ones.pop() != mark:
                break
            if not open_ones:
                return token.end()
        elif not open_ones and mark in ",}]":
            return token.start()
    raise NotWhole


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
