"""The periods that publishers give in place of a day of payment, and the financial year each falls in.

A period is never turned into a day. One that spans two financial years has none of its own.
"""

import re
from collections.abc import Callable
from datetime import date

import pandas as pd

from commissioning.dates import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, financial_year

MONTHS = {
    spelling.casefold(): number
    for number, name in enumerate(MONTH_NAMES, 1)
    for spelling in (name, name[:3], name[:4])
}
MONTH = r"(?P<month{0}>[A-Za-z]{{3,9}})[\s-]+(?P<year{0}>\d{{4}}|\d{{2}})"
NAMED_MONTH = re.compile(MONTH.format(""))
NAMED_MONTHS = re.compile(MONTH.format("") + r"\s*(?:-|–|to)\s*" + MONTH.format("2"), re.IGNORECASE)
CALENDAR_MONTH = re.compile(r"(?P<year>\d{4})[-/]?(?P<month>\d{2})")
FINANCIAL_PERIOD = re.compile(r"(?P<year>\d{4})[-/ ]?P?(?P<period>\d{2})")
YEAR = re.compile(r"(?P<year>\d{4})\s*[-/]\s*(?:20)?(?P<next>\d{2})")

Start = tuple[int, int]


def named_month(text: str, start: Start) -> str | None:
    """Return the year of ``Jun-20`` or ``June 2020``."""
    found = NAMED_MONTH.fullmatch(text)
    first = month_of(found["month"], found["year"]) if found else None
    return financial_year(first, start) if first else None


def named_months(text: str, start: Start) -> str | None:
    """Return the year of ``July 2010-September 2010`` where both months are in it."""
    found = NAMED_MONTHS.fullmatch(text)
    if not found:
        return None
    first = month_of(found["month"], found["year"])
    last = month_of(found["month2"], found["year2"])
    if first is None or last is None or last < first:
        return None
    years = {financial_year(first, start), financial_year(last, start)}
    return years.pop() if len(years) == 1 else None


def calendar_month(text: str, start: Start) -> str | None:
    """Return the year of ``201009`` or ``2010-09``, September 2010."""
    found = CALENDAR_MONTH.fullmatch(text)
    if not found or not is_likely(found["year"]) or not 1 <= int(found["month"]) <= 12:
        return None
    return financial_year(date(int(found["year"]), int(found["month"]), 1), start)


def financial_period(text: str, start: Start) -> str | None:
    """Return the year of ``202205`` or ``2013-P01``, a period of the financial year that begins in it."""
    found = FINANCIAL_PERIOD.fullmatch(text)
    # The thirteenth period holds the year's adjustments.
    if not found or not is_likely(found["year"]) or not 1 <= int(found["period"]) <= 13:
        return None
    return financial_year(date(int(found["year"]), *start), start)


def year(text: str, start: Start) -> str | None:
    """Return ``2010/11`` for ``2010-11``, ``2010/2011`` and itself."""
    found = YEAR.fullmatch(text)
    if not found or (int(found["year"]) + 1) % 100 != int(found["next"]):
        return None
    return f"{found['year']}/{found['next']}"


def month_of(name: str, year_text: str) -> date | None:
    """Return the first day of a month by its name and a year of four digits or two."""
    number = MONTHS.get(name.casefold())
    long = int(year_text) + (2000 if len(year_text) == 2 else 0)
    return date(long, number, 1) if number and is_likely(str(long)) else None


def is_likely(year_text: str) -> bool:
    """Return whether four digits are a year in which anything is likely to have been paid."""
    return FIRST_YEAR <= int(year_text) <= LAST_YEAR


PERIOD_FORMS: dict[str, Callable[[str, Start], str | None]] = {
    "month": named_month,
    "months": named_months,
    "calendar_month": calendar_month,
    "financial_period": financial_period,
    "year": year,
}
EXAMPLES = {
    "month": "Jun-20",
    "months": "July 2010-September 2010",
    "calendar_month": "201009",
    "financial_period": "202205",
    "year": "2010/11",
}


def financial_years_of(text: pd.Series, form: str, start: Start) -> tuple[pd.Series, pd.Series]:
    """Return the financial year of each period, and whether each text is none that can be read."""
    codes, texts = pd.factorize(text)
    read = [PERIOD_FORMS[form](str(each).strip(), start) for each in texts]
    unread = [bool(str(t).strip()) and found is None for t, found in zip(texts, read, strict=True)]
    years = pd.Series([*read, None], dtype="str").take(codes).set_axis(text.index)
    return years, pd.Series([*unread, False], dtype="bool").take(codes).set_axis(text.index)
