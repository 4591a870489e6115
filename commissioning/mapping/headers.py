"""Where the table begins: the row of headings below any titles, and a name for every column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from commissioning.errors import BadFile
from commissioning.mapping.sample import FIRST, Sample
from commissioning.mapping.shapes import FORMATS, is_amount, is_day, wider

DEEPEST = 60  # rows in which a header is looked for
MUST_FILL = 0.6  # of the cells that a row of data fills


@dataclass(frozen=True)
class Header:
    """The row of headings: how many rows stand above it, what it says, and a name for every column.

    ``names`` are unique; a column without a heading that holds nothing has the name "". ``over`` is what a row of
    headings above, each over several columns, says of each.
    """

    title_rows: int
    written: tuple[str, ...]
    names: tuple[str, ...]
    over: tuple[str, ...] = ()

    def label(self, name: str) -> str:
        """Return what a column's heading says together with the one that stands over it."""
        place = self.names.index(name)
        return f"{self.over[place]} {name}".strip() if place < len(self.over) else name

    @property
    def declared(self) -> tuple[str, ...]:
        """The names to declare in the layout, where the file's own row leaves some out."""
        return () if self.names == self.written else self.names


def find_header(sample: Sample) -> Header:
    """Return the first row that reads like headings and has data below it.

    Raises BadFile where there is none.
    """
    rows = sample.first[: DEEPEST + FIRST]
    filled = [sum(map(bool, map(str.strip, row))) for row in rows]
    typical = median([count for count in filled if count > 1] or [1])
    for at, row in enumerate(rows[:DEEPEST]):
        if filled[at] < max(1 if typical == 1 else 2, MUST_FILL * typical) or not is_wordy(row):
            continue
        header = _header(at, row, sample)
        # Two headings or more in the row above stand over several columns each; one is a title.
        has_over = at > 0 and 1 < filled[at - 1] < filled[at] and is_wordy(rows[at - 1])
        return replace(header, over=tuple(spread(rows[at - 1]))) if has_over else header
    raise BadFile(
        sample.file,
        f"no row of column names was found in its first {min(len(rows), DEEPEST)} rows",
        "put the names of the columns above the data, or write a map with header by hand",
    )


def is_wordy(row: Sequence[str]) -> bool:
    """Return whether no cell of a row is an amount, a day or a long number."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return not any(is_amount(cell) or any(is_day(cell, form) for form in FORMATS) for cell in cells)


def spread(row: Sequence[str]) -> Iterator[str]:
    """Yield the headings of a first row, each over the columns up to the next."""
    heading = ""
    for cell in row:
        heading = cell.strip() or heading
        yield heading


def _header(at: int, row: Sequence[str], sample: Sample) -> Header:
    below = [record for record in sample.first[at + 1 :] if any(map(str.strip, record))]
    width = max(len(row), wider(below))
    written = [cell.strip() for cell in row] + [""] * (width - len(row))
    used = [any(place < len(r) and r[place].strip() for r in below) for place in range(width)]
    leaves_out = any(there and not name for there, name in zip(used, written, strict=True))
    is_short = width > len(row) and not sample.is_workbook
    names = unique_names(written) if leaves_out or is_short or not _unique(written) else written
    # A sheet's header is read as wide as the sheet.
    own = written if sample.is_workbook else written[: len(row)]
    return Header(at, tuple(own), tuple(names))


def _unique(written: Sequence[str]) -> bool:
    named = [name for name in written if name]
    return len(set(named)) == len(named)


def unique_names(written: Sequence[str]) -> list[str]:
    """Return a name for each heading: ``Column 2`` where there is none, ``Name (2)`` where it comes again."""
    names: list[str] = []
    times: Counter[str] = Counter()
    for place, heading in enumerate(written, 1):
        name = heading or f"Column {place}"
        times[name] += 1
        name = name if times[name] == 1 else f"{name} ({times[name]})"
        while name in names:
            name += "'"
        names.append(name)
    return names


def digits_out(text: str) -> str:
    """Return a text up to its first digit, as the lines of numbered pages begin."""
    return re.split(r"\d", text, maxsplit=1)[0].strip()
