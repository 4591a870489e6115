"""Why no plan exists: more procurements have to start in some quarters than a team can start.

By Hall's theorem a capacity is enough, for windows that are quarters in a row, when no quarters in a
row have more windows wholly inside them than it can start there.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.dates import Period, spoken_day
from commissioning.packs.wording import counted
from commissioning.timetable.case import counted_days
from commissioning.timetable.durations import Timetable
from commissioning.timetable.start_windows import GONE, first_places
from commissioning.timetable.worked_back import slack_days

# The most references that a sentence names; the plan itself holds all.
NAMED = 10


@dataclass(frozen=True)
class Shortfall:
    """Quarters in a row in which more has to start than can, and by how many it is too much.

    ``early_quarters`` is how early a start may be, and ``early_enough`` how early it would have to be
    for a plan to exist; None where no start is early enough.
    """

    first_quarter: str
    last_quarter: str
    references: tuple[str, ...]
    room: int
    early_quarters: int
    early_enough: int | None

    @property
    def short_by(self) -> int:
        """How many procurements are too many."""
        return len(self.references) - self.room

    @property
    def sentence(self) -> str:
        """What a person reads."""
        where = self.first_quarter
        if self.last_quarter != self.first_quarter:
            where += f" to {self.last_quarter}"
        needed = len(self.references)
        return (
            f"{needed:,} {'has' if needed == 1 else 'have'} to start in {where}, options used or not "
            f"and {early_limit(self.early_quarters)}, and the team can start {self.room:,}: "
            f"{self.short_by:,} too many ({named(self.references)})."
        )

    @property
    def remedy(self) -> str:
        """Whether an earlier start would help."""
        if self.early_enough is None:
            return "However early work starts, this capacity is too small."
        return (
            f"Started up to {counted(self.early_enough, 'quarter')} early, this capacity would do."
        )


def worst_shortfall(
    windows: pd.DataFrame, quarters: Sequence[Period], *, capacity: int, early_quarters: int
) -> Shortfall | None:
    """Return the quarters in a row that are the most too full, or None where none are.

    Too full means that the agreements that can start in no other quarter are more than ``capacity``
    a quarter. Of equally full ones the fewest quarters are taken, and of those the earliest.
    """
    first, last, inside = windows_inside(windows)
    short = inside - capacity * (last - first + 1)
    worst = np.lexsort((first, last - first, -short))[:1]
    if not (short[worst] > 0).any():
        return None
    a, b = int(first[worst][0]), int(last[worst][0])
    held = windows[(windows["first"] >= a) & (windows["last"] <= b)]
    return Shortfall(
        quarters[a].label,
        quarters[b].label,
        tuple(held["reference"]),
        room=capacity * (b - a + 1),
        early_quarters=early_quarters,
        early_enough=early_enough(windows, capacity),
    )


def least_capacity(windows: pd.DataFrame) -> int:
    """Return the least capacity that is enough: the lowest that the fullest quarter can be."""
    first, last, inside = windows_inside(windows)
    return int((-(-inside // (last - first + 1))).max(initial=0))


def early_enough(windows: pd.DataFrame, capacity: int) -> int | None:
    """Return how many quarters early starts have to be allowed for the capacity to be enough."""

    def is_enough(early_quarters: int) -> bool:
        earlier = windows.assign(first=first_places(windows, early_quarters))
        return least_capacity(earlier) <= capacity

    most = int(windows["last_without"].max())
    found = bisect_left(range(most + 1), True, key=is_enough)
    return found if found <= most else None


def windows_inside(
    windows: pd.DataFrame,
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Return all quarters in a row, by the places of the first and last, and the windows inside them."""
    count = int(windows["last"].max()) + 1 if len(windows) else 0
    starts = np.zeros((count, count), dtype="int64")
    np.add.at(starts, (windows["first"].to_numpy(), windows["last"].to_numpy()), 1)
    # How many windows begin in quarter a or later and end in quarter b or earlier.
    inside = starts[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
    first, last = np.triu_indices(count)
    return first, last, inside[first, last]


def too_late(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements whose replacement could not be in place, whatever is started now."""
    return windows[windows["last"] == GONE]


def lapse_sentences(late: pd.DataFrame, on: date, timetable: Timetable) -> list[str]:
    """Return which agreements are too late, since which day, those with an option apart."""
    has_option = late["option_ends_on"].notna()
    told = []
    for group, why in (
        (late[~has_option], "and there is no option to use"),
        (late[has_option], "even with the option used"),
    ):
        latest_on = group["latest_with_option_on"]
        slack = slack_days(latest_on, on, timetable)
        each = [
            f"{reference} by {spoken_day(day)}, {counted_days(-days, timetable)} ago"
            for reference, day, days in zip(group["reference"], latest_on, slack, strict=True)
        ]
        if each:
            told.append(
                f"{len(each):,} can no longer be replaced in time, {why}. Work had to begin on "
                f"{named(each, '; ')}."
            )
    return told


def early_limit(early_quarters: int) -> str:
    """Return how early a start may be, as a sentence says it."""
    if not early_quarters:
        return "none early"
    return f"at most {counted(early_quarters, 'quarter')} early"


def named(references: Sequence[str], joiner: str = ", ") -> str:
    """Return the first references as a sentence names them, and how many more there are."""
    more = len(references) - NAMED
    shown = joiner.join(references[:NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown
