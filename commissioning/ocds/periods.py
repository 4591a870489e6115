"""The days of a period: as written, or counted from a stated first day. Both its ends are inclusive."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from commissioning.dates import FIRST_YEAR, LAST_YEAR, months_after
from commissioning.ocds.faults import Fault, fault

PLACEHOLDERS = (date(1, 1, 1), date(1900, 1, 1), date(1904, 1, 1), date(9999, 12, 31))
NO_TIME = datetime(1, 1, 1, tzinfo=UTC)
NOT_A_DAY = "Not a day as ISO 8601 writes it, such as 2025-04-01T00:00:00+01:00; it is not read."


class Term(NamedTuple):
    """First and last day, the last possible day, and which of the period's fields told each."""

    starts_on: date | None
    ends_on: date | None
    latest_end_on: date | None
    ends_by: str = "endDate"


def day_of(text: str | None, path: tuple[str, ...], faults: list[Fault]) -> date | None:
    """Return the day a date and time names, as written there: the publisher's own, whatever the offset."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
        if len(text) > len("2025-04-01"):
            datetime.fromisoformat(text)
    except ValueError:
        faults.append(fault(path, text, "is_a_day", NOT_A_DAY))
        return None
    if day in PLACEHOLDERS or not FIRST_YEAR <= day.year <= LAST_YEAR:
        faults.append(fault(path, text, "placeholder_day", "A system's day for no day."))
        return None
    return day


def instant_of(text: str | None) -> datetime:
    """Return the instant a date and time names, for putting releases in order; without an offset, UTC."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return NO_TIME
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def term_of(period: Mapping[str, Any], path: tuple[str, ...], faults: list[Fault]) -> Term:
    """Return the days of a period.

    A last day is the one written; else it is counted from a stated first day: days inclusive, so that
    365 of them from 1 April end on 31 March, or calendar months. Without a first day it is not known.
    """
    starts = day_of(period.get("startDate"), (*path, "startDate"), faults)
    latest = day_of(period.get("maxExtentDate"), (*path, "maxExtentDate"), faults)
    ends = day_of(period.get("endDate"), (*path, "endDate"), faults)
    if ends or not starts:
        return Term(starts, ends, latest)
    if months := period.get("durationInMonths"):
        last = last_day(starts, int(months))
        return Term(starts, last, latest, "durationInMonths")
    if days := period.get("durationInDays"):
        last = day_after(starts, int(days) - 1)
        return Term(starts, last, latest, "durationInDays")
    return Term(starts, None, latest)


def last_day(starts_on: date, months: int) -> date | None:
    """Return the last of so many calendar months that begin on a day."""
    if not 0 < months <= 12 * (LAST_YEAR - starts_on.year):
        return None
    return months_after(starts_on, months) - timedelta(days=1)


def later_end(ends_on: date, months: int) -> date | None:
    """Return the last day when so many months are added to a term."""
    return last_day(ends_on + timedelta(days=1), months)


def day_after(day: date, days: int) -> date | None:
    """Return the day so many days later, or None where no calendar has it."""
    if not 0 <= days <= 366 * (LAST_YEAR - day.year):
        return None
    return day + timedelta(days=days)
