"""A lower cost with lower quality is no saving."""

from datetime import date

import pandas as pd
import pytest

from commissioning.money_over_time.value_for_money import quality_changes, value_for_money
from tests.rules.builders import register_with


@pytest.mark.parametrize(
    ("quality", "cost", "verdict"),
    [
        (0.03, -0.02, "improved"),  # J5
        (-0.03, -0.02, "cost_down_quality_down"),  # J5: not a saving
        (0.0, -0.02, "improved"),
        (0.0, 0.0, "unchanged"),
        (0.03, 0.02, "cost_up_quality_up"),
        (-0.01, 0.0, "worsened"),
    ],
)
def test_value_for_money_is_quality_beside_cost(quality, cost, verdict):
    assert value_for_money(quality, cost) == verdict


def year(starts_on, ends_on, **values):
    """Return one return of each measure for a year."""
    return [
        {"measure": name, "starts_on": starts_on, "ends_on": ends_on, "value": value}
        for name, value in values.items()
    ]


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ({"kept": 80.0, "wait": 10.0}, {"kept": 82.4, "wait": 10.0}, 1),
        ({"kept": 80.0, "wait": 10.0}, {"kept": 80.0, "wait": 12.0}, -1),  # a longer wait is worse
        ({"kept": 80.0, "wait": 10.0}, {"kept": 80.0, "wait": 10.0}, 0),
        ({"kept": 80.0, "wait": 10.0}, {"kept": 82.0, "wait": 12.0}, None),  # they differ
        ({"kept": 80.0}, {"wait": 12.0}, None),  # neither has both years
        ({"kept": 80.0}, {"kept": 81.0, "visits": 5.0}, 1),  # how many visits is no quality
    ],
)
def test_quality_rose_where_no_measure_of_it_fell(before, now, way):
    register = register_with(
        measures=[
            {"measure": "kept", "kind": "how_well", "direction": "higher"},
            {"measure": "wait", "kind": "how_well", "direction": "lower"},
            {"measure": "visits", "kind": "how_much", "direction": "higher"},
        ],
        returns=[
            *year("2024-04-01", "2025-03-31", **before),
            *year("2025-04-01", "2026-03-31", **now),
        ],
    )
    found = quality_changes(register, on=date(2026, 6, 30)).get(1)
    assert (None if found is None or pd.isna(found) else found) == way


def months(year, numbers, value):
    """Return one return of ``kept`` for each month of the financial year, 1 for April."""
    first = pd.Timestamp(year, 4, 1)
    starts = [first + pd.DateOffset(months=number - 1) for number in numbers]
    return [
        {
            **{"measure": "kept", "starts_on": start, "value": value},
            "ends_on": start + pd.offsets.MonthEnd(),
        }
        for start in starts
    ]


@pytest.mark.parametrize(
    ("numbers", "term", "way"),
    [
        (range(1, 13), {}, 1),
        ([1], {}, None),  # eleven months are not known
        ([*range(1, 6), *range(7, 13)], {}, None),  # September is left out
        ([*range(1, 13), 12], {}, None),  # March is there twice
        (range(1, 7), {"ends_on": "2025-09-30"}, 1),  # all that its term has of the year
        (range(1, 6), {"ends_on": "2025-09-30"}, None),
    ],
)
def test_a_year_of_which_not_all_was_returned_has_no_mean(numbers, term, way):
    register = register_with(
        **term,
        measures=[{"measure": "kept", "kind": "how_well", "direction": "higher"}],
        returns=[*months(2024, range(1, 13), 80.0), *months(2025, numbers, 90.0)],
    )
    found = quality_changes(register, on=date(2026, 6, 30)).get(1)
    assert (None if found is None or pd.isna(found) else found) == way
