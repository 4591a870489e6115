"""A file looked at before anything is known of it: its records as text, without holding them to a header.

What the strict reader would refuse whatever the layout (an empty file, a web page, bytes that are no text) is
refused here in the same words.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path

from commissioning.errors import BadFile
from commissioning.ingest.archive import workbook_kind
from commissioning.ingest.decoding import encoding_of, line_blocks, refuse_other_formats
from commissioning.ingest.dialect import DELIMITERS
from commissioning.ingest.layout import USUAL
from commissioning.ingest.parsing import cells_up_to
from commissioning.ingest.reader import refuse_large_file
from commissioning.ingest.workbook import open_sheet
from commissioning.mapping.shapes import wider

LOOKED_AT = 50_000  # records from the start
LAST = 60  # records from the end
FIRST = 300
MOST_CHARACTERS = USUAL.line_characters
MOST_LOOKED_AT = 50_000_000  # characters, from the start
ENCODINGS = ("utf-8", "cp1252")


@dataclass(frozen=True)
class Sample:
    """The first records of a file, its last ones, and how it is written; ``records`` counts them all."""

    file: str
    first: list[list[str]]
    last: list[list[str]]
    records: int
    encoding: str = "utf-8"
    delimiter: str = ""

    @property
    def is_workbook(self) -> bool:
        """Whether the records come from a sheet."""
        return not self.delimiter


def sample_of(path: Path, file: str) -> Sample:
    """Return what a file begins and ends with, or refuse it; ``file`` is what errors call it."""
    if kind := workbook_kind(path, file):
        sheet = open_sheet(path, file, kind)
        return _sampled(file, sheet.records(), "utf-8", "")
    refuse_large_file(path, file, USUAL)
    refuse_other_formats(path, file)
    encoding = encoding_of(path, file, ENCODINGS)
    delimiter = delimiter_in(path, file, encoding)
    with cells_up_to(MOST_CHARACTERS):
        records = csv.reader(lines_of(path, file, encoding), delimiter=delimiter)
        try:
            return _sampled(
                file, records, "utf-8" if encoding == "utf-8-sig" else encoding, delimiter
            )
        except csv.Error as fault:
            remedy = "look for a quotation mark never closed, or ask for the file again"
            raise BadFile(file, str(fault), remedy, line=records.line_num) from None


def _sampled(file: str, records: Iterator[list[str]], encoding: str, delimiter: str) -> Sample:
    first, held = [], 0
    for record in islice(records, LOOKED_AT):
        first.append(record)
        held += sum(map(len, record))
        if held > MOST_LOOKED_AT:
            break
    last: deque[list[str]] = deque(first[-LAST:], LAST)
    count = len(first)
    for record in records:
        last.append(record)
        count += 1
    if not any(cell.strip() for record in first for cell in record):
        raise BadFile(
            file, "the file has nothing but blanks", "ask the publisher for the file again"
        )
    return Sample(file, first, list(last), count, encoding, delimiter)


def lines_of(path: Path, file: str, encoding: str) -> Iterator[str]:
    """Yield the lines, of which none is longer than a record may be; a longer one is never held whole."""
    number = 0
    for block in line_blocks(path, encoding, MOST_CHARACTERS):
        for line in StringIO(block, newline=""):
            number += 1
            if len(line) > MOST_CHARACTERS:
                raise BadFile(
                    file,
                    f"a line of more than {MOST_CHARACTERS:,} characters",
                    "the file has no line ends, or is not delimited text",
                    line=number,
                )
            yield line


def delimiter_in(path: Path, file: str, encoding: str) -> str:
    """Return the one of , ; tab | that parts most records into the same number of cells."""
    with cells_up_to(MOST_CHARACTERS):
        return max(DELIMITERS, key=lambda delimiter: _fit(path, file, encoding, delimiter))


def _fit(path: Path, file: str, encoding: str, delimiter: str) -> tuple[float, int]:
    try:
        rows = list(islice(csv.reader(lines_of(path, file, encoding), delimiter=delimiter), FIRST))
    except csv.Error:
        return (0.0, 0)
    width = wider(rows)
    said = [row for row in rows if any(cell.strip() for cell in row)]
    if width < 2:
        return (0.0, 0)
    return (sum(len(row) == width for row in said) / len(said), width)
