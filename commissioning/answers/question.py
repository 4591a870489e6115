"""What was asked, what it is asked of, and what is told: the same for every kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any, Literal

import pandas as pd

from commissioning.answers.disclosure import Disclosure
from commissioning.dates import financial_year, financial_year_start, months_after
from commissioning.errors import RequestError, shown
from commissioning.organisation import restated
from commissioning.profile_departments import Department
from commissioning.register import Register, was_loaded

Kind = Literal[
    "members-question",
    "spend",
    "ending-during",
    "ending-on",
    "equality-status",
    "terms-by-year",
    "scores",
    "top-contributors",
]
By = Literal["", "department", "service_category", "provider"]

# What each kind takes beside the day it is asked about.
OF_AGREEMENTS = ("department", "service_category", "provider_type", "structure_on")
OF_MONEY = ("year", "by", *OF_AGREEMENTS)
TAKEN: dict[Kind, tuple[str, ...]] = {
    "members-question": ("year", *OF_AGREEMENTS),
    "spend": OF_MONEY,
    "ending-during": ("year", *OF_AGREEMENTS),
    "ending-on": ("year", "day", *OF_AGREEMENTS),
    "equality-status": OF_AGREEMENTS,
    "terms-by-year": OF_AGREEMENTS,
    "scores": OF_AGREEMENTS,
    "top-contributors": OF_MONEY,
}
OF_PAYMENTS: tuple[Kind, ...] = ("members-question", "spend", "top-contributors")

ROWS_LISTED = 1_000
SHOWN = 5
FIRST_YEAR, LAST_YEAR = 1900, 2200  # no register reaches them


@dataclass(frozen=True)
class Question:
    """A kind of question and its values.

    ``on`` is the day it is asked about. ``year`` is the financial year, and is empty for the one that
    holds ``on``; ``day`` is that year's last where none is given. ``structure_on`` restates departments
    to the structure of that day. The rest narrow what is counted; empty means all. ``by`` divides money.
    """

    kind: Kind
    on: date
    year: str = ""
    day: date | None = None
    structure_on: date | None = None
    department: str = ""
    service_category: str = ""
    provider_type: str = ""
    by: By = ""

    def years(self, start: tuple[int, int]) -> list[tuple[str, date, date]]:
        """Return the year asked about and the one before it, each with its first and last day.

        Raises RequestError where the day lies outside the years that registers know.
        """
        if not FIRST_YEAR < self.on.year < LAST_YEAR:
            raise RequestError(f"{self.on} is no day that a register knows; name a nearer one.")
        year = self.year or financial_year(self.on, start)
        first, last = days_of_year(year, start)
        before = financial_year(first - timedelta(days=1), start)
        return [(before, *days_of_year(before, start)), (year, first, last)]

    @property
    def reads_payments(self) -> bool:
        """Whether it is about money, or names a value that only a payment may have."""
        return self.kind in OF_PAYMENTS or bool(
            self.department or self.service_category or self.provider_type
        )

    def must_fit(self) -> None:
        """Refuse a value that this kind of question does not take.

        Raises RequestError naming those that it takes.
        """
        taken = TAKEN[self.kind]
        for name, value in vars(self).items():
            if value and name not in ("kind", "on", *taken):
                words = ", ".join(each.replace("_", " ") for each in ("on", *taken))
                raise RequestError(
                    f"{self.kind} does not take a {name.replace('_', ' ')}; it takes {words}."
                )


@dataclass(frozen=True)
class Evidence:
    """What a question is asked of: the register and the payments, as known at one load.

    ``payments`` has financial_year, paid_on, basis, department, service_category, provider_key,
    provider_name, provider, provider_type, amount_pence, version_no and row_id: one row a payment in force of
    the year asked about or the one before it; none where the question reads none. ``without_a_year`` counts those that may be of any.
    ``training`` is how many commissioners are to be trained and how many were.
    """

    register: Register
    payments: pd.DataFrame
    without_a_year: int = 0
    departments: tuple[Department, ...] = ()
    training: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """The answer, of how much of what it was asked, and the figures with the rows behind each.

    ``lines`` say more than ``answer`` does, in sentences; ``figures`` are plain values, each with
    ``said``, itself in words, and ``row_ids``. ``feeds`` are those the answer is made from.
    """

    answer: str
    coverage: str
    figures: list[dict[str, Any]]
    lines: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ("agreements", "grants")


@dataclass(frozen=True)
class Asking:
    """A question beside what it is asked of, and what may be told of money."""

    question: Question
    evidence: Evidence
    disclosure: Disclosure

    @property
    def asked(self) -> dict[str, str]:
        """The kind and the values it was asked with, as text: the year too where the kind goes by one."""
        values = {name: value for name, value in vars(self.question).items() if value}
        if "year" in TAKEN[self.question.kind]:
            values["year"] = self.year
        return {name: str(value) for name, value in values.items()}

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
    def has_register(self) -> bool:
        """Whether any agreement was ever loaded: without one, none ending says nothing."""
        return any(was_loaded(self.evidence.register, feed) for feed in ("agreements", "grants"))

    @property
    def agreements(self) -> pd.DataFrame:
        """The agreements asked about: known by then, not cancelled, of what the question names."""
        agreements = self.evidence.register.agreements
        awarded_later = agreements["awarded_on"] > pd.Timestamp(self.question.on)
        agreements = agreements[~awarded_later & (agreements["status"] != "cancelled")]
        return self.narrowed(agreements)

    def narrowed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of what the question names, departments by their restated names."""
        for name, wanted in self._named():
            frame = frame[self._column(frame, name) == wanted]
        return frame

    def coverage_of(self, frame: pd.DataFrame, what: str) -> list[str]:
        """Return of how much each column is recorded that the question narrows ``frame`` by."""
        return [recorded(self._column(frame, name), what) for name, _wanted in self._named()]

    def must_be_known(self) -> None:
        """Refuse a value to narrow by that no agreement and no payment has.

        Raises RequestError naming those there are.
        """
        frames = (self.evidence.register.agreements, self.evidence.payments)
        for name, wanted in self._named():
            known = {
                str(v) for frame in frames for v in self._column(frame, name).dropna().unique()
            }
            if known and wanted not in known:
                some = get_close_matches(wanted, known, n=SHOWN, cutoff=0) or sorted(known)[:SHOWN]
                raise RequestError(
                    f"No agreement or payment has the {name.replace('_', ' ')} {shown(wanted)}; "
                    f"nearest are {', '.join(some)}."
                )

    def _named(self) -> list[tuple[str, str]]:
        columns = ("department", "service_category", "provider_type")
        return [(name, wanted) for name in columns if (wanted := getattr(self.question, name))]

    def _column(self, frame: pd.DataFrame, name: str) -> pd.Series:
        return self.restated(frame) if name == "department" else frame[name]

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
        if financial_year(first, start) != year or not FIRST_YEAR < first.year < LAST_YEAR:
            raise ValueError(year)
    except ValueError:
        example = financial_year(date(2011, *start), start)
        raise RequestError(
            f"{year} is not a financial year here; write one as {example}."
        ) from None
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
