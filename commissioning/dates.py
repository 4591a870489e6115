"""Days as registers, rules and packs use them: calendar months, declared formats, financial years, quarters."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

# A day outside these years is a placeholder (0001-01-01, 9999-12-31) or a slip of the hand (22/04/222).
FIRST_YEAR, LAST_YEAR = 1900, 2200

# Written out: the names that strftime gives follow the machine's locale.
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
YEAR_MONTHS = 12
APRIL_FIRST = (4, 1)
JANUARY_FIRST = (1, 1)

Days = npt.NDArray[np.datetime64]
Months = npt.NDArray[np.timedelta64]


@overload
def months_before(days: date, months: int) -> date: ...
@overload
def months_before(days: pd.Series, months: int | pd.Series) -> pd.Series: ...
def months_before(days: date | pd.Series, months: int | pd.Series) -> date | pd.Series:
    """Return the days so many calendar months earlier, clamped to the month's end.

    One subtraction, never chained: nine months before 31 May 2026 is 31 August 2025. A missing day or
    number of months gives a missing day.
    """
    return months_after(days, -months)  # type: ignore[arg-type]


@overload
def months_after(days: date, months: int) -> date: ...
@overload
def months_after(days: pd.Series, months: int | pd.Series) -> pd.Series: ...
def months_after(days: date | pd.Series, months: int | pd.Series) -> date | pd.Series:
    """Return the days so many calendar months later, clamped to the month's end, as ``months_before`` does."""
    if isinstance(days, pd.Series):
        moved = moved_by_months(days.to_numpy("datetime64[D]"), whole_months(months))
        return pd.Series(moved.astype("datetime64[s]"), index=days.index, name=days.name)
    if isinstance(months, pd.Series):
        raise TypeError("one day cannot be moved by a column of months; give a column of days")
    year, month = divmod(YEAR_MONTHS * days.year + days.month - 1 + months, YEAR_MONTHS)
    return date(year, month + 1, min(days.day, monthrange(year, month + 1)[1]))


def whole_months(months: int | pd.Series) -> Months:
    """Return numbers of months as spans of time, missing where the number is."""
    if not isinstance(months, pd.Series):
        return np.array([months], "timedelta64[M]")
    numbers = months.astype("Float64").to_numpy("float64", na_value=np.nan)
    spans = np.where(np.isnan(numbers), 0, numbers).astype("int64").astype("timedelta64[M]")
    spans[np.isnan(numbers)] = np.timedelta64("NaT")
    return spans


def moved_by_months(days: Days, months: Months) -> Days:
    """Return the days moved by calendar months, or by their number, and no further than the month's last day.

    Where many days lie within some years, each different day and number is moved once.
    """
    is_known = ~(np.isnat(days) | np.isnat(months))
    if not is_known.any():
        return np.full(len(days), np.datetime64("NaT", "D"))
    day, number = days.astype("int64"), np.broadcast_to(months.astype("int64"), len(days))
    first, least = day[is_known].min(), number[is_known].min()
    span, numbers = day[is_known].max() - first + 1, number[is_known].max() - least + 1
    if span * numbers > len(days):
        return moved_each_by_months(days, months)
    every_day = np.repeat(np.arange(first, first + span), numbers).astype("datetime64[D]")
    every_number = np.tile(np.arange(least, least + numbers), span).astype("timedelta64[M]")
    moved = np.append(moved_each_by_months(every_day, every_number), np.datetime64("NaT", "D"))
    found: Days = moved[np.where(is_known, (day - first) * numbers + number - least, -1)]
    return found


def moved_each_by_months(days: Days, months: Months) -> Days:
    """Return what ``moved_by_months`` does, one after the other."""
    month = days.astype("datetime64[M]")
    into_month = days - month.astype("datetime64[D]")
    target = month + months
    last_day = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved: Days = np.minimum(target.astype("datetime64[D]") + into_month, last_day)
    return moved


def parse_days(text: pd.Series, formats: tuple[str, ...]) -> tuple[pd.Series, pd.Series]:
    """Return the days the text names, and whether each text is one that cannot be read.

    ``formats`` is the closed list of ``strptime`` formats that the source declares. An empty cell is a
    missing day. An impossible day, another format, a year outside 1900 to 2200, and a text that two of the
    formats read as different days cannot be read; nothing is guessed.
    """
    codes, texts = pd.factorize(text)
    written = [str(each).strip() for each in texts]
    read = [day_of(each, formats) for each in written]
    # One more at the end, which the code -1 of a missing cell takes: no day, and nothing unreadable.
    unreadable = np.array(
        [bool(t) and day is None for t, day in zip(written, read, strict=True)] + [False]
    )
    days = np.array([*read, None], "datetime64[s]")
    return (
        pd.Series(days[codes], index=text.index, name=text.name),
        pd.Series(unreadable[codes], index=text.index, name=text.name),
    )


def day_of(text: str, formats: tuple[str, ...]) -> date | None:
    """Return the one day that the formats read in a text, or None."""
    days = {day for form in formats if (day := day_in_format(text.strip(), form)) is not None}
    if len(days) != 1:
        return None
    day = days.pop()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_in_format(text: str, form: str) -> date | None:
    """Return the day a text names in this format; a zero before a day or a month may be left out."""
    if not text.isascii():
        return None
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 (a day has no time zone)
    except ValueError:
        return None
    # strptime takes 2025111 for 1 November 2025 under %Y%m%d, and that may be 11 January.
    return found.date() if plain(found.strftime(form)) == plain(text) else None


def plain(text: str) -> str:
    """Return a day's text without the zeros before its numbers, in lower case."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", text).casefold()


def spoken_day(day: date) -> str:
    """Return a day as it is read out: 31 July 2022."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


PeriodKind = Literal["month", "quarter", "year"]


@dataclass(frozen=True)
class Period:
    """A month, quarter or year that figures are for; both days are inside it."""

    kind: PeriodKind
    starts_on: date
    ends_on: date
    label: str
    slug: str


def financial_year(day: date, start: tuple[int, int] = APRIL_FIRST) -> str:
    """Return the financial year a day falls in: 2022/23, or 2024 where it is the calendar year.

    ``start`` is the month and day on which the year begins.
    """
    year = financial_year_start(day, start).year
    return str(year) if start == JANUARY_FIRST else f"{year}/{(year + 1) % 100:02d}"


def financial_year_start(day: date, start: tuple[int, int] = APRIL_FIRST) -> date:
    """Return the first day of the financial year that a day falls in."""
    began = (day.month, day.day) >= start
    return date(day.year if began else day.year - 1, *start)


def quarter_of(day: date, start: tuple[int, int] = APRIL_FIRST) -> Period:
    """Return the quarter of the financial year that a day falls in; the first begins with the year."""
    day = date(day.year, day.month, day.day)
    begins = financial_year_start(day, start)
    number = max(n for n in (1, 2, 3, 4) if months_after(begins, 3 * (n - 1)) <= day)
    label = f"{financial_year(day, start)} Q{number}"
    return Period(
        kind="quarter",
        starts_on=months_after(begins, 3 * (number - 1)),
        ends_on=months_after(begins, 3 * number) - timedelta(days=1),
        label=label,
        slug=label.lower().replace("/", "-").replace(" ", "-"),
    )


def month_of(day: date, start: tuple[int, int] = APRIL_FIRST) -> Period:
    """Return the month of the financial year that a day falls in; the first begins with the year.

    Where the year begins within a month, so does each of its months, and it goes by the month it begins in.
    """
    day = date(day.year, day.month, day.day)
    year = financial_year_start(day, start)
    number = max(n for n in range(YEAR_MONTHS) if months_after(year, n) <= day)
    begins, next_begins = months_after(year, number), months_after(year, number + 1)
    ends_on = next_begins - timedelta(days=1)
    month = MONTH_NAMES[begins.month - 1]
    return Period(
        kind="month",
        starts_on=begins,
        ends_on=ends_on,
        label=f"{month} {begins.year}"
        if begins.day == 1
        else f"{spoken_day(begins)} to {spoken_day(ends_on)}",
        # With its name, because 2011-12 is a year.
        slug=f"{begins.year}-{begins.month:02d}-{month.lower()}",
    )


def year_of(day: date, start: tuple[int, int] = APRIL_FIRST) -> Period:
    """Return the financial year that a day falls in."""
    begins = financial_year_start(day, start)
    label = financial_year(day, start)
    return Period(
        kind="year",
        starts_on=begins,
        ends_on=months_after(begins, YEAR_MONTHS) - timedelta(days=1),
        label=label,
        slug=label.replace("/", "-"),
    )


PERIODS: dict[PeriodKind, Callable[[date, tuple[int, int]], Period]] = {
    "month": month_of,
    "quarter": quarter_of,
    "year": year_of,
}


def period_of(kind: PeriodKind, day: date, start: tuple[int, int] = APRIL_FIRST) -> Period:
    """Return the month, quarter or year of the financial year that a day falls in."""
    return PERIODS[kind](day, start)


def last_finished(kind: PeriodKind, day: date, start: tuple[int, int] = APRIL_FIRST) -> Period:
    """Return the latest period whose last day lies before this day; a period's last day does not finish it."""
    return period_of(kind, period_of(kind, day, start).starts_on - timedelta(days=1), start)
