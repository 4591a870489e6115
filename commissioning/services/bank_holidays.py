"""GOV.UK's bank holidays: one file of every day, held against the calendars we count working days by.

Publisher: Government Digital Service, https://www.gov.uk/bank-holidays.json. Licence: Open Government
Licence v3.0. No key.
Shape: an object keyed by calendar, each with ``events`` of a title and a day; a few years, some ahead.
Jersey is not in it. Weekends are in ours alone, where the day off is a substitute: they are no matter.
"""

import json
from datetime import date

from commissioning.services.packages import not_data
from commissioning.services.service import NotData
from commissioning.working_days import SATURDAY, is_working_day

ADDRESS = "https://www.gov.uk/bank-holidays.json"
TITLE = "GOV.UK's bank holidays"


def read(body: bytes) -> dict[str, dict[date, str]]:
    """Return each calendar's days and what each is called. Raises NotData when it is something else."""
    try:
        told = json.loads(body.decode("utf-8-sig"))
        return {
            str(calendar): {
                date.fromisoformat(event["date"]): str(event["title"]) for event in days["events"]
            }
            for calendar, days in told.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotData(not_data(body) or "no calendars with their events") from None


def differences(published: dict[date, str], calendar: str) -> list[str]:
    """Return, in words, where a published calendar and ours differ, from its first year to its last."""
    if not published:
        return []
    first, last = min(published).year, max(published).year
    missing = [
        f"{day} ({title}) is not a holiday here"
        for day, title in sorted(published.items())
        if day.weekday() < SATURDAY and is_working_day(day, calendar)
    ]
    days = (date.fromordinal(n) for n in range(*_ordinals(first, last)))
    more = [
        f"{day} is a holiday here alone"
        for day in days
        if day.weekday() < SATURDAY and day not in published and not is_working_day(day, calendar)
    ]
    return missing + more


def _ordinals(first: int, last: int) -> tuple[int, int]:
    return date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()
