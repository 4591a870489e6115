"""Names looked for in text: by their words, so that a digest of them is enough to find one again.

Two texts are the same name when their words are: Unicode form, capitals, spaces and punctuation aside.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

WORD = re.compile(r"\w+")
COMPACT = (",", ":")
# What stands under these in a release is a code, a day or an amount, and no text about anybody.
CODES = {
    *("ocid", "date", "tag", "status", "roles", "scheme", "currency", "amount", "amountGross"),
    *("procurementMethod", "noticeType", "relatedLots", "dateSigned"),
    *("startDate", "endDate", "maxExtentDate"),
}


def as_words(text: str) -> str:
    """Return a text's words with one space between them, capitals and punctuation gone."""
    return " ".join(word.casefold() for word in WORD.findall(unicodedata.normalize("NFKC", text)))


def digest_of(name: str) -> str:
    """Return the SHA-256 of a name as its words: all that is kept of it once it is erased."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Names:
    """Erased names, each with the number of its erasure; ``lengths`` are how many words they have.

    ``number_of`` takes a text as its words and returns the number of the erasure that it is a name of.
    """

    number_of: Callable[[str], int | None]
    lengths: tuple[int, ...]

    @classmethod
    def plain(cls, names: Iterable[str], number: int) -> "Names":
        """Return names that are still known, as one erasure's."""
        known = dict.fromkeys((as_words(name) for name in names), number)
        return cls(known.get, _lengths(name.count(" ") + 1 for name in known))

    @classmethod
    def digested(cls, numbers: dict[str, int], lengths: Iterable[int]) -> "Names":
        """Return names of which only digests are known."""
        return cls(lambda name: numbers.get(digest_of(name)), _lengths(lengths))

    def whole(self, text: object) -> int | None:
        """Return the number of the erasure whose name a text is, or None; a missing cell is none."""
        return self.number_of(as_words(text)) if isinstance(text, str) else None

    def first_in(self, text: str) -> int | None:
        """Return the number of the erasure whose name a text holds first, or None."""
        found = next(self._found(unicodedata.normalize("NFKC", text)), None)
        return None if found is None else found[2]

    def without(self, text: str) -> str:
        """Return a text with the names in it replaced; one that holds none is as it was."""
        normal = unicodedata.normalize("NFKC", text)
        found = list(self._found(normal))
        for start, end, number in reversed(found):
            normal = f"{normal[:start]}{replacement(number)}{normal[end:]}"
        return normal if found else text

    def without_in_json(self, text: str) -> str:
        """Return JSON with the names in its texts replaced; codes, names of fields and days are left."""
        told = json.loads(text)
        left = self._without_inside(told)
        if left == told:
            return text
        is_compact = text == json.dumps(told, ensure_ascii=False, separators=COMPACT)
        return json.dumps(left, ensure_ascii=False, separators=COMPACT if is_compact else None)

    def holds_in_json(self, text: str) -> int | None:
        """Return the number of the erasure whose name a text of some JSON holds first, or None."""
        texts = _texts_in(json.loads(text))
        return next((n for n in map(self.first_in, texts) if n is not None), None)

    def _without_inside(self, told: Any) -> Any:
        if isinstance(told, dict):
            return {
                name: each if name in CODES else self._without_inside(each)
                for name, each in told.items()
            }
        if isinstance(told, list):
            return [self._without_inside(each) for each in told]
        return self.without(told) if isinstance(told, str) else told

    def _found(self, normal: str) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and number of each name, the longest where several begin together."""
        places = [match.span() for match in WORD.finditer(normal)]
        told = [normal[start:end].casefold() for start, end in places]
        at = 0
        while at < len(told):
            step = 1
            for length in self.lengths:
                part = told[at : at + length]
                number = self.number_of(" ".join(part)) if len(part) == length else None
                if number is not None:
                    yield places[at][0], places[at + length - 1][1], number
                    step = length
                    break
            at += step


def _texts_in(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for name, each in told.items():
            if name not in CODES:
                yield from _texts_in(each)
    elif isinstance(told, list):
        for each in told:
            yield from _texts_in(each)
    elif isinstance(told, str):
        yield told


def replacement(number: int) -> str:
    """Return what stands where a name stood that had to leave some text behind."""
    return f"erased provider {number}"


def _lengths(lengths: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(lengths), reverse=True))
