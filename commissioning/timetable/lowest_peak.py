"""The start quarter of each procurement such that the fullest quarter is as low as it can be.

Solved as an integer programme by HiGHS, through SciPy. docs/explanation/smoothing.md states the
model: its variables, its constraints and what it prefers, in order.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from commissioning.errors import CommissioningError

Numbers = npt.NDArray[np.float64]
# Of each question to the optimiser. A department's are answered in a second; see benchmarks/README.md.
MOST_SECONDS = 60.0
GAVE_UP = 1  # what SciPy calls a solver that reached its limit of time
WINDOW = ["last_without", "last", "first"]


class NoPlanInTime(CommissioningError):
    """The optimiser found no plan that is proved to be the best within its time."""


@dataclass(frozen=True, eq=False)
class Choices:
    """Every choice there is: so many agreements of one window (``group``) starting in one quarter.

    Agreements with the same window are alike to the model, so they are counted and not named.
    """

    group: npt.NDArray[np.int64]
    quarter: npt.NDArray[np.int64]
    uses_option: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.int64]

    @property
    def width(self) -> int:
        """How many variables there are: the choices, and the peak after them."""
        return len(self.group) + 1


def start_quarters(windows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the place of the quarter each procurement starts in, in the order of the windows.

    ``windows`` is sorted by ``last_without``, ``last`` and ``first``, each with ``first`` <= ``last``.
    """
    if windows.empty:
        return np.zeros(0, dtype="int64")
    choices = choices_of(windows)
    chosen = np.rint(solved(choices)).astype("int64")
    # Within a group the earlier quarters go to those that come first.
    return np.repeat(choices.quarter, chosen[:-1])


def choices_of(windows: pd.DataFrame) -> Choices:
    """Return the choices, group by group in the order of the windows and quarter by quarter."""
    groups = windows.groupby(WINDOW, sort=True).size().reset_index(name="size")
    spans = [
        np.arange(first, last + 1)
        for first, last in zip(groups["first"], groups["last"], strict=True)
    ]
    group = np.repeat(np.arange(len(groups)), [len(span) for span in spans])
    quarter = np.concatenate(spans)
    without = groups["last_without"].to_numpy()[group]
    return Choices(group, quarter, quarter > without, groups["size"].to_numpy())


def solved(choices: Choices) -> Numbers:
    """Return the number of each choice and the peak: each aim is kept at its best for the next one."""
    lower, upper = np.zeros(choices.width), np.append(choices.sizes[choices.group], np.inf)
    constraints = constraints_of(choices)
    peak, options, earliest = np.zeros((3, choices.width))
    peak[-1] = 1
    options[:-1] = choices.uses_option
    earliest[:-1] = choices.quarter
    best = np.zeros(choices.width)
    for aim in (peak, options, earliest):
        best = least(aim, constraints, lower, upper)
        kept = LinearConstraint(csr_array(aim[np.newaxis]), ub=np.rint(aim @ best))
        constraints = [*constraints, kept]
    return earliest_of_the_rest(choices, best, constraints, lower, upper)


def earliest_of_the_rest(
    choices: Choices,
    best: Numbers,
    constraints: list[LinearConstraint],
    lower: Numbers,
    upper: Numbers,
) -> Numbers:
    """Return the one plan that is left of equally good ones.

    The first group's first quarter is made as full as it can be, then its next, then the next group's.
    """
    peak = np.rint(best[-1])
    for choice, group in enumerate(choices.group):
        already = lower[:-1][choices.group == group].sum()
        if np.rint(best[choice]) < min(choices.sizes[group] - already, peak):
            aim = np.zeros(choices.width)
            aim[choice] = -1
            best = least(aim, constraints, lower, upper)
        lower[choice] = upper[choice] = np.rint(best[choice])
    return best


def constraints_of(choices: Choices) -> list[LinearConstraint]:
    """Return what every plan keeps: each agreement starts once, and no quarter is above the peak."""
    ones, place = np.ones(choices.width - 1), np.arange(choices.width - 1)
    groups = (len(choices.sizes), choices.width)
    once = csr_array((ones, (choices.group, place)), shape=groups)
    quarters = int(choices.quarter.max()) + 1
    started = csr_array((ones, (choices.quarter, place)), shape=(quarters, choices.width))
    peak = csr_array(
        (-np.ones(quarters), (np.arange(quarters), np.full(quarters, choices.width - 1))),
        shape=(quarters, choices.width),
    )
    return [
        LinearConstraint(once, choices.sizes, choices.sizes),
        LinearConstraint(started + peak, ub=0),
    ]


def least(
    aim: Numbers, constraints: list[LinearConstraint], lower: Numbers, upper: Numbers
) -> Numbers:
    """Return the whole numbers that make the aim least."""
    found = milp(
        aim,
        constraints=constraints,
        bounds=Bounds(lower, upper),
        integrality=np.ones(len(aim)),
        options={"mip_rel_gap": 0, "time_limit": MOST_SECONDS},
    )
    if found.status == GAVE_UP:
        raise NoPlanInTime(
            f"No plan was proved to be the best in {MOST_SECONDS:g} seconds, so none is proposed; "
            "ask for one department at a time."
        )
    if found.x is None:
        raise CommissioningError(
            f"no plan could be worked out: the optimiser says {found.message}."
        )
    numbers: Numbers = found.x
    return numbers
