"""The months and years that packs are made for, and which of them was the last to finish."""

from datetime import date

import pytest

from commissioning.dates import last_finished, period_of


@pytest.mark.parametrize(
    ("kind", "day", "start", "label", "slug", "starts_on", "ends_on"),
    [
        ("month", "2022-07-31", (4, 1), "July 2022", "2022-07-july", "2022-07-01", "2022-07-31"),
        ("month", "2024-02-29", (1, 1), "February 2024", "2024-02-february", "2024-02-01", "2024-02-29"),
        ("month", "2022-04-01", (4, 1), "April 2022", "2022-04-april", "2022-04-01", "2022-04-30"),
        # A year that begins on 6 April: so do its months.
        ("month", "2024-04-05", (4, 6), "6 March 2024 to 5 April 2024", "2024-03-march", "2024-03-06", "2024-04-05"),
        ("month", "2024-04-06", (4, 6), "6 April 2024 to 5 May 2024", "2024-04-april", "2024-04-06", "2024-05-05"),
        ("year", "2022-07-31", (4, 1), "2022/23", "2022-23", "2022-04-01", "2023-03-31"),
        ("year", "2022-03-31", (4, 1), "2021/22", "2021-22", "2021-04-01", "2022-03-31"),
        ("year", "2024-02-29", (1, 1), "2024", "2024", "2024-01-01", "2024-12-31"),
        ("quarter", "2022-07-31", (4, 1), "2022/23 Q2", "2022-23-q2", "2022-07-01", "2022-09-30"),
    ],
)  # fmt: skip
def test_a_day_falls_in_a_period_of_its_financial_year(
    kind, day, start, label, slug, starts_on, ends_on
):
    period = period_of(kind, date.fromisoformat(day), start)
    assert (period.kind, period.label, period.slug) == (kind, label, slug)
    assert (period.starts_on.isoformat(), period.ends_on.isoformat()) == (starts_on, ends_on)


@pytest.mark.parametrize(
    ("kind", "day", "label"),
    [
        ("month", "2022-07-31", "June 2022"),  # the month's last day is not over
        ("month", "2022-08-01", "July 2022"),
        ("year", "2022-03-31", "2020/21"),
        ("year", "2022-04-01", "2021/22"),
    ],
)
def test_the_last_finished_period_ended_before_the_day(kind, day, label):
    assert last_finished(kind, date.fromisoformat(day)).label == label


def test_no_month_is_called_what_a_year_is():
    slugs = [period_of("month", date(2011, month, 1)).slug for month in range(1, 13)]
    assert period_of("year", date(2011, 12, 1)).slug == "2011-12"
    assert "2011-12" not in slugs
    assert slugs == sorted(slugs)
