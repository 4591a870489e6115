"""How long an agreement may be extended, read from what people write: "up to 24 months", "2 x 12 months".

What is read here is a reading of free text, never a fact: it goes with a finding that asks a person to
confirm it. Where the text can be read in no way, or only by guessing, nothing is read.
"""

import re
from typing import NamedTuple

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LONGEST_MONTHS = 240  # an extension longer than 20 years is a misreading
NEAR = 160  # characters after "extend" in which its length stands
BEFORE = 40  # and before it: "two additional, individual extension periods"

_BRACKETED = r"(?:\s*\(\d{1,3}\))?"
_NUMBER = rf"(\d{{1,3}}|{'|'.join(WORDS)}){_BRACKETED}"
_MORE = r"(?:(?:further|additional|more|extra|optional|individual|extension)[,\s]+)*"
_UNIT = r"(month|year)s?(?:rn)*\b"
_UP_TO = r"(?:up\s+to\s+)?(?:a\s+)?(?:maximum\s+(?:of\s+)?)?"
_CUE = re.compile(r"\b(?:exten(?:d|ds|ded|sion|sions)|renew\w*|optional)\b", re.IGNORECASE)
# "every four years" and "in 12-month steps" are no lengths of an extension.
_NO_LENGTH = r"(?<!every )(?<!in )(?<!initial )"

_REPEATED = re.compile(
    rf"{_NO_LENGTH}\b{_NUMBER}\s*(?:x|×|{_MORE}periods?\s+of|[,\s]+{_MORE}(?:periods?\s+of\s+)?|(?<=\))\s*)"
    rf"\s*{_UP_TO}{_NUMBER}[-\s]*{_UNIT}"
)
_ADDED_UNITS = re.compile(rf"\+?\s*{_NUMBER}\s*{_UNIT}(?:\s*\+\s*{_NUMBER}\s*{_UNIT})+")
_ADDED = re.compile(rf"\b\d{{1,3}}(?:\s*\+\s*\d{{1,3}})+\s*{_UNIT}")
_BEFORE = re.compile(rf"{_NO_LENGTH}\b{_NUMBER}[-\s]*{_UNIT}\s+(?:optional\s+)?extension")
_SINGLE = re.compile(rf"{_NO_LENGTH}\b{_NUMBER}[-\s]*{_MORE}{_UNIT}")
_A_FURTHER = re.compile(rf"\b(?:further|additional|another)\s+{_UNIT}")


class Offer(NamedTuple):
    """How many months of extension a text offers, in all, and the words that say so."""

    months: int
    words: str


def offer_in(text: str) -> Offer | None:
    """Return the extension that a text about something else offers, such as a description."""
    if not _CUE.search(text):
        return None
    return _near_a_cue(_plain(text))


def offer_of(text: str) -> Offer | None:
    """Return the extension that a text about nothing else offers, such as a renewal's description."""
    plain = _plain(text)
    if found := _near_a_cue(plain):
        return found
    return None if re.search(r"\b(?:renew|every)", plain) else _read(plain[:NEAR])


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _near_a_cue(plain: str) -> Offer | None:
    if before := _BEFORE.search(plain):
        whole = plain[max(0, before.start() - BEFORE) : before.end()]
        return _repeated_or_added(whole) or _offer(_single(before), before)
    for cue in _CUE.finditer(plain):
        near = plain[max(0, cue.start() - BEFORE) : cue.end() + NEAR]
        after = re.split(r"\.\s", plain[cue.end() : cue.end() + NEAR])[0]
        if found := _REPEATED.search(near):
            return _offer(_product(found), found)
        if found_after := _read(after):
            return found_after
    return None


def _read(plain: str) -> Offer | None:
    if offer := _repeated_or_added(plain):
        return offer
    if found := _SINGLE.search(plain):
        return _offer(_single(found), found)
    if found := _A_FURTHER.search(plain):
        return _offer(_in_months(found.group(1)), found)
    return None


def _repeated_or_added(plain: str) -> Offer | None:
    if found := _REPEATED.search(plain):
        return _offer(_product(found), found)
    if found := _ADDED_UNITS.search(plain):
        parts = re.findall(rf"{_NUMBER}\s*{_UNIT}", found.group())
        return _offer(sum(_number(n) * _in_months(unit) for n, unit in parts), found)
    if found := _ADDED.search(plain):
        numbers = [int(n) for n in re.findall(r"\d+", found.group())]
        return _offer(sum(numbers) * _in_months(found.group(1)), found)
    return None


def _product(found: re.Match[str]) -> int:
    times, length, unit = found.groups()
    return _number(times) * _number(length) * _in_months(unit)


def _single(found: re.Match[str]) -> int:
    return _number(found.group(1)) * _in_months(found.group(2))


def _offer(months: int, found: re.Match[str]) -> Offer | None:
    return Offer(months, found.group().strip()) if 0 < months <= LONGEST_MONTHS else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else WORDS.index(text) + 1


def _in_months(unit: str) -> int:
    return 12 if unit == "year" else 1
