"""Files to break: our own layout, Salford's register, Trafford's spend and grants, a few rows of each."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
SALFORD_REGISTER = EXAMPLES / "salford" / "salford_contracts_register_2022-07.csv"
TRAFFORD_GRANTS = EXAMPLES / "trafford" / "trafford_council_voluntary_sector_grants.csv"
TRAFFORD_SPEND = EXAMPLES / "trafford" / "trafford-supplier-spend-2026-03.zip"

Row = dict[str, str]


@dataclass(frozen=True)
class Publication:
    """A file in one layout: its rows, and which columns hold what the tests break."""

    feed: str
    authority: str
    table: str
    rows: tuple[Row, ...]
    identifier: str
    provider: str
    day: str
    money: str

    @property
    def header(self) -> list[str]:
        """The columns, in the publisher's order."""
        return list(self.rows[0])

    def having(self, *rows: Row) -> "Publication":
        """Return the same file with these rows in place of its own."""
        return replace(self, rows=rows)

    def changed(self, at: int, **cells: str) -> "Publication":
        """Return the file with cells of one row changed, named as this class names the columns."""
        named = {getattr(self, name): text for name, text in cells.items()}
        rows = [row | named if n == at else row for n, row in enumerate(self.rows)]
        return self.having(*rows)

    def lines(self) -> list[str]:
        """Return the header and the rows as lines without line ends."""
        return [comma_line(self.header), *(comma_line(row.values()) for row in self.rows)]

    def text(self) -> str:
        """Return the whole file, every line ended."""
        return "".join(f"{line}\n" for line in self.lines())


def comma_line(cells: Iterable[str]) -> str:
    """Return one record, quoted where it must be."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue().removesuffix("\n")


def rows_of(text: str) -> tuple[Row, ...]:
    """Return a file's records by Python's own reader."""
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def six_of(text: str) -> tuple[Row, ...]:
    """Return a file's first six records without the commas in their cells, so that a line is its cells."""
    return tuple(
        {name: cell.replace(",", "") for name, cell in row.items()} for row in rows_of(text)[:6]
    )


def spend_text() -> str:
    """Return Trafford's payments of March 2026 as published."""
    with zipfile.ZipFile(TRAFFORD_SPEND) as archive:
        return archive.read("trafford-supplier-spend-2026-03.csv").decode()


def agreement(reference: str, **cells: str) -> Row:
    """Return a row of our own layout."""
    return {
        "reference": reference,
        "title": f"Service {reference}",
        "provider_name": "Anytown Care Ltd",
        "starts_on": "2024-04-01",
        "ends_on": "2027-03-31",
        "value_gbp": "1000.50",
        **cells,
    }


OURS = Publication(
    feed="agreements",
    authority="salford",
    table="agreement_version",
    rows=tuple(agreement(f"A{n}") for n in range(1, 7)),
    identifier="reference",
    provider="provider_name",
    day="ends_on",
    money="value_gbp",
)
SALFORD = Publication(
    feed="agreements",
    authority="salford",
    table="agreement_version",
    rows=six_of(SALFORD_REGISTER.read_text(encoding="utf-8").removeprefix("ï»¿")),
    identifier="Contract Reference",
    provider="Supplier Company Name",
    day="Current Expiry Date",
    money="Total Contract Value (including extensions)",
)
TRAFFORD = Publication(
    feed="payments",
    authority="trafford",
    table="payment_version",
    rows=six_of(spend_text()),
    identifier="TransactionNumber",
    provider="BeneficiaryName",
    day="PaymentDate",
    money="Amount",
)
GRANTS = Publication(
    feed="grants",
    authority="trafford",
    table="agreement_version",
    rows=six_of(TRAFFORD_GRANTS.read_text(encoding="utf-8")),
    identifier="Identifier",
    provider="Recipient Org:Name",
    day="Award Date",
    money="Amount Awarded",
)
LAYOUTS = {"ours": OURS, "salford": SALFORD, "trafford": TRAFFORD, "grants": GRANTS}
