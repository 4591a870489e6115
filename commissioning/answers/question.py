"""What was asked, what it is asked of, and what is told: the same for every kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from commissioning.answers.disclosure import Disclosure
from commissioning.dates import financial_year, financial_year_start, months_after
from commissioning.errors import RequestError
from commissioning.organisation import restated
from commissioning.profile import Department
from commissioning.register import Register

By = Literal["", "department", "service_category", "provider"]

ROWS_LISTED = 1_000


@dataclass(frozen=True)
class Question:
    """A kind of question and its values.

    ``on`` is the day it is asked about. ``year`` is the financial year, and is empty for the one that
    holds ``on``; ``day`` is that year's last where none is given. ``structure_on`` restates departments
    to the structure of that day. The rest narrow what is counted; empty means all. ``by`` divides money.
    """

    kind: str
    on: date
    year: str = ""
    day: date | None = None
    structure_on: date | None = None
    department: str = ""
    service_category: str = ""
    provider_type: str = ""
    by: By = ""

    def years(self, start: tuple[int, int]) -> list[tuple[str, date, date]]:
        """Return the year asked about and the one before it, each with its first and last day."""
        year = self.year or financial_year(self.on, start)
        first, last = days_of_year(year, start)
        before = financial_year(first - timedelta(days=1), start)
        return [(before, *days_of_year(before, start)), (year, first, last)]

    def asked(self) -> dict[str, str]:
        """Return the kind and every value that was given, as text."""
        values = {name: value for name, value in vars(self).items() if value}
        return {name: str(value) for name, value in values.items()}


@dataclass(frozen=True)
class Evidence:
    """What a question is asked of: the register and the payments, as known at one load.

    ``payments`` has financial_year, basis, department, service_category, provider_key,
    provider_name, provider_type, amount_pence and row_id, one row a payment in force.
    ``training`` is how many commissioners are to be trained and how many were.
    """

    register: Register
    payments: pd.DataFrame
    departments: tuple[Department, ...] = ()
    training: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """The answer, of how much of what it was asked, and the figures with the rows behind each.

    ``lines`` say more than ``answer`` does, in sentences; ``figures`` are plain values, each with
    ``row_ids``.
    """

    answer: str
    coverage: str
    figures: list[dict[str, Any]]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asking:
    """A question beside what it is asked of, and what may be told of money."""

    question: Question
    evidence: Evidence
    disclosure: Disclosure

    @property
    def year(self) -> str:
        """The financial year that is asked about."""
        return self._years[1][0]

    @property
    def year_days(self) -> tuple[date, date]:
        """The first and the last day of that year, both inside it."""
        return self._years[1][1:]

    @property
    def year_before(self) -> str:
        """The financial year before it."""
        return self._years[0][0]

    @property
    def _years(self) -> list[tuple[str, date, date]]:
        return self.question.years(self.evidence.register.financial_year_start)

    @property
    def agreements(self) -> pd.DataFrame:
        """The agreements asked about: known by then, not cancelled, of what the question names."""
        agreements = self.evidence.register.agreements
        awarded_later = agreements["awarded_on"] > pd.Timestamp(self.question.on)
        agreements = agreements[~awarded_later & (agreements["status"] != "cancelled")]
        return self.narrowed(agreements)

    def narrowed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of what the question names, departments by their restated names."""
        for name in ("department", "service_category", "provider_type"):
            if wanted := getattr(self.question, name):
                column = self.restated(frame) if name == "department" else frame[name]
                frame = frame[column == wanted]
        return frame

    def restated(self, frame: pd.DataFrame) -> pd.Series:
        """Return the department of each row, in the structure that the question names."""
        if self.question.structure_on is None:
            return frame["department"]
        departments = self.evidence.departments
        return restated(frame["department"], departments, structure_on=self.question.structure_on)


def days_of_year(year: str, start: tuple[int, int]) -> tuple[date, date]:
    """Return the first and the last day of a financial year such as 2011/12, or 2024.

    Raises RequestError where the text names no year that begins on ``start``.
    """
    try:
        first = financial_year_start(date(int(year[:4]), *start), start)
        if financial_year(first, start) != year:
            raise ValueError(year)
    except ValueError:
        example = financial_year(date(2011, *start), start)
        raise RequestError(f"{year} is not a financial year here; write one as {example}.") from None
    return first, months_after(first, 12) - timedelta(days=1)


def row_ids(frame: pd.DataFrame) -> list[str]:
    """Return the rows behind a figure; beyond a thousand, runs of neighbours as ``file:first-last``."""
    ids = list(dict.fromkeys(frame["row_id"]))
    if len(ids) <= ROWS_LISTED:
        return ids
    parts = pd.Series(ids).str.rsplit(":", n=1, expand=True)
    rows = pd.DataFrame({"file": parts[0], "row": parts[1].astype("int64")})
    rows = rows.sort_values(["file", "row"], ignore_index=True)
    same_run = (rows["file"] == rows["file"].shift()) & (rows["row"].diff() == 1)
    runs = rows.groupby((~same_run).cumsum()).agg({"file": "first", "row": ["first", "last"]})
    return [
        f"{file}:{first}" if first == last else f"{file}:{first}-{last}"
        for file, first, last in runs.itertuples(index=False)
    ]


def recorded(column: pd.Series, what: str) -> str:
    """Return how much of a column is recorded: ``ends_on recorded for 173 of 173 agreements``."""
    return f"{column.name} recorded for {int(column.notna().sum()):,} of {len(column):,} {what}"
