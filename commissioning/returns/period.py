"""The period that a return form is for, as a person names it: 2026-Q1, 2026-05 or 2026."""

import re
from datetime import date, timedelta

from commissioning.dates import (
    MONTH_NAMES,
    YEAR_MONTHS,
    Period,
    financial_year,
    months_after,
    quarter_of,
)
from commissioning.errors import RequestError, shown

QUARTER = re.compile(r"(\d{4})(?:[-/]\d{2})?[- ]q([1-4])", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"(\d{4})(?:/\d{2})?")


def period_named(text: str, year_start: tuple[int, int]) -> Period:
    """Return the period of that name: a quarter or a year of the financial year, or a calendar month.

    A year is called by the one in which it begins: 2026-Q1 is April to June 2026 where it begins in April.

    Raises RequestError where the text names none.
    """
    name = text.strip()
    try:
        if found := QUARTER.fullmatch(name):
            begins = date(int(found[1]), *year_start)
            return quarter_of(months_after(begins, 3 * (int(found[2]) - 1)), year_start)
        if found := MONTH.fullmatch(name):
            return _month(date(int(found[1]), int(found[2]), 1))
        if found := YEAR.fullmatch(name):
            return _year(date(int(found[1]), *year_start), year_start)
    except ValueError:
        pass
    raise RequestError(
        f"--period {shown(text)} is no period; write a quarter as 2026-Q1, a month as 2026-05, "
        "or a year as 2026."
    )


def _month(starts_on: date) -> Period:
    return Period(
        kind="month",
        starts_on=starts_on,
        ends_on=months_after(starts_on, 1) - timedelta(days=1),
        label=f"{MONTH_NAMES[starts_on.month - 1]} {starts_on.year}",
        slug=f"{starts_on.year}-{starts_on.month:02d}",
    )


def _year(starts_on: date, year_start: tuple[int, int]) -> Period:
    label = financial_year(starts_on, year_start)
    return Period(
        kind="year",
        starts_on=starts_on,
        ends_on=months_after(starts_on, YEAR_MONTHS) - timedelta(days=1),
        label=label,
        slug=label.replace("/", "-"),
    )
