"""What a reader can work out: the least and the most that each count can be, given all that is told of them.

A count told as 25 may be 23 to 27, and a total is the sum of its parts. Where sums hang together without a
ring, passing bounds along them until none moves gives exactly what can be known; where they form a ring, as in
a table with both margins, each bound is the answer of a small integer programme.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

NO_BOUND = float("inf")
NO_END = (3, 4)  # how the solver says that an answer has no end
TOLERANCE = 1e-6  # of the solver's answers, which are whole numbers

Interval = tuple[float, float]


@dataclass(frozen=True)
class Sum:
    """A total that is the sum of its parts, each named by its cell."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def cells(self) -> tuple[Hashable, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def known(
    intervals: Mapping[Hashable, Interval], sums: Sequence[Sum], asked: Iterable[Hashable]
) -> dict[Hashable, Interval]:
    """Return the least and the most that each cell asked about can be, in whole numbers of people."""
    passed = passed_along(dict(intervals), sums)
    if has_ring(sums):
        return solved(passed, sums, asked)
    return {cell: passed[cell] for cell in asked}


def passed_along(
    intervals: dict[Hashable, Interval], sums: Sequence[Sum]
) -> dict[Hashable, Interval]:
    """Narrow each interval by the others of its sums, until nothing moves."""
    moved = True
    while moved:
        moved = False
        for each in sums:
            for cell in each.cells:
                found = from_the_others(cell, each, intervals)
                low, high = intervals[cell]
                narrowed = max(low, found[0]), min(high, found[1])
                if narrowed != (low, high):
                    intervals[cell] = narrowed
                    moved = True
    return intervals


def from_the_others(cell: Hashable, one: Sum, intervals: Mapping[Hashable, Interval]) -> Interval:
    """Return what the rest of a sum says of one of its cells."""
    others = [intervals[part] for part in one.parts if part != cell]
    low, high = sum(each[0] for each in others), sum(each[1] for each in others)
    if cell == one.total:
        return low, high
    least, most = intervals[one.total]
    return least - high, most - low


def has_ring(sums: Sequence[Sum]) -> bool:
    """Tell whether some sums meet in more than one way, so that bounds passed along may be too wide."""
    leader: dict[object, object] = {}

    def first_of(node: object) -> object:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for number, each in enumerate(sums):
        for cell in each.cells:
            one, other = first_of(("sum", number)), first_of(("cell", cell))
            if one == other:
                return True
            leader[one] = other
    return False


def solved(
    intervals: Mapping[Hashable, Interval], sums: Sequence[Sum], asked: Iterable[Hashable]
) -> dict[Hashable, Interval]:
    """Return the bounds of each cell asked about as the answers of two integer programmes."""
    # Imported here because it takes a second, and most tables have no ring.
    from scipy.optimize import Bounds, LinearConstraint, milp

    cells = list(intervals)
    place = {cell: number for number, cell in enumerate(cells)}
    equal = np.zeros((len(sums), len(cells)))
    for row, each in enumerate(sums):
        equal[row, place[each.total]] = -1
        for part in each.parts:
            equal[row, place[part]] += 1
    low, high = np.array([intervals[cell] for cell in cells], dtype=float).T
    within = LinearConstraint(equal, 0, 0)

    def end(number: int, sign: int) -> float:
        if low[number] == high[number]:
            return float(low[number])
        aim = np.zeros(len(cells))
        aim[number] = sign
        answer = milp(
            aim, constraints=within, bounds=Bounds(low, high), integrality=np.ones(len(cells))
        )
        if answer.status in NO_END:
            return sign * -NO_BOUND
        if answer.fun is None:
            raise ValueError("The counts told do not agree with one another.")
        return float(np.floor(sign * answer.fun + TOLERANCE))

    return {cell: (end(place[cell], 1), end(place[cell], -1)) for cell in asked}
