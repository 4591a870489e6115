"""The services of needs data as sources.md describes them: no export could be kept, so the numbers are made up."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from tests.services.imitation import Asked, Reply, as_json

# The header as the service writes it since 2022; the second comparison's name is the parent's kind.
FINGERTIPS = [
    *("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name"),
    *("Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value"),
    *("Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit"),
    *("Count", "Denominator", "Value note", "Recent Trend"),
    "Compared to England value or percentiles",
    "Compared to Regions (statistical) value or percentiles",
    *("Time period Sortable", "New data", "Compared to goal", "Time period range"),
]
# The columns of its metadata, by the clients that read them (fingertipsR 1.1.0).
METADATA = [
    *("Indicator ID", "Indicator", "Indicator number", "Rationale", "Specific rationale"),
    *("Definition", "Data source", "Indicator source", "Definition of numerator"),
    *("Source of numerator", "Definition of denominator", "Source of denominator", "Methodology"),
    *("Standard population/values", "Frequency", "Confidence interval details"),
    *("Disclosure control", "Rounding", "Caveats", "Notes", "Impact of COVID-19", "Copyright"),
    *("Data re-use", "Links", "Indicator Content", "Simple Name", "Simple Definition", "Unit"),
    *("Value type", "Year type", "Polarity", "Date updated"),
]
UPPER_TIER = "Counties & UAs (from Apr 2023)"
AREAS = (
    ("E92000001", "England", "England"),
    ("E12000002", "North West region (statistical)", "Regions (statistical)"),
    ("E08000006", "Salford", UPPER_TIER),
    ("E08000009", "Trafford", UPPER_TIER),
)
KINDS = {402: "Counties & UAs (2021/22-2022/23)", 502: UPPER_TIER, 6: "Regions", 15: "England"}

Row = dict[str, Any]


def fingertips_row(number: str, area: tuple[str, str, str], **cells: Any) -> Row:
    """Return one row of an export."""
    code, name, kind = area
    said = {
        **{"Indicator ID": number, "Indicator Name": "Mortality rate", "Area Code": code},
        **{"Area Name": name, "Area Type": kind, "Sex": "Persons", "Age": "<75 yrs"},
        **{"Time period": "2021 - 23", "Time period Sortable": "20210000", "Value": 300.5},
        **{"Lower CI 95.0 limit": 290, "Upper CI 95.0 limit": 311, "Count": 1200},
        **{"Denominator": 400000, "Time period range": "3y"},
    }
    return {**dict.fromkeys(FINGERTIPS, ""), **said, **cells}


def metadata_row(number: str, **cells: Any) -> Row:
    """Return what the service says of one indicator."""
    said = {
        **{"Indicator ID": number, "Indicator": "Under 75 mortality rate", "Unit": "per 100,000"},
        **{"Definition": "Deaths from all causes", "Value type": "Directly standardised rate"},
        **{"Polarity": "RAG - Low is good   ", "Data source": "Office for National Statistics"},
        **{"Methodology": "Standardised by age", "Caveats": "Deaths are counted when registered"},
    }
    return {**dict.fromkeys(METADATA, ""), **said, **cells}


def as_table(rows: list[Row], header: list[str] = FINGERTIPS, *, end: str = "\r\n") -> bytes:
    """Return rows as a CSV."""
    text = StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@dataclass
class Fingertips:
    """Rows by indicator; ``spoil`` turns an answer with data into another, ``misdescribe`` one with metadata.

    What is not in ``described`` is described all the same, as ``metadata_row`` does.
    """

    rows: dict[str, list[Row]]
    described: dict[str, Row] = field(default_factory=dict)
    misdescribe: Callable[[Reply], Reply] = lambda reply: reply
    header: list[str] = field(default_factory=lambda: FINGERTIPS)
    spoil: Callable[[Reply], Reply] = lambda reply: reply
    kinds: dict[int, str] = field(default_factory=lambda: KINDS)

    def __call__(self, asked: Asked) -> Reply:
        """Return the kinds of area or one indicator's table."""
        if asked.path == "/api/area_types":
            return as_json([{"Id": each, "Name": name} for each, name in self.kinds.items()])
        if asked.path.startswith("/api/indicator_metadata/csv/by_"):
            return self.misdescribe(self._described(asked))
        if "parent_area_type_id" not in asked.parameters:
            return as_json(["Parameter parent_area_type_id is required"], 400)
        if int(asked.parameters["child_area_type_id"]) not in KINDS:
            return Reply(b"", 500)
        rows = self.rows.get(asked.parameters.get("indicator_ids", "108"), [])
        return self.spoil(Reply(as_table(rows, self.header), kind="text/csv"))

    def _described(self, asked: Asked) -> Reply:
        by = asked.path.rpartition("/by_")[2]
        numbers = (
            asked.parameters["indicator_ids"].split(",") if by == "indicator_id" else self.rows
        )
        rows = [self.described.get(number) or metadata_row(number) for number in numbers]
        return Reply(as_table(rows, METADATA), kind="text/csv")


@dataclass
class Nomis:
    """Rows of a dataset, so many at a time, with the columns that are selected."""

    rows: list[Row]
    most: int = 25_000
    with_key: int = 100_000
    spoil: Callable[[int, Reply], Reply] = lambda _offset, reply: reply

    def __call__(self, asked: Asked) -> Reply:
        """Return one page, or what the service says instead."""
        offset = int(asked.parameters["recordOffset"])  # "1e5" is no offset
        most = self.with_key if "uid" in asked.parameters else self.most
        part = [{**row, "RECORD_COUNT": len(self.rows)} for row in self.rows[offset:][:most]]
        body = as_table(part, asked.parameters["select"].split(","), end="\n") if part else b""
        return self.spoil(offset, Reply(body, kind="text/csv"))


@dataclass
class Ckan:
    """One resource, in the datastore or as a file at ``address``."""

    records: list[Row]
    is_in_datastore: bool = True
    address: str = ""
    total: int | None = None

    def __call__(self, asked: Asked) -> Reply:
        """Return what an action gives, or the file."""
        if asked.path.endswith("/resource_show"):
            return as_json({"success": True, "result": {"url": self.address}})
        if asked.path.endswith(".csv"):
            return Reply(as_table(self.records, list(self.records[0])), kind="text/csv")
        if not self.is_in_datastore:
            told = {"message": "Not found: Resource was not found.", "__type": "Not Found Error"}
            return as_json({"success": False, "error": told}, 404)
        start, limit = (int(asked.parameters[name]) for name in ("offset", "limit"))
        part = [{"_id": n, **row} for n, row in enumerate(self.records)][start : start + limit]
        fields = [{"id": name, "type": "text"} for name in ("_id", *self.records[0])]
        total = len(self.records) if self.total is None else self.total
        result = {"total": total, "fields": fields, "records": part, "_links": {}}
        return as_json({"success": True, "result": result})
