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
