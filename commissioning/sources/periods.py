"""The periods that publishers of needs data write, as their first and last day."""

import re
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date | None, date | None]
Periods = Callable[[str], Days]

UNREAD: Days = (None, None)
YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"([A-Za-z]{3})[a-z]* ((?:19|20)\d\d)"
ONE_MONTH = re.compile(MONTH)
SEVERAL_MONTHS = re.compile(rf"{MONTH} ?- ?{MONTH}")
# 2021 - 23: three calendar years; 2021/22: one year that begins within the first; 2019/20 - 21/22: three.
SEVERAL_YEARS = re.compile(r"((?:19|20)\d\d) ?- ?((?:19|20)?\d\d)")
MONTH_OR_YEARS = re.compile(r"((?:19|20)\d\d)-(\d\d)")
SPLIT_YEAR = re.compile(r"((?:19|20)\d\d)/(\d\d)")
SEVERAL_SPLIT_YEARS = re.compile(r"((?:19|20)\d\d)/(\d\d) ?- ?(?:19|20)?(\d\d)/(\d\d)")
QUARTER = re.compile(r"((?:19|20)\d\d)(/\d\d)? Q([1-4])")


def edition_of(text: str) -> Days:
    """Return a calendar year, 2025; an index has no period of its own, so its edition's year stands for one."""
    if not YEAR.fullmatch(text):
        return UNREAD
    return date(int(text), 1, 1), date(int(text), 12, 31)


def year_to_march(text: str) -> Days:
    """Return the year that ended on 31 March of the one written."""
    if not YEAR.fullmatch(text):
        return UNREAD
    return date(int(text) - 1, 4, 1), date(int(text), 3, 31)


def one_day(text: str) -> Days:
    """Return a single ISO day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return UNREAD
    return day, day


def any_period(text: str, *, split_year_starts: int = 4) -> Days:
    """Return a day, month, quarter, or year, or several years, as health statistics write them.

    ``split_year_starts`` is the month in which a year such as 2023/24 begins: April, a financial year.
    2011-13 is three years, so 2010-12 may be December 2010 or three years: it is not read. 2023-12 is a month.
    """
    text = " ".join(text.split())
    if _is_month_or_years(text):
        return UNREAD
    for read in (edition_of, _iso, _months, _years):
        if (days := read(text)) != UNREAD:
            return days
    return _split_years(text, split_year_starts)


def _is_month_or_years(text: str) -> bool:
    told = MONTH_OR_YEARS.fullmatch(text)
    return bool(told) and int(told[1][2:]) < int(told[2]) <= len(MONTHS)  # type: ignore[index]


def _iso(text: str) -> Days:
    if re.fullmatch(r"\d{4}-\d\d", text):
        year, month = map(int, text.split("-"))
        return _span(year, month, 1) if 1 <= month <= len(MONTHS) else UNREAD
    return one_day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else UNREAD


def _months(text: str) -> Days:
    told = SEVERAL_MONTHS.fullmatch(text) or ONE_MONTH.fullmatch(text)
    if not told:
        return UNREAD
    first, last = told.groups()[:2], told.groups()[-2:]
    if {first[0].lower(), last[0].lower()} - set(MONTHS):
        return UNREAD
    ends = _span(int(last[1]), MONTHS.index(last[0].lower()) + 1, 1)[1]
    starts = _span(int(first[1]), MONTHS.index(first[0].lower()) + 1, 1)[0]
    return _in_order(starts, ends)


def _years(text: str) -> Days:
    told = SEVERAL_YEARS.fullmatch(text)
    if not told:
        return UNREAD
    first, last = int(told[1]), int(told[1][: 4 - len(told[2])] + told[2])
    return _in_order(date(first, 1, 1), date(last, 12, 31))


def _split_years(text: str, month: int) -> Days:
    if told := QUARTER.fullmatch(text):
        starts = month if told[2] else 1
        first = starts + 3 * (int(told[3]) - 1)
        return _span(int(told[1]) + (first - 1) // 12, (first - 1) % 12 + 1, 3)
    if told := SEVERAL_SPLIT_YEARS.fullmatch(text):
        first, years = int(told[1]), (int(told[4]) - int(told[1]) % 100) % 100
        is_whole = (int(told[3]) + 1) % 100 == int(told[4])
    elif told := SPLIT_YEAR.fullmatch(text):
        first, years, is_whole = int(told[1]), 1, True
    else:
        return UNREAD
    if not is_whole or (int(told[1]) + 1) % 100 != int(told[2]):
        return UNREAD
    return _span(first, month, 12 * years)


def _span(year: int, month: int, months: int) -> Days:
    """Return the first day of a month and the last of so many months from it."""
    after = year * 12 + month - 1 + months
    following = date(after // 12, after % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _in_order(first: date | None, last: date | None) -> Days:
    return (first, last) if first and last and first <= last else UNREAD
