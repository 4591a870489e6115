"""A small register with two providers, its forms, and a provider who fills one in and saves it again."""

import io
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from commissioning.dates import quarter_of
from commissioning.returns.asked import Asked, forms_asked
from commissioning.returns.template import write_form
from commissioning.sources.return_template import SOURCE, with_what_is_known
from commissioning.sources.source import AlreadyTold, Parsed
from tests.rules.builders import register_with

QUARTER = quarter_of(date(2026, 4, 1))
RECEIVED = date(2026, 7, 15)
CARE, BROOK = "GB-CHC-1000001", "GB-CHC-1000002"

MEASURES = (
    {"measure": "People attending", "kind": "how_much", "unit": "people", "direction": "higher",
     "target": 100.0, "frequency": "quarterly"},
    {"measure": "Satisfied", "kind": "how_well", "unit": "%", "direction": "higher", "target": 90.0,
     "frequency": "quarterly"},
    {"measure": "Days to first contact", "kind": "how_well", "unit": "days", "direction": "lower",
     "target": 10.5, "frequency": "quarterly"},
    {"reference": "A2", "measure": "People reached", "kind": "how_much", "unit": "people",
     "direction": "higher", "target": 40.0, "frequency": "quarterly"},
)  # fmt: skip
QUARTERS_BEFORE = {"2025-04-01": 90.0, "2025-07-01": 93.0, "2025-10-01": 96.0, "2026-01-01": 99.5}
RETURNS = tuple(
    {
        "measure": "People attending",
        "starts_on": first,
        "ends_on": quarter_of(date.fromisoformat(first)).ends_on.isoformat(),
        "value": value,
        "due_on": quarter_of(date.fromisoformat(first)).ends_on.isoformat(),
        "received_on": quarter_of(date.fromisoformat(first)).ends_on.isoformat(),
    }
    for first, value in QUARTERS_BEFORE.items()
)


def register(**columns: Any):
    """Return the register: A1 is Anytown Care's, A2 Brook Street Trust's; three measures and one."""
    return register_with(
        **{
            "title": ["Day centre", "Outreach"],
            "commissioner": ["Older people", "Public health"],
            "provider_name": ["Anytown Care", "Brook Street Trust"],
            "provider_org_id": [CARE, BROOK],
            "starts_on": "2025-04-01",
            "ends_on": "2027-03-31",
            "measures": MEASURES,
            "returns": RETURNS,
            **columns,
        }
    )


def asked(on: str = "2026-07-01", **columns: Any) -> Asked:
    """Return the forms of April to June 2026."""
    return forms_asked(
        register(**columns), QUARTER, on=date.fromisoformat(on), title="Anytown Council"
    )


@cache
def sent(provider: str = CARE) -> bytes:
    """Return one provider's form of the register as it stands, made once."""
    return form_of(provider)


def form_of(provider: str = CARE, **columns: Any) -> bytes:
    """Return one provider's form as it is sent out."""
    [form] = [form for form in asked(**columns).forms if form.whose.provider_code == provider]
    return write_form(form)


class Filled:
    """A form in a provider's hands, open in a spreadsheet program."""

    def __init__(self, content: bytes | None = None) -> None:
        self.book: Workbook = openpyxl.load_workbook(io.BytesIO(content or sent()))
        self.sheet: Worksheet = self.book["Return"]
        headings = next(row for row in self.sheet.iter_rows() if row[0].value == "Reference")
        self.first = headings[0].row + 1
        self.columns = {cell.value: cell.column for cell in headings}

    def cell(self, measure: str, heading: str):
        """Return a cell by the measure of its row."""
        column = self.columns["Measure"]
        names = [
            row[0] for row in self.sheet.iter_rows(min_col=column, max_col=column, values_only=True)
        ]
        return self.sheet.cell(names.index(measure) + 1, self.columns[heading])

    def type(self, row: str, /, **figures: object) -> "Filled":
        """Type into the cells of a measure's row, by the heading in small letters with underscores."""
        for name, value in figures.items():
            self.cell(row, name.capitalize().replace("_", " ")).value = value
        return self

    def content(self) -> bytes:
        """Return the file as it is saved again."""
        written = io.BytesIO()
        self.book.save(written)
        return written.getvalue()

    def save(self, path: Path) -> Path:
        """Save it under a name."""
        path.write_bytes(self.content())
        return path


def published(path: Path) -> pd.DataFrame:
    """Return the rows of a form as the source reads them."""
    return pd.concat(list(SOURCE.open(path, path.name).chunks()))


@cache
def untouched() -> pd.DataFrame:
    """Return the rows of the form as the source reads them, where nothing was filled in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "returned.xlsx"
        path.write_bytes(sent())
        return published(path)


def typed(row: str, *changes: Mapping[str, str]) -> Parsed:
    """Return what comes of a form that has a measure's row so often, each with these texts in its cells."""
    [own] = untouched().loc[untouched()["Measure"] == row].to_dict("records")
    rows = [
        own | {name.capitalize().replace("_", " "): text for name, text in each.items()}
        for each in changes
    ]
    return parsed(pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="row_no")))


def read(path: Path, known: pd.DataFrame | None = None, authority: str = "anytown") -> Parsed:
    """Return what comes of a form that came on the 15th of July."""
    return parsed(published(path), known, authority)


def parsed(
    rows: pd.DataFrame, known: pd.DataFrame | None = None, authority: str = "anytown"
) -> Parsed:
    """Return what comes of the rows of a form that came on the 15th of July."""
    told = AlreadyTold(
        RECEIVED,
        returns=lambda _references: pd.DataFrame() if known is None else known,
        authority=authority,
    )
    return SOURCE.parse(with_what_is_known(rows, told))


def faults(parsed: Parsed) -> list[tuple[str, str, str]]:
    """Return column, value and name of each problem that sets a row aside."""
    critical = parsed.problems[parsed.problems["severity"] == "critical"]
    return list(critical[["column", "value", "expectation"]].itertuples(index=False, name=None))
