"""Working days: Monday to Friday less the public holidays of the place."""

from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays
import numpy as np

# The calendars a profile may name, and where the holidays library keeps them.
CALENDARS = MappingProxyType(
    {
        "england-and-wales": ("GB", "ENG"),
        "scotland": ("GB", "SCT"),
        "northern-ireland": ("GB", "NIR"),
        "jersey": ("JE", None),
    }
)
SATURDAY = 5


@cache
def public_holidays(calendar: str) -> holidays.HolidayBase:
    """Return the public holidays of a calendar: a set of days that fills itself year by year."""
    country, part = CALENDARS[calendar]
    return holidays.country_holidays(country, subdiv=part)


def is_working_day(day: date, calendar: str) -> bool:
    """Tell whether people are at work on that day."""
    return day.weekday() < SATURDAY and day not in public_holidays(calendar)


@cache
def working_calendar(calendar: str, first_year: int, last_year: int) -> np.busdaycalendar:
    """Return the working days of those years, both inside, as numpy counts them."""
    country, part = CALENDARS[calendar]
    years = range(first_year, last_year + 1)
    days = holidays.country_holidays(country, subdiv=part, years=years)
    return np.busdaycalendar(weekmask="1111100", holidays=sorted(days))


def working_day_of_month(day: date, calendar: str) -> int:
    """Return which working day of its month a day is, from 1; 0 when it is not a working day."""
    if not is_working_day(day, calendar):
        return 0
    first = day.replace(day=1)
    days = (first + timedelta(days=n) for n in range(day.day))
    return sum(is_working_day(each, calendar) for each in days)
