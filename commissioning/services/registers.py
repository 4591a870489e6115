"""Registers asked by number: every answer about one body becomes one line, ``{"number": …, "company": …}``.

What the register does not have is ``null``, so that the line says it was asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from commissioning.services.packages import decoded, object_in, said_in
from commissioning.services.raw_json import on_one_line
from commissioning.services.service import Answer, NotData, Portion, Row

NOTHING = "null"
ERROR = frozenset({"statusCode", "errors", "error"})  # of the two registers' own errors


def portion(number: str, part: str, path: str) -> Portion:
    """Return the question for one part of what a register knows of a number."""
    return Portion(key=f"{number}-{part}", title=f"{part} {number}", path=path, number=number)


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return one row of one part. Raises NotData when the body is not one whole object."""
    part = portion.key.removeprefix(f"{portion.number}-")
    if body is None:
        return Answer((Row((portion.number, part), NOTHING),))
    page = object_in(body)
    if ERROR & page.keys():
        raise NotData(said_in(page) or "an error in JSON")
    return Answer((Row((portion.number, part), on_one_line(decoded(body).strip())),))


def lines(rows: Iterable[Row]) -> list[str]:
    """Return one line for each number, in the numbers' order."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        number, part = row.key
        found[number][part] = row.text
    return [_line(number, found[number]) for number in sorted(found)]


def _line(number: str, parts: dict[str, str]) -> str:
    named = {"number": json.dumps(number), **dict(sorted(parts.items()))}
    return "{" + ", ".join(f'"{name}": {text}' for name, text in named.items()) + "}"
