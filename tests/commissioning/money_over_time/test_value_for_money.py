"""A lower cost with lower quality is no saving."""

import pytest

from commissioning.money_over_time.value_for_money import value_for_money


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
