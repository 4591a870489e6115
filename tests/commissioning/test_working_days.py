"""Working days against the holidays that GOV.UK publishes."""

import json
from datetime import date
from pathlib import Path

import pytest

from commissioning.working_days import is_working_day, public_holidays, working_day_of_month

PUBLISHED = Path(__file__).parents[2] / "../shared/data/reference/govuk_bank_holidays.json"


@pytest.mark.parametrize("calendar", ["england-and-wales", "scotland", "northern-ireland"])
def test_every_holiday_that_gov_uk_publishes_is_known(calendar):
    if not PUBLISHED.exists():
        pytest.skip("the published bank holidays are not beside the repository")
    events = json.loads(PUBLISHED.read_text(encoding="utf-8"))[calendar]["events"]
    days = {date.fromisoformat(event["date"]) for event in events}
    assert days
    assert {day for day in days if day not in public_holidays(calendar)} == set()


def test_liberation_day_is_a_holiday_in_jersey():
    assert not is_working_day(date(2025, 5, 9), "jersey")
    assert is_working_day(date(2025, 5, 9), "england-and-wales")


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2026-04-01", 1),  # a Wednesday
        ("2026-04-02", 2),
        ("2026-04-03", 0),  # Good Friday
        ("2026-04-06", 0),  # Easter Monday
        ("2026-04-07", 3),
        ("2026-04-09", 5),
        ("2026-02-28", 0),  # a Saturday
        ("2026-01-02", 1),  # after New Year's Day
    ],
)
def test_the_working_day_of_a_month_passes_over_weekends_and_holidays(day, number):
    assert working_day_of_month(date.fromisoformat(day), "england-and-wales") == number
