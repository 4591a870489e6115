"""Periods as publishers of needs data write them: their first and last day, or nothing is guessed."""

from datetime import date

import pytest

from commissioning.sources.periods import any_period, edition_of, one_day, year_to_march


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2021 - 23", "2021-01-01", "2023-12-31"),
        ("2021-2023", "2021-01-01", "2023-12-31"),
        ("2023/24", "2023-04-01", "2024-03-31"),
        ("1999/00", "1999-04-01", "2000-03-31"),
        ("2019/20 - 21/22", "2019-04-01", "2022-03-31"),
        ("2023/24 Q4", "2024-01-01", "2024-03-31"),
        ("2023 Q1", "2023-01-01", "2023-03-31"),
        ("Aug 2019 - Jul 2021", "2019-08-01", "2021-07-31"),
        ("Jan 2023-Dec 2023", "2023-01-01", "2023-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2011-13", "2011-01-01", "2013-12-31"),
        ("2012-12", "2012-12-01", "2012-12-31"),
        ("2010 - 12", "2010-01-01", "2012-12-31"),
        ("2021-03-21", "2021-03-21", "2021-03-21"),
    ],
)
def test_a_period_is_its_first_and_last_day(text, starts_on, ends_on):
    assert any_period(text) == (date.fromisoformat(starts_on), date.fromisoformat(ends_on))


@pytest.mark.parametrize(
    "text",
    [
        "1999 - 01",  # the century is not guessed
        "2023 - 21",
        "2023/25",
        "2019/20 - 21/23",
        "2023/24 Q5",
        "Foo 2024",
        "2023-13",
        "2010-12",  # December 2010, or three years as 2011-13 is
        "2023-02-30",
        "latest",
        "",
    ],
)
def test_a_period_that_is_none_is_not_guessed(text):
    assert any_period(text) == (None, None)


def test_a_reporting_year_is_named_for_the_year_in_which_it_ends():
    assert year_to_march("2024") == (date(2023, 4, 1), date(2024, 3, 31))
    assert edition_of("2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert one_day("2024-06-30") == (date(2024, 6, 30), date(2024, 6, 30))
    assert year_to_march("202324") == edition_of("25") == one_day("30/06/2024") == (None, None)
