"""A file of our own layout for every feed: the examples of the reference page, one valid row each."""

import csv
from pathlib import Path

from deployments.reference_pages import EXAMPLES
from models.feeds import FEEDS
from models.store.keyed import KEYED
from tests.battery.files import Row, comma_line

COLUMNS = [(feed, column.name) for feed in FEEDS for column in FEEDS[feed].columns]
TABLES = {
    "agreements": "agreement_version",
    "grants": "agreement_version",
    "payments": "payment_version",
    **{feed: str(versioned.model.__tablename__) for feed, versioned in KEYED.items()},
}


def example(feed: str) -> Row:
    """Return the one row of a feed's example, every column filled."""
    with (EXAMPLES / f"{feed}.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    return row


def numbered(feed: str, count: int) -> list[Row]:
    """Return so many rows like the feed's example, told apart by the first column of its key."""
    row, key = example(feed), FEEDS[feed].key[0]
    if key == "provider_org_id":  # a number of its register's own form, the last figures others
        return [row | {key: f"{row[key][:-2]}{n:02}"} for n in range(1, count + 1)]
    return [row | {key: f"{row[key]}-{n}"} for n in range(1, count + 1)]


def without(row: Row, column: str) -> Row:
    """Return the row without a column."""
    return {name: cell for name, cell in row.items() if name != column}


def renamed(row: Row, column: str, name: str) -> Row:
    """Return the row with a column under another name, in its old place."""
    return {(name if old == column else old): cell for old, cell in row.items()}


def written(folder: Path, *rows: Row) -> Path:
    """Write rows of the same columns as a file and return where it is."""
    folder.mkdir(exist_ok=True)
    path = folder / "export.csv"
    lines = [comma_line(rows[0]), *(comma_line(row.values()) for row in rows)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
