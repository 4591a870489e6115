"""One who reads every figure published of some people and works out what was hidden.

Written apart from the product: each figure is an equation or a range over whole numbers, and each value that
a hidden count may have is tried on its own with an integer programme.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MANY = 100_000


@dataclass
class Attacker:
    """What has been read: the range each count is in, and the sums it stands in."""

    ranges: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Hashable, tuple[Hashable, ...]]] = field(default_factory=list)

    def read(self, cell: Hashable, low: int, high: int = MANY) -> None:
        """Note that a count is in a range, besides all that was read of it before."""
        was = self.ranges.get(cell, (0, MANY))
        self.ranges[cell] = max(low, was[0]), min(high, was[1])

    def adds_up(self, total: Hashable, parts: Iterable[Hashable]) -> None:
        """Note that a total is the sum of its parts."""
        self.sums.append((total, tuple(parts)))

    def is_possible(self, fixed: Mapping[Hashable, int]) -> bool:
        """Tell whether some counts may be these, given everything read."""
        cells = list(
            {*self.ranges, *(cell for total, parts in self.sums for cell in (total, *parts))}
        )
        equal = np.zeros((max(1, len(self.sums)), len(cells)))
        for row, (total, parts) in enumerate(self.sums):
            equal[row, cells.index(total)] = -1
            for part in parts:
                equal[row, cells.index(part)] += 1
        ends = [
            (fixed[c], fixed[c]) if c in fixed else self.ranges.get(c, (0, MANY)) for c in cells
        ]
        if any(
            low > high or not self.ranges.get(c, (0, MANY))[0] <= low
            for c, (low, high) in zip(cells, ends, strict=True)
        ):
            return False
        low, high = np.array(ends, dtype=float).T
        answer = milp(
            np.zeros(len(cells)),
            constraints=LinearConstraint(equal, 0, 0),
            bounds=Bounds(low, high),
            integrality=np.ones(len(cells)),
        )
        return answer.status == 0

    def values_left(self, cell: Hashable, among: Iterable[int], *, up_to: int = 10) -> list[int]:
        """Return which of some values a count may have, and stop when so many are found."""
        left: list[int] = []
        for value in among:
            if len(left) < up_to and self.is_possible({cell: value}):
                left.append(value)
        return left
