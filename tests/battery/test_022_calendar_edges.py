"""Battery 22: leap days, ends of months and of years: each day to act by is the one that the calendar gives."""

from datetime import date

import pytest

from commissioning.dates import financial_year, last_finished, months_after, months_before
from tests.cases.council import answers_on, with_files

RULE = "expiry_within_lead_time"
# Reference, the last day, the tier, and the first day on which its end is too near: by hand, on a calendar. Of
# the tiers gold has 24 months to be replaced in, silver 18 and bronze 9 (docs/rules/expiry_within_lead_time.md).
ENDS = (
    ("leap-day", "2028-02-29", "gold", "2026-02-28"),  # 2026 has no 29 February
    ("leap-year", "2028-02-28", "gold", "2026-02-28"),
    ("to-leap-day", "2026-02-28", "gold", "2024-02-28"),  # 2024 has one, and this is not it
    ("from-31-august", "2027-08-31", "silver", "2026-02-28"),
    ("from-31-may", "2027-05-31", "silver", "2025-11-30"),
    ("year-end", "2026-12-31", "bronze", "2026-03-31"),
    ("new-year", "2027-01-01", "bronze", "2026-04-01"),
    ("financial-year-end", "2027-03-31", "bronze", "2026-06-30"),
    ("financial-new-year", "2027-04-01", "bronze", "2026-07-01"),
)


def test_an_agreement_is_told_of_from_the_day_the_calendar_gives_and_not_a_day_before(tmp_path):
    rows = [
        {**{"reference": name, "title": name, "starts_on": "2022-04-01", "ends_on": ends_on}}
        | {"tier": tier, "status": "active", "value_gbp": "1000.00"}
        for name, ends_on, tier, _first in ENDS
    ]
    council = with_files(tmp_path, {"agreements": rows})
    for name, _ends_on, _tier, first in ENDS:
        day = date.fromisoformat(first)
        before = date.fromordinal(day.toordinal() - 1)
        told = answers_on(council, day.isoformat())[RULE, name]
        assert (name, told["status"]) == (name, "flagged")
        assert told["act_by"] == first
        told = answers_on(council, before.isoformat())[RULE, name]
        assert (name, told["status"]) == (name, "clear")


@pytest.mark.parametrize(
    ("day", "months", "later", "back"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 1, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29), date(2028, 1, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30), date(2026, 3, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28), date(2026, 12, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2024, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_month_of_notice_ends_on_the_day_of_that_number_or_the_last_there_is(
    day, months, later, back
):
    assert months_after(day, months) == later
    assert months_before(later, months) == back


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 3, 31), "2025/26", date(2025, 12, 31)),
        (date(2026, 4, 1), "2026/27", date(2026, 3, 31)),
        (date(2027, 1, 1), "2026/27", date(2026, 12, 31)),
        (date(2028, 2, 29), "2027/28", date(2027, 12, 31)),
    ],
)
def test_a_day_belongs_to_the_financial_year_that_began_on_1_april(day, year, quarter):
    assert financial_year(day) == year
    assert last_finished("quarter", day).ends_on == quarter
