"""Quarters of the financial year, and how many running were red."""

from datetime import date

import pandas as pd
import pytest

from commissioning.measures.quarters import rated_measures
from commissioning.register import empty
from tests.rules.builders import frame

IDS = {"A1": 1}
MEASURE = {"reference": "A1", "measure": "m", "target": 90.0, "direction": "higher"}
RED, GREEN = 50.0, 95.0


def red_quarters(returns, on, year_start=(4, 1)):
    measures = frame("measures", pd.DataFrame([MEASURE]), IDS)
    rows = [
        {"reference": "A1", "measure": "m", "ends_on": day, "value": value}
        for day, value in returns
    ]
    given = frame("returns", pd.DataFrame(rows), IDS) if rows else empty("returns")
    return rated_measures(measures, given, on=date.fromisoformat(on), year_start=year_start).iloc[0]


@pytest.mark.parametrize(
    ("returns", "count"),
    [
        ([("2025-06-30", RED), ("2025-09-30", RED), ("2025-12-31", RED)], 3),
        ([("2025-06-30", RED), ("2025-09-30", GREEN), ("2025-12-31", RED)], 1),
        ([("2025-06-30", RED), ("2025-09-30", None), ("2025-12-31", RED)], 1),  # grey ends the run
        ([("2025-06-30", RED), ("2025-12-31", RED)], 1),  # and so does a quarter without a return
        ([("2025-09-30", RED), ("2025-12-31", GREEN)], 0),
        # Of monthly returns the last is the quarter's.
        ([("2025-10-31", GREEN), ("2025-11-30", GREEN), ("2025-12-31", RED)], 1),
        ([("2025-10-31", RED), ("2025-12-31", GREEN)], 0),
        ([("2025-12-31", RED), ("2026-03-31", GREEN)], 1),  # not over on the day asked about
    ],
)
def test_counts_the_latest_quarters_running_that_were_red(returns, count):
    assert red_quarters(returns, "2026-01-31")["red_quarters"] == count


@pytest.mark.parametrize(
    ("on", "is_grey"),
    [("2026-03-31", False), ("2026-06-30", False), ("2026-07-01", True)],
)
def test_a_return_has_a_further_quarter_to_come_in(on, is_grey):
    found = red_quarters([("2025-12-31", RED)], on)
    assert found["lacks_value"] == is_grey
    assert found["red_quarters"] == (0 if is_grey else 1)


def test_the_quarters_are_those_of_the_financial_year():
    returns = [("2025-05-31", RED), ("2025-06-30", RED)]
    assert red_quarters(returns, "2025-08-01")["red_quarters"] == 1
    # Of a year that starts on 1 March they are two quarters.
    assert red_quarters(returns, "2025-08-01", (3, 1))["red_quarters"] == 2
    assert str(red_quarters(returns, "2025-08-01", (3, 1))["ends_on"].date()) == "2025-08-31"
    assert str(red_quarters(returns, "2025-08-01")["ends_on"].date()) == "2025-06-30"
