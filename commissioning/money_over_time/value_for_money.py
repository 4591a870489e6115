"""Whether value for money rose: quality and unit cost of a year against those of the year before.

A lower cost with lower quality is no saving, and is never said to be one.
"""

from typing import Literal

Verdict = Literal[
    "improved",
    "unchanged",
    "worsened",
    "cost_down_quality_down",
    "cost_up_quality_up",
]

BY_WAY: dict[tuple[int, int], Verdict] = {
    (1, -1): "improved",
    (1, 0): "improved",
    (0, -1): "improved",
    (0, 0): "unchanged",
    (-1, -1): "cost_down_quality_down",
    (1, 1): "cost_up_quality_up",
    (0, 1): "worsened",
    (-1, 0): "worsened",
    (-1, 1): "worsened",
}


def value_for_money(quality_change: float, unit_cost_change: float) -> Verdict:
    """Return what a change of quality and one of unit cost come to, both as shares: 0.03 is 3% more."""
    ways = ((change > 0) - (change < 0) for change in (quality_change, unit_cost_change))
    quality, cost = ways
    return BY_WAY[quality, cost]
