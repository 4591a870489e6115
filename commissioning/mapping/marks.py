"""The rows of a sample that are no data: footers, the lines of a print-out's pages, cells of padding, ragged rows."""

from collections import Counter
from collections.abc import Sequence

from commissioning.ingest.dialect import Marks
from commissioning.mapping.column_map import MapLayout
from commissioning.mapping.headers import Header, digits_out
from commissioning.mapping.placing import Placed
from commissioning.mapping.sample import ENCODINGS, Sample
from commissioning.mapping.shapes import is_amount, is_day

ALWAYS = ("Total", "Grand Total")
LONGEST_MARK = 300
PAGES = 2  # how often a line must come to be a page's own


def layout_of(sample: Sample, header: Header, placed: Sequence[Placed]) -> MapLayout:
    """Return how the file is written."""
    below = sample.first[header.title_rows + 1 :]
    padding = padding_of(below)
    marks = (*ALWAYS, *footers(sample, header, placed, padding))
    pages = page_lines(sample, header, padding)
    bare = Marks(marks, pages, padding)
    headings = [bare.bare(name) for name in header.written]
    is_ragged = not sample.is_workbook and any(
        len(row) != len(header.names) and not bare.reason(row, headings)
        for row in (*below, *sample.last)
    )
    return MapLayout(
        encodings=(sample.encoding,) if sample.encoding not in ENCODINGS else ENCODINGS,
        delimiter=sample.delimiter or None,
        title_rows=header.title_rows,
        header=header.declared,
        footer_marks=tuple(dict.fromkeys(marks)),
        page_marks=pages,
        padding=padding,
        keeps_ragged=is_ragged,
    )


def padding_of(rows: Sequence[Sequence[str]]) -> str:
    """Return the character that fills cells which say nothing, as the dagger of one reporting program does."""
    alone = {
        cell.strip()[0]
        for row in rows
        for cell in row
        if len(cell.strip()) > 2 and len(set(cell.strip())) == 1 and not cell.strip()[0].isalnum()
    }
    return "".join(sorted(mark for mark in alone if not mark.isascii()))


def footers(
    sample: Sample, header: Header, placed: Sequence[Placed], padding: str
) -> tuple[str, ...]:
    """Return the first cells of the rows after the last row of data, none of which begins a row of data."""
    bare = Marks((), (), padding)
    last = sample.last[-max(sample.records - header.title_rows - 1, 0) :]
    found: list[str] = []
    for row in reversed(last):
        if is_data(row, header, placed):
            break
        first = next((cell.strip() for cell in row if bare.bare(cell)), "")
        if first and is_closing(row, bare):
            found.append(first.strip(padding + " ") if padding else first)
    firsts = {
        next((cell.strip().casefold() for cell in row if cell.strip()), "")
        for row in sample.first[header.title_rows + 1 :]
        if is_data(row, header, placed) or not is_closing(row, bare)
    }
    return tuple(
        mark
        for mark in dict.fromkeys(reversed(found))
        if mark.casefold() not in firsts and len(mark) <= LONGEST_MARK
    )


def is_closing(row: Sequence[str], bare: Marks) -> bool:
    """Return whether a row says one thing and beside it at most amounts; a wrapped row of data says more."""
    said = [bare.bare(cell) for cell in row if bare.bare(cell)]
    return sum(not is_amount(cell) for cell in said) <= 1


def is_data(row: Sequence[str], header: Header, placed: Sequence[Placed]) -> bool:
    """Return whether a row has an amount and, where the file has them, a day or a payee."""
    cells = dict(zip(header.names, row, strict=False))
    by_name = {each.canonical: each for each in placed}
    money = next((by_name[name] for name in ("amount_gbp", "value_gbp") if name in by_name), None)
    if money and not is_amount(cells.get(money.published, "").strip() or "none"):
        return len(row) != len(header.names) and sum(map(bool, map(str.strip, row))) > len(row) / 2
    days = [each for each in placed if each.day_formats]
    named = [by_name[name] for name in ("provider_name", "title", "reference") if name in by_name]
    if not days and not named:
        return sum(map(bool, map(str.strip, row))) > 1
    has_day = any(
        is_day(cells.get(d.published, "").strip(), f) for d in days for f in d.day_formats
    )
    return has_day or any(cells.get(each.published, "").strip() for each in named)


def page_lines(sample: Sample, header: Header, padding: str) -> tuple[str, ...]:
    """Return how lines begin that stand alone in their row and come again and again, page after page."""
    if len(header.names) < 3:
        return ()
    starts: Counter[str] = Counter()
    for row in sample.first[header.title_rows + 1 :]:
        said = [cell.strip(padding + " ") for cell in row if cell.strip(padding + " ")]
        if len(said) == 1:
            starts[digits_out(said[0])] += 1
    titles = {
        cell.strip()
        for row in sample.first[: header.title_rows]
        for cell in row
        if len(cell.strip()) > 3
    }
    return tuple(
        start
        for start, times in starts.items()
        if len(start) > 3
        and times >= PAGES
        and (start.casefold().startswith("page") or start in titles)
    )
