"""The published spend files counted by Python's csv and openpyxl, and by nothing of the product.

A row is data when it has as many cells as the header, or more, and is neither blank nor one of the closing rows at
the file's foot; its amount is read by Decimal.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl

from benchmarks.spend_files import Published


@dataclass(frozen=True)
class Counted:
    """What a file holds by our own count: rows below its header, those that are data, and their pounds in pence."""

    rows: int
    data: int
    pence: int


def records_of(path: Path) -> list[list[str]]:
    """Return every record of a file as text."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True).active
        return [
            ["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)
        ]
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    return list(csv.reader(text.splitlines(keepends=True)))


def counted(published: Published) -> Counted:
    """Count a file."""
    records = records_of(published.file)
    header = [cell.strip() for cell in records[published.header_at]]
    below = records[published.header_at + 1 :]
    if published.file.suffix == ".xlsx":  # a sheet's last rows may have a format and no value
        below = below[: max(n for n, row in enumerate(below, 1) if any(row))]
    place = header.index(published.amount)
    said = [row for row in below if any(cell.strip(" †") for cell in row)]
    said = said[: len(said) - published.closing]
    whole = [row for row in said if len(row) >= len(header)]
    assert len(said) - len(whole) == published.ragged
    return Counted(len(below), len(whole), sum(pence_of(row[place]) for row in whole))


def pence_of(text: str) -> int:
    """Return an amount in pence: commas out, brackets below zero, to the penny."""
    bare = text.replace(",", "").strip()
    sign = -1 if bare.startswith("(") else 1
    return sign * int((Decimal(bare.strip("()")) * 100).quantize(Decimal(1)))
