"""Months, declared formats, financial years and quarters, by the worked cases of the rules."""

from datetime import date

import pandas as pd
import pytest

from commissioning.dates import (
    financial_year,
    last_finished,
    months_after,
    months_before,
    parse_days,
    quarter_of,
    spoken_day,
)

ISO = ("%Y-%m-%d",)


def days(*written):
    return pd.Series(pd.to_datetime(list(written))).astype("datetime64[s]")


# The worked cases of the rules' conventions on months.
BEFORE = [
    ("2026-08-31", 18, "2025-02-28"),
    ("2028-02-29", 18, "2026-08-29"),
    ("2028-03-31", 18, "2026-09-30"),
    ("2026-05-31", 9, "2025-08-31"),  # chained subtraction would give 2025-08-28
    ("2028-02-29", 12, "2027-02-28"),
    ("2029-02-28", 12, "2028-02-28"),  # not the leap day
    ("2026-01-31", 0, "2026-01-31"),
]


@pytest.mark.parametrize(("day", "months", "expected"), BEFORE)
def test_months_before_one_day_are_one_subtraction_clamped_to_the_months_end(day, months, expected):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_months_before_a_column_take_each_agreements_own_number():
    ends_on = days(*(day for day, _, _ in BEFORE))
    months = pd.Series([months for _, months, _ in BEFORE])
    found = months_before(ends_on, months)
    assert found.dtype == "datetime64[s]"
    assert list(found) == list(days(*(expected for _, _, expected in BEFORE)))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2011-03-31", 6, "2011-09-30"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_months_after_are_clamped_likewise(day, months, expected):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("starts_on", "reached"),
    [
        ("2024-01-01", True),  # 2024-01-01 to 2026-12-31 is 36 months
        ("2024-01-02", False),
    ],
)
def test_a_term_of_36_months_is_reached_on_its_last_day(starts_on, reached):
    day_after = date(2027, 1, 1)
    assert (months_after(date.fromisoformat(starts_on), 36) <= day_after) is reached


def test_a_missing_day_or_number_of_months_gives_a_missing_day():
    ends_on = days("2026-08-31", None, "2026-08-31")
    months = pd.Series([18, 18, None], dtype="Int64")
    assert list(months_before(ends_on, months).isna()) == [False, True, True]


def test_rows_keep_their_labels():
    ends_on = days("2026-08-31", "2026-09-30")
    ends_on.index = pd.Index([7, 3])
    assert list(months_before(ends_on, 1).index) == [7, 3]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "2025-02-31",  # no such day
        "2025-02-29",  # not a leap year
        "2025-13-01",
        "01/03/2025",  # another format
        "20250301",
        "45678",  # a spreadsheet's serial number
        "0001-01-01",
        "9999-12-31",
        "1899-12-31",
        "2201-01-01",
        "22/04/222",
        "TBC",
        "X",
        "Jun-20",
        "July 2010-September 2010",
        "201009",
        "２０２５-03-01",
    ],
)
def test_what_is_not_a_day_in_the_declared_format_cannot_be_read(text):
    found, unreadable = parse_days(pd.Series([text]), ISO)
    assert found.isna().all()
    assert unreadable.all()


def test_an_empty_cell_is_a_missing_day_and_not_a_fault():
    found, unreadable = parse_days(pd.Series(["", "  ", None], dtype="str"), ISO)
    assert found.isna().all()
    assert not unreadable.any()


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2028-02-29", "%Y-%m-%d", "2028-02-29"),
        (" 2025-03-01 ", "%Y-%m-%d", "2025-03-01"),
        ("01/03/2025", "%d/%m/%Y", "2025-03-01"),
        ("1/3/2025", "%d/%m/%Y", "2025-03-01"),
        ("4/30/2020", "%m/%d/%Y", "2020-04-30"),
        ("07-Dec-10", "%d-%b-%y", "2010-12-07"),
        ("20250301", "%Y%m%d", "2025-03-01"),
        ("1900-01-01", "%Y-%m-%d", "1900-01-01"),
        ("2200-12-31", "%Y-%m-%d", "2200-12-31"),
    ],
)
def test_a_day_in_the_declared_format_is_read(text, form, expected):
    found, unreadable = parse_days(pd.Series([text]), (form,))
    assert list(found) == [pd.Timestamp(expected)]
    assert not unreadable.any()


def test_a_day_is_not_guessed_where_two_declared_formats_differ():
    text = pd.Series(["13/03/2025", "03/13/2025", "01/03/2025", "03/03/2025"])
    found, unreadable = parse_days(text, ("%d/%m/%Y", "%m/%d/%Y"))
    assert list(unreadable) == [False, False, True, False]
    assert list(found.dropna()) == list(days("2025-03-13", "2025-03-13", "2025-03-03"))


def test_digits_that_could_be_two_days_are_not_read():
    _, unreadable = parse_days(pd.Series(["2025111"]), ("%Y%m%d",))
    assert unreadable.all()


def test_a_day_is_spoken_in_full():
    assert spoken_day(date(2022, 7, 31)) == "31 July 2022"
    assert spoken_day(pd.Timestamp("2022-05-01")) == "1 May 2022"


@pytest.mark.parametrize(
    ("day", "start", "label"),
    [
        ("2022-07-31", (4, 1), "2022/23"),
        ("2022-03-31", (4, 1), "2021/22"),
        ("2022-04-01", (4, 1), "2022/23"),
        ("2100-03-31", (4, 1), "2099/00"),
        ("2010-09-01", (4, 1), "2010/11"),
        ("2024-02-29", (1, 1), "2024"),
        ("2024-12-31", (1, 1), "2024"),
    ],
)
def test_the_financial_year_is_named_by_its_first_and_last_years(day, start, label):
    assert financial_year(date.fromisoformat(day), start) == label


@pytest.mark.parametrize(
    ("day", "start", "label", "slug", "starts_on", "ends_on"),
    [
        ("2022-07-31", (4, 1), "2022/23 Q2", "2022-23-q2", "2022-07-01", "2022-09-30"),
        ("2022-04-01", (4, 1), "2022/23 Q1", "2022-23-q1", "2022-04-01", "2022-06-30"),
        ("2024-02-29", (4, 1), "2023/24 Q4", "2023-24-q4", "2024-01-01", "2024-03-31"),
        ("2024-02-29", (1, 1), "2024 Q1", "2024-q1", "2024-01-01", "2024-03-31"),
        ("2024-12-31", (1, 1), "2024 Q4", "2024-q4", "2024-10-01", "2024-12-31"),
        ("2024-07-05", (4, 6), "2024/25 Q1", "2024-25-q1", "2024-04-06", "2024-07-05"),
    ],
)
def test_a_day_falls_in_a_quarter_of_its_financial_year(
    day, start, label, slug, starts_on, ends_on
):
    quarter = quarter_of(date.fromisoformat(day), start)
    assert (quarter.kind, quarter.label, quarter.slug) == ("quarter", label, slug)
    assert quarter.starts_on == date.fromisoformat(starts_on)
    assert quarter.ends_on == date.fromisoformat(ends_on)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2022-07-31", "2022/23 Q1"),
        ("2022-06-30", "2021/22 Q4"),  # the quarter's last day is not over
        ("2022-07-01", "2022/23 Q1"),
        ("2022-04-01", "2021/22 Q4"),
    ],
)
def test_the_last_finished_quarter_ended_before_the_day(day, label):
    assert last_finished("quarter", date.fromisoformat(day)).label == label
