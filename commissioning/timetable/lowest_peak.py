"""The start quarter of each procurement such that no quarter holds more than the lowest peak.

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
Counts = npt.NDArray[np.int64]
WINDOW = ["last_without", "last", "first"]
# Of each question to the optimiser: twenty thousand agreements are planned in ten, with three questions.
MOST_SECONDS = 60.0
GAVE_UP = 1  # what SciPy calls a solver that reached its limit of time


class NoPlanInTime(CommissioningError):
    """The optimiser found no plan that is proved to be the best within its time."""


@dataclass(frozen=True, eq=False)
class Choices:
    """Every choice there is: so many agreements of one window (``group``) starting in one quarter.

    Agreements with the same window are alike to the model, so they are counted and not named.
    ``after`` is how many quarters the choice lies after the last one with no option used, below 0 before.
    """

    group: Counts
    quarter: Counts
    after: Counts
    sizes: Counts


def start_quarters(windows: pd.DataFrame, peak: int) -> Counts:
    """Return the place of the quarter each procurement starts in, in the order of the windows.

    ``windows`` is sorted by ``last_without``, ``last`` and ``first``, each with ``first`` <= ``last``,
    and ``peak`` a quarter is enough for them.
    """
    if windows.empty:
        return np.zeros(0, dtype="int64")
    choices = choices_of(windows)
    chosen = np.rint(solved(choices, peak)).astype("int64")
    # Within a group the earlier quarters go to those that come first.
    return np.repeat(choices.quarter, chosen)


def choices_of(windows: pd.DataFrame) -> Choices:
    """Return the choices, group by group in the order of the windows and quarter by quarter."""
    groups = windows.groupby(WINDOW, sort=True).size().reset_index(name="size")
    spans = [
        np.arange(first, last + 1)
        for first, last in zip(groups["first"], groups["last"], strict=True)
    ]
    group = np.repeat(np.arange(len(groups)), [len(span) for span in spans])
    quarter = np.concatenate(spans)
    after = quarter - groups["last_without"].to_numpy()[group]
    return Choices(group, quarter, after, groups["size"].to_numpy())


def solved(choices: Choices, peak: int) -> Numbers:
    """Return the number of each choice: each aim is kept at its best for the next one."""
    options, early, waited = choices.after > 0, -choices.after.clip(max=0), choices.after.clip(0)
    constraints = constraints_of(choices, peak)
    best = np.zeros(len(choices.group))
    for aim in (options.astype("float64"), early.astype("float64"), waited.astype("float64")):
        best = least(aim, constraints, choices)
        kept = LinearConstraint(csr_array(aim[np.newaxis]), ub=np.rint(aim @ best))
        constraints = [*constraints, kept]
    return best


def constraints_of(choices: Choices, peak: int) -> list[LinearConstraint]:
    """Return what every plan keeps: each agreement starts once, and no quarter is above the peak."""
    ones, place = np.ones(len(choices.group)), np.arange(len(choices.group))
    once = csr_array((ones, (choices.group, place)))
    started = csr_array((ones, (choices.quarter, place)))
    return [
        LinearConstraint(once, choices.sizes, choices.sizes),
        LinearConstraint(started, ub=peak),
    ]


def least(aim: Numbers, constraints: list[LinearConstraint], choices: Choices) -> Numbers:
    """Return the whole numbers that make the aim least."""
    found = milp(
        aim,
        constraints=constraints,
        bounds=Bounds(0, choices.sizes[choices.group]),
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
