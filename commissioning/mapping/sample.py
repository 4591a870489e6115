"""A file looked at before anything is known of it: its records as text, without holding them to a header.

What the strict reader would refuse whatever the layout (an empty file, a web page, bytes that are no text) is
refused here in the same words.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from commissioning.errors import BadFile
from commissioning.ingest.archive import workbook_kind
from commissioning.ingest.decoding import encoding_of, refuse_other_formats, text_lines
from commissioning.ingest.dialect import DELIMITERS
from commissioning.ingest.parsing import cells_up_to
from commissioning.ingest.workbook import open_sheet
from commissioning.mapping.shapes import wider

LOOKED_AT = 50_000  # records from the start
LAST = 60  # records from the end
FIRST = 300
MOST_CHARACTERS = 1_000_000
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
    refuse_other_formats(path, file)
    encoding = encoding_of(path, file, ENCODINGS)
    delimiter = delimiter_in(path, encoding)
    with cells_up_to(MOST_CHARACTERS):
        records = csv.reader(text_lines(path, encoding), delimiter=delimiter)
        try:
            return _sampled(
                file, records, "utf-8" if encoding == "utf-8-sig" else encoding, delimiter
            )
        except csv.Error as fault:
            remedy = "look for a quotation mark never closed, or ask for the file again"
            raise BadFile(file, str(fault), remedy, line=records.line_num) from None


def _sampled(file: str, records: Iterator[list[str]], encoding: str, delimiter: str) -> Sample:
    first = list(islice(records, LOOKED_AT))
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


def delimiter_in(path: Path, encoding: str) -> str:
    """Return the one of , ; tab | that parts most records into the same number of cells."""
    with cells_up_to(MOST_CHARACTERS):
        return max(DELIMITERS, key=lambda delimiter: _fit(path, encoding, delimiter))


def _fit(path: Path, encoding: str, delimiter: str) -> tuple[float, int]:
    try:
        rows = list(islice(csv.reader(text_lines(path, encoding), delimiter=delimiter), FIRST))
    except csv.Error:
        return (0.0, 0)
    width = wider(rows)
    said = [row for row in rows if any(cell.strip() for cell in row)]
    if width < 2:
        return (0.0, 0)
    return (sum(len(row) == width for row in said) / len(said), width)
