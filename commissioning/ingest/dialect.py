"""How a publisher wrote a delimited file: which character parts the cells, and what the columns are called."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from commissioning.errors import BadFile

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 200
RESERVED = ("row_no", "_line", "_surplus")


def delimiter_of(sample: str, file: str) -> str:
    """Return the one of , ; tab | that gives every record of the sample the header's number of fields."""
    widths = {delimiter: record_widths(sample, delimiter) for delimiter in DELIMITERS}
    fitting = [
        found for found, counts in widths.items() if counts[:1] > [1] and len(set(counts)) == 1
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        names = " and ".join(repr(found) for found in fitting)
        raise BadFile(file, f"{names} both part every line alike", "declare the delimiter", line=1)
    parted = [found for found, counts in widths.items() if counts[:1] > [1]]
    if not parted:
        if any(min(counts[1:], default=1) > 1 for counts in widths.values()):
            raise title_above_header(file)
        return ","  # one column
    # Ragged under each of them; the reader names the first record that does not fit.
    return max(parted, key=lambda found: widths[found][0])


def below_titles(sample: str, title_rows: int) -> str:
    """Return the sample without its first records, however many lines each goes on for."""
    stream = StringIO(sample, newline="")
    for _ in range(title_rows):
        quotes = stream.readline().count('"')
        while quotes % 2 and (line := stream.readline()):
            quotes += line.count('"')
    return stream.read()


def record_widths(sample: str, delimiter: str) -> list[int]:
    """Return the number of fields of each record that is not blank, the last one perhaps cut off and left out."""
    widths: list[int] = []
    records = csv.reader(StringIO(sample, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in records:
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # The count of records says where and why.
    return widths


def column_names(
    written: Sequence[str], declared: Sequence[str], file: str, *, line: int = 1
) -> tuple[str, ...]:
    """Return the columns' names, one for each field; a column without a heading has the name "".

    ``line`` is where the header stands.
    """
    names = tuple(cell.strip() for cell in written)
    if not any(names):
        where = "the first line" if line == 1 else "the line of the header"
        raise BadFile(file, f"no column names on {where}", "put the header there", line=line)
    if declared:
        refuse_other_header(names, declared, file, line=line)
        return tuple(declared)
    if len(names) > 1 and sum(map(bool, names)) == 1:
        raise title_above_header(file, line=line)
    for name in names:
        if name and names.count(name) > 1:
            raise BadFile(
                file,
                "two columns have this name",
                "rename one in the file, or declare every column's name in the layout's header",
                line=line,
                column=name,
            )
        if name in RESERVED:
            raise BadFile(
                file,
                "the reader needs this name for itself",
                "rename the column",
                line=line,
                column=name,
            )
    return names


def refuse_other_header(
    names: Sequence[str], declared: Sequence[str], file: str, *, line: int
) -> None:
    """Refuse a header row whose headings are not those declared, place by place.

    A missing one may differ, and one that stands there twice may go on: ``Name (2)``.
    """
    for place, name in enumerate(names):
        expected = declared[place] if place < len(declared) else ""
        if name and name != expected and not (names.count(name) > 1 and expected.startswith(name)):
            raise BadFile(
                file,
                f"column {place + 1} is headed so where the layout declares {expected or 'no column'}",
                "amend the layout's header if the publisher changed the file",
                line=line,
                column=name,
            )


def title_above_header(file: str, *, line: int = 1) -> BadFile:
    """Return the refusal of a file that begins with a title, as print-outs and statistical releases do."""
    return BadFile(
        file,
        "a title or a note stands where the column names should be",
        "delete the lines above the header, or ask the publisher for the table without them",
        line=line,
    )


class Marks:
    """The rows that are no data, as a layout tells them: by the first cell that says anything, in any case.

    A footer's is the whole cell, with or without a colon; a page's line begins with its mark. Cells of
    nothing but ``padding`` say nothing.
    """

    def __init__(
        self, footers: Iterable[str], page_lines: Iterable[str] = (), padding: str = ""
    ) -> None:
        self._footers = frozenset(mark.casefold() + end for mark in footers for end in ("", ":"))
        self._page_lines = tuple(mark.casefold() for mark in page_lines)
        self._padding = padding + " \t\r\n\v\f\xa0" if padding else None

    def bare(self, cell: str) -> str:
        """Return a cell as it is compared."""
        return cell.strip(self._padding).casefold()

    def may_mark(self, bare: str) -> bool:
        """Return whether a row whose first cell is this, bare, may be blank or marked."""
        return not bare or bare in self._footers or bare.startswith(self._page_lines)

    def reason(self, record: Sequence[str], header_row: Sequence[str]) -> str:
        """Return why a record is not data, or "" if it is; ``header_row`` is bare."""
        cells = [self.bare(cell) for cell in record]
        first = next(filter(None, cells), "")
        if not first:
            return "blank row"
        if cells == list(header_row):
            return "header row repeated"
        if first in self._footers:
            return "footer row"
        return "page's own line" if first.startswith(self._page_lines) else ""


def swallows_rows(
    record: Sequence[str], header: Sequence[str], delimiter: str, multiline: Iterable[str]
) -> bool:
    """Return whether a record over several lines is whole rows that a stray pair of quotation marks joined.

    It is when every line of it, the quotation marks left out, has the header's number of fields. A comma
    before a space is prose, unless the row's own cells begin with one, and a column declared to hold several
    lines counts as one field. A cell with a genuine line break parts its row, so that the first line or the
    next has too few fields.
    """
    if len(header) == 1:
        return False
    spaced = any(cell.startswith(" ") for cell in record)
    prose = delimiter + ("  " if spaced else " ")
    widths = [0]
    for cell, name in zip(record, header, strict=True):
        first, *others = [cell] if name in multiline else lines_of(cell)
        if not others:
            widths[-1] += 1
            continue
        counted = [1 + line.count(delimiter) - line.count(prose) for line in others]
        widths[-1] += 1 + first.count(delimiter) - first.count(prose)
        # A blank line between rows is no row of its own.
        widths += [width for width, line in zip(counted[:-1], others[:-1], strict=True) if line]
        widths.append(counted[-1])
    return len(widths) > 1 and set(widths) == {len(header)}


def lines_of(cell: str) -> list[str]:
    """Return the lines of a cell, whichever line ends it was written with."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
