"""The months, quarters and years that measures are returned for, told apart by number.

They begin with the financial year: the first quarter, and the first month, begin on its first day.
"""

import pandas as pd

from commissioning.dates import YEAR_MONTHS, months_after

# How many months one return of each frequency is for.
MONTHS_EACH = {"monthly": 1, "quarterly": 3, "yearly": YEAR_MONTHS}
EPOCH = 1970


def period_number(
    days: pd.Series, months: int | pd.Series, year_start: tuple[int, int]
) -> pd.Series:
    """Return the number of the period of so many months that holds each day; the next one's is one more."""
    month, day = year_start
    whole = days.dt.year * YEAR_MONTHS + days.dt.month - month - (days.dt.day < day)
    numbers: pd.Series = whole // months
    return numbers.astype("int64")


def period_start(
    numbers: pd.Series, months: int | pd.Series, year_start: tuple[int, int]
) -> pd.Series:
    """Return the first day of each period, by its number; missing where that is."""
    epoch = pd.Series(pd.Timestamp(EPOCH, *year_start), numbers.index)
    return months_after(epoch, numbers * months - EPOCH * YEAR_MONTHS)


def period_end(
    numbers: pd.Series, months: int | pd.Series, year_start: tuple[int, int]
) -> pd.Series:
    """Return the last day of each period, by its number; missing where that is."""
    return period_start(numbers + 1, months, year_start) - pd.Timedelta(days=1)
