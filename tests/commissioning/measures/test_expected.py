"""Which returns are owed, which have come and how late, and which are missing."""

from datetime import date

import pandas as pd
import pytest

from commissioning.measures.expected import expected_returns
from commissioning.measures.periods import period_end, period_number, period_start
from tests.rules.builders import answer, register_with


def expected(on, *returns, frequency="quarterly", year_start=(4, 1), until=None, **columns):
    """Return what one measure of A1 owes on a day, as days and states."""
    term = {"starts_on": "2025-05-15", "ends_on": "2026-02-28"} | columns
    register = register_with(
        **term,
        measures=[{"measure": "m", "frequency": frequency}],
        returns=[{"measure": "m", **each} for each in returns],
    )
    return expected_returns(
        register.agreements,
        register.measures,
        register.returns,
        on=date.fromisoformat(on),
        year_start=year_start,
        until=until and date.fromisoformat(until),
    )


def days(frame, *names):
    """Return columns as text, row by row."""
    return [
        " ".join("-" if str(cell) in ("NaT", "<NA>") else str(cell)[:10] for cell in row)
        for row in frame[list(names)].itertuples(index=False)
    ]


def returned(starts_on, ends_on, due_on=None, received_on=None, value=1.0):
    return {
        **{"starts_on": starts_on, "ends_on": ends_on, "value": value},
        **{"due_on": due_on, "received_on": received_on},
    }


@pytest.mark.parametrize(
    ("frequency", "year_start", "periods"),
    [
        (
            "quarterly",
            (4, 1),
            [
                *("2025-05-15 2025-06-30", "2025-07-01 2025-09-30", "2025-10-01 2025-12-31"),
                "2026-01-01 2026-02-28",  # cut short by the term's last day
            ],
        ),
        ("yearly", (4, 1), ["2025-05-15 2026-02-28"]),
        ("yearly", (1, 1), ["2025-05-15 2025-12-31", "2026-01-01 2026-02-28"]),
    ],
)
def test_a_return_is_owed_for_each_period_with_a_day_in_the_term(frequency, year_start, periods):
    found = expected("2026-06-01", frequency=frequency, year_start=year_start)
    assert days(found, "starts_on", "ends_on") == periods


def test_a_month_is_owed_once_it_is_over():
    found = expected("2025-07-30", frequency="monthly")
    assert days(found, "ends_on") == ["2025-05-31", "2025-06-30"]
    asked = expected("2025-07-30", frequency="monthly", until="2025-09-30")
    assert days(asked, "ends_on") == [
        *days(found, "ends_on"),
        *("2025-07-31", "2025-08-31", "2025-09-30"),
    ]


def test_an_agreement_without_an_end_goes_on_and_one_cancelled_owes_nothing():
    assert len(expected("2026-06-01", ends_on=None)) == 4
    assert expected("2026-06-01", status="cancelled").empty


@pytest.mark.parametrize("status", ["ended", "terminated"])
@pytest.mark.parametrize(
    ("ends_on", "on", "owed"),
    [
        (None, "2026-06-01", 0),
        ("2026-09-30", "2026-06-01", 0),  # closed before the day it was to end
        ("2026-02-28", "2026-06-01", 4),  # May to June, two whole quarters, January and February
        ("2026-02-28", "2026-02-28", 4),
    ],
)
def test_what_is_closed_owes_no_more_than_its_term(status, ends_on, on, owed):
    for until in (None, "2026-12-31"):
        assert len(expected(on, status=status, ends_on=ends_on, until=until)) == owed


@pytest.mark.parametrize(
    ("counts", "received_on", "state"),
    [
        ({"numerator": 3.0, "denominator": 4.0}, None, "received"),
        ({"numerator": 0.0, "denominator": 4.0}, None, "received"),
        ({"numerator": 3.0}, None, "missing"),
        ({"denominator": 4.0}, None, "missing"),
        ({"numerator": 3.0, "denominator": 4.0}, "2025-09-02", "missing"),  # after the day asked
    ],
)
def test_two_counts_without_a_value_are_a_return(counts, received_on, state):
    given = returned("2025-05-15", "2025-06-30", "2025-07-20", received_on, None)
    assert days(expected("2025-09-01", {**given, **counts}), "state") == [state]


def test_each_return_is_received_missing_or_awaited_on_the_day():
    found = expected(
        "2026-02-01",
        returned("2025-05-15", "2025-06-30", "2025-07-20", "2025-07-20"),
        returned("2025-07-01", "2025-09-30", "2025-10-20", "2025-11-04"),
        returned("2025-10-01", "2025-12-31", "2026-01-20", "2026-02-02"),  # after the day asked
        until="2026-02-28",
    )
    assert days(found, "state", "due_on", "received_on", "days_late") == [
        "received 2025-07-20 2025-07-20 0",
        "received 2025-10-20 2025-11-04 15",
        "missing 2026-01-20 - 12",
        "awaited 2026-03-20 - 0",  # 20 days after the period, as the last return was
    ]
    assert found["due_from"].tolist() == [*["recorded"] * 3, "practice"]
    assert found["value"].notna().tolist() == [True, True, False, False]


def test_what_is_due_when_nothing_says_is_a_proposal():
    found = expected("2025-07-31")
    assert days(found, "due_on", "due_from", "state", "days_late") == [
        "2025-07-30 proposal missing 1"
    ]
    assert days(expected("2025-07-30"), "state") == ["awaited"]


def test_what_the_register_does_not_say_is_unknown_and_never_not_owed():
    found = expected("2026-06-01", frequency=None)
    assert days(found, "state", "missing") == ["unknown frequency"]
    assert days(expected("2026-06-01", starts_on=None), "state", "missing") == ["unknown starts_on"]
    since = expected("2026-01-15", returned("2025-07-01", "2025-09-30"), starts_on=None)
    assert days(since, "starts_on", "state") == ["2025-07-01 received", "2025-10-01 awaited"]


def test_of_several_returns_of_one_period_the_one_that_came_counts():
    found = expected(
        "2025-09-01",
        returned("2025-04-01", "2025-06-30", "2025-07-20", None, None),
        returned("2025-05-15", "2025-06-30", None, "2025-07-18", 7.0),
    )
    assert days(found, "state", "received_on", "value") == ["received 2025-07-18 7.0"]


@pytest.mark.parametrize(
    ("due_on", "received_on", "on"),
    [
        ("2025-10-14", "2025-10-28", "2026-01-31"),
        ("2025-10-14", "2025-10-29", "2026-01-31"),
        ("2025-10-14", None, "2025-10-28"),
        ("2025-10-14", None, "2025-10-29"),
        ("2025-10-14", "2025-10-30", "2025-10-29"),
    ],
)
def test_more_than_a_fortnight_late_is_what_the_rule_flags(due_on, received_on, on):
    return_ = returned("2025-07-01", "2025-09-30", due_on, received_on, None)
    found = expected(on, return_).set_index("starts_on").loc["2025-07-01"]
    register = register_with(ends_on="2027-03-31", returns=[{"measure": "m", **return_}])
    assert (found["days_late"] > 14) == (
        answer("kpi_return_late", register, on)["status"] == "flagged"
    )


@pytest.mark.parametrize("months", [1, 3, 12])
@pytest.mark.parametrize("start", [(4, 1), (1, 1), (4, 6)])
def test_periods_follow_one_another_without_a_gap(months, start):
    every = pd.Series(pd.date_range("2023-12-30", "2025-04-10", unit="s"))
    numbers = period_number(every, months, start)
    first, last = period_start(numbers, months, start), period_end(numbers, months, start)
    assert ((first <= every) & (every <= last)).all()
    assert numbers.diff().dropna().isin([0, 1]).all()
    assert (first[numbers.diff() == 1] == every[numbers.diff() == 1]).all()
