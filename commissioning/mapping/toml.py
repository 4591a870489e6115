"""A suggestion written as the TOML of a map, with what speaks for each column beside it."""

import json
from collections.abc import Iterator, Sequence

from commissioning.mapping.headers import Header
from commissioning.mapping.kind import TOLD
from commissioning.mapping.placing import Placed
from commissioning.mapping.suggestion import Suggestion

WIDE = 100


def map_text(suggestion: Suggestion) -> str:
    """Return the map as TOML; a person reads it, amends it and writes ``confirmed = true``."""
    tables = [
        [*_top(suggestion)],
        [*_layout(suggestion)],
        [*_constants(suggestion)],
        *([*_column(placed)] for placed in suggestion.placed),
    ]
    return "\n".join("\n".join(lines) + "\n" for lines in tables if lines)


def _top(suggestion: Suggestion) -> Iterator[str]:
    yield f"# A column map proposed for {_one_line(suggestion.file)}."
    yield f"# Taken for {TOLD[suggestion.kind.name]}: {_one_line('; '.join(suggestion.kind.reasons))}."
    yield "# Read it, amend it, try it with `commissioning load FEED FILE --map MAP.toml --check`, then confirm it."
    for question in suggestion.questions:
        yield f"# TO DECIDE: {_one_line(question)}"
    for name in suggestion.missing:
        yield f"# MISSING: no column was found for {name}"
    yield ""
    yield f"feed = {text(suggestion.kind.feed)}"
    yield 'title = ""'
    yield 'publisher = ""'
    yield 'licence = ""'
    yield "confirmed = false"
    if suggestion.other_money:
        yield "# Other columns of money: a row of nothing but money is a total."
        yield f"other_money = {texts(suggestion.other_money)}"
    yield "# The file's columns as the map was made; those that no table below reads are not loaded."
    yield f"made_for = {texts(_named(suggestion.header))}"


def _layout(suggestion: Suggestion) -> Iterator[str]:
    layout = suggestion.layout
    yield "[layout]"
    yield f"encodings = {texts(layout.encodings)}"
    if layout.delimiter:
        yield f"delimiter = {text(layout.delimiter)}"
    if layout.title_rows:
        yield f"title_rows = {layout.title_rows}"
    if layout.header:
        yield "# The file leaves headings out, or has one twice."
        yield f"header = {texts(layout.header)}"
    yield f"footer_marks = {texts(layout.footer_marks)}"
    if layout.page_marks:
        yield f"page_marks = {texts(layout.page_marks)}"
    if layout.padding:
        yield f"padding = {text(layout.padding)}"
    if layout.keeps_ragged:
        yield "# Some rows have more or fewer cells than the header; they are set aside."
        yield "keeps_ragged = true"


def _constants(suggestion: Suggestion) -> Iterator[str]:
    if not suggestion.constants:
        return
    yield "[constants]"
    for name, value in suggestion.constants.items():
        yield f"{name} = {text(value)}"
    if "paid_on" in suggestion.missing:
        yield "# The file has neither a day nor a period; if it is all of one financial year, say which."
        yield '# financial_year = "2010/11"'


def _column(placed: Placed) -> Iterator[str]:
    yield f"# {placed.confidence:.2f}: {_one_line('; '.join(placed.reasons))}"
    yield f"[columns.{placed.canonical}]"
    yield f"published = {text(placed.published)}"
    if placed.open_between:
        yield f"# Write one of {texts(placed.open_between)}: the file does not tell which is meant."
        yield "day_formats = []"
    elif placed.day_formats:
        yield f"day_formats = {texts(placed.day_formats)}"
    if placed.period:
        yield f"period = {text(placed.period)}"
    if placed.not_recorded:
        yield f"not_recorded = {texts(placed.not_recorded)}"
    if placed.scheme:
        yield f"scheme = {text(placed.scheme)}"
    if placed.unreadable != "critical":
        yield f"unreadable = {text(placed.unreadable)}"


def _named(header: Header) -> tuple[str, ...]:
    return tuple(filter(None, header.names))


def _one_line(said: str) -> str:
    """Return a text that can stand in a comment: line ends and other control characters as spaces."""
    return "".join(mark if mark.isprintable() else " " for mark in said)


def text(value: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def texts(values: Sequence[str]) -> str:
    """Return a TOML list of strings, on lines of their own where they are long."""
    written = [text(value) for value in values]
    line = f"[{', '.join(written)}]"
    if len(line) <= WIDE:
        return line
    return "[\n" + "".join(f"  {each},\n" for each in written) + "]"
