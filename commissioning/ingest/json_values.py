"""One JSON value decoded strictly: no name twice, no number that is not one, no text that is not text.

Money is read exactly: a number with a point or an exponent becomes a Decimal, never a float.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from commissioning.errors import shown
from commissioning.ingest.record_count import DIRECTION_OVERRIDES

DEEPEST = 100
MOST_DIGITS = 40

# What an escape may stand for that is not text, or is left out or told: looked at again, decoded.
ODD_ESCAPE = re.compile(
    rb"\\(?:[bf]|u(?:00[01]|007[fF]|00[89]|20[26]|[dD][89a-fA-F]|[fF][fF][fF][dD]))"
)
ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]"
)
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
WITHOUT_OVERRIDES = str.maketrans("", "", DIRECTION_OVERRIDES)

# A string, whole or cut short by the end of the text, or a bracket.
TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|(?P<cut>\\?\Z))|[{}\[\]]', re.DOTALL)
WORD = re.compile(r'[^\s,:{}\[\]"]*')  # a number, true, false or null
LEADING_NOUGHTS = re.compile(r"0[0-9][0-9.]*")
# How near the end of the text the decoder points when it is the end that it stumbled over.
LONGEST_TOKEN = 64
# A text's brackets, all as one kind, and its quotation marks.
AS_BRACES = bytes.maketrans(b"[]", b"{}")
ASCII = bytes(range(128))
NO_STRUCTURE = bytes(sorted(set(range(256)) - set(b'"{}[]')))


class Fault(Exception):
    """Why a JSON value cannot be read, and the remedy; the caller knows the file and the line."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


class PlacedFault(Fault):
    """A fault at one place of the text that was being read."""

    def __init__(self, what: str, remedy: str, at: int) -> None:
        super().__init__(what, remedy)
        self.at = at


class Unfinished(Exception):
    """The text ends before the value does."""


@dataclass
class Oddities:
    """Characters met that were left out, or kept with a note."""

    overrides: int = 0
    misdecoded: int = 0
    replaced: int = 0

    def notes(self) -> Iterator[str]:
        """Yield what a reader of the data should know of them."""
        if self.overrides:
            yield f"{self.overrides:,} marks that override the direction of text were taken out"
        if self.misdecoded:
            yield f"{self.misdecoded:,} characters U+0080 to U+009F were kept: the publisher decoded some text wrongly"
        if self.replaced:
            yield f"{self.replaced:,} characters were already lost (U+FFFD) when the file was published"

    def cleaned(self, text: str) -> str:
        """Return a string without direction overrides, the odd characters in it counted.

        Raises Fault when it holds a control character or half a character.
        """
        if text.isascii() and text.isprintable():
            return text
        if found := NOT_TEXT.search(text):
            raise _not_text(found.group())
        kept = text.translate(WITHOUT_OVERRIDES)
        self.overrides += len(text) - len(kept)
        self.misdecoded += sum("\x80" <= character <= "\x9f" for character in kept)
        self.replaced += kept.count("\ufffd")
        return kept


def _not_text(character: str, at: int | None = None) -> Fault:
    what = f"the character U+{ord(character):04X}, which is not text"
    remedy = "remove it, or ask the publisher for the file again"
    return Fault(what, remedy) if at is None else PlacedFault(what, remedy, at)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise name_twice(twice)
    return found


def name_twice(name: str) -> Fault:
    """Return the fault of an object that says two things under one name."""
    return Fault(
        f"one object has the name {shown(name)} twice",
        "keep the right one, or ask the publisher for the file again",
    )


def _too_long(text: str) -> Fault:
    return Fault(
        f"the number {shown(text)} has more than {MOST_DIGITS} digits when written out",
        "ask the publisher what it should be",
    )


def _whole_number(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise _too_long(text)
    return int(text)


def _number(text: str) -> Decimal:
    if len(text) > 2 * MOST_DIGITS:
        raise _too_long(text)
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent that even Decimal cannot hold
        raise _too_long(text) from None
    before, after = number.adjusted() + 1, -int(number.as_tuple().exponent)
    if max(before, 1) + max(after, 0) > MOST_DIGITS:
        raise _too_long(text)
    return number


def _constant(_: str) -> None:
    what = "a word stands for a number that is none, or has no end, which JSON does not have"
    raise Fault(what, "write null where a number is not recorded")


DECODER = json.JSONDecoder(
    object_pairs_hook=_unique,
    parse_int=_whole_number,
    parse_float=_number,
    parse_constant=_constant,
)


def value_at(text: str, at: int, oddities: Oddities, *, is_all: bool) -> tuple[Any, int]:
    """Return the value that begins at a place of the text, checked, and where it ends.

    ``is_all``: nothing of the file comes after the text.

    Raises Unfinished where the text ends before the value, and Fault where it cannot be read.
    """
    try:
        value, end = DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        if _is_cut_short(error, text, at, is_all=is_all):
            raise Unfinished from None
        if error.msg.startswith("Invalid control character"):
            raise _not_text(text[error.pos], error.pos) from None
        raise syntax_fault(text, error.pos) from None
    except RecursionError:
        raise _too_deep() from None
    if end == len(text) and not is_all and not isinstance(value, dict | list | str):
        raise Unfinished  # more digits may follow
    raw = text[at:end].encode("utf-8", "surrogatepass")  # bytes are looked through faster than text
    if raw.count(b"{") + raw.count(b"[") > DEEPEST and depth_of(raw) > DEEPEST:
        raise _too_deep()
    if _may_be_odd(raw):
        value = cleaned(value, oddities)
    return value, end


def _may_be_odd(raw: bytes) -> bool:
    """Return whether a value's text may hold a character that is left out, told or refused."""
    if b"\x7f" in raw or (b"\\" in raw and ODD_ESCAPE.search(raw)):
        return True
    others = raw.translate(None, ASCII)
    return bool(others and ODD.search(others.decode("utf-8", "surrogatepass")))


def _is_cut_short(error: json.JSONDecodeError, text: str, at: int, *, is_all: bool) -> bool:
    is_near_end = error.pos >= len(text) - LONGEST_TOKEN or error.msg.startswith("Unterminated")
    return is_near_end and (not is_all or end_of(text, at) is None)


def _too_deep() -> Fault:
    return Fault(
        f"objects stand in one another more than {DEEPEST} deep",
        "ask the publisher for a file without so many levels",
    )


def syntax_fault(text: str, at: int) -> PlacedFault:
    """Return why nothing can be read at a place of the text: what stands there is not JSON."""
    remedy = "ask the publisher for the file again, or mend it there"
    number = LEADING_NOUGHTS.match(text, at - 1) if at else None
    if number:
        return PlacedFault(f"{shown(number.group())} begins like no number", remedy, at)
    found = text[at : at + 20].splitlines()[0]
    return PlacedFault(f"{shown(found)} stands where JSON has something else", remedy, at)


def end_of(text: str, at: int) -> int | None:
    """Return where the value that begins at a place ends, by its marks alone, or None if it does not."""
    if text[at] not in '{["':
        return WORD.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
    depth = 0
    for token in TOKEN.finditer(text, at):
        if token["cut"] is not None:
            return None
        mark = text[token.start()]
        depth += {"{": 1, "[": 1, '"': 0}.get(mark, -1)
        if depth <= 0:
            return token.end()
    return None


def depth_of(raw: bytes) -> int:
    """Return how deep a value's objects and arrays stand in one another, not above DEEPEST + 1."""
    if b"\\" in raw:
        raw = raw.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = b"".join(raw.translate(AS_BRACES, NO_STRUCTURE).split(b'"')[::2])
    depth = 0
    while brackets and depth <= DEEPEST:
        brackets = brackets.replace(b"{}", b"")  # the innermost of each
        depth += 1
    return depth


def cleaned(value: Any, oddities: Oddities) -> Any:
    """Return a value with every string and name in it held to what text may be."""
    if isinstance(value, str):
        return oddities.cleaned(value)
    if isinstance(value, list):
        return [cleaned(each, oddities) for each in value]
    if isinstance(value, dict):
        return {oddities.cleaned(name): cleaned(each, oddities) for name, each in value.items()}
    return value
