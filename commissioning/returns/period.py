"""The period that a return form is for, as a person names it: 2026-Q1, 2026-05 or 2026."""

import re
from datetime import date

from commissioning.dates import Period, month_of, months_after, quarter_of, year_of
from commissioning.errors import RequestError, shown

QUARTER = re.compile(r"(\d{4})(?:[-/]\d{2})?[- ]q([1-4])", re.IGNORECASE)
MONTH = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"(\d{4})(?:/\d{2})?")


def period_asked(text: str, year_start: tuple[int, int]) -> Period:
    """Return the period of that name: a month, a quarter or a year of the financial year.

    A year is called by the one in which it begins: 2026-Q1 is April to June 2026 where it begins in April. A
    month is called by the one in which it begins.

    Raises RequestError where the text names none.
    """
    name = text.strip()
    try:
        if found := QUARTER.fullmatch(name):
            begins = date(int(found[1]), *year_start)
            return quarter_of(months_after(begins, 3 * (int(found[2]) - 1)), year_start)
        if found := MONTH.fullmatch(name):
            return month_of(date(int(found[1]), int(found[2]), year_start[1]), year_start)
        if found := YEAR.fullmatch(name):
            return year_of(date(int(found[1]), *year_start), year_start)
    except ValueError:
        pass
    raise RequestError(
        f"--period {shown(text)} is no period; write a quarter as 2026-Q1, a month as 2026-05, "
        "or a year as 2026."
    )
