"""A large file of payments in the transparency code's layout, made of rows that Trafford published."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

from benchmarks.measure import ROOT

WHOLE_YEAR = ROOT.parent / "shared/data/spend_council/trafford-supplier-spend-2025-26.zip"
ONE_MONTH = ROOT / "examples/trafford/trafford-supplier-spend-2026-03.zip"


def write_payments(file: Path, rows: int) -> Path:
    """Write so many payments, the published rows repeated with new transaction numbers; return the zip used."""
    published = WHOLE_YEAR if WHOLE_YEAR.is_file() else ONE_MONTH
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(islice(_repeated(published), rows + 1))
    return published


def _repeated(published: Path) -> Iterator[list[str]]:
    """Yield the header and then the rows again and again; lines of one transaction keep one number."""
    with ZipFile(published) as archive, archive.open(archive.namelist()[0]) as member:
        header, *rows = csv.reader(TextIOWrapper(member, encoding="utf-8-sig", newline=""))
    yield header
    number = header.index("TransactionNumber")
    repeat = 0
    while True:
        repeat += 1
        for row in rows:
            yield [*row[:number], f"{repeat}-{row[number]}", *row[number + 1 :]]
