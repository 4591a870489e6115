"""Why no plan exists: more procurements have to start in some quarters than a team can start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from commissioning.dates import Period
from commissioning.timetable.start_windows import GONE

# The most references that a sentence names; the plan itself holds all.
NAMED = 10


@dataclass(frozen=True)
class Shortfall:
    """Quarters in a row in which more has to start than can, and by how many it is too much."""

    first_quarter: str
    last_quarter: str
    references: tuple[str, ...]
    room: int

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
            f"{needed:,} {'has' if needed == 1 else 'have'} to start in {where}, options used or not, "
            f"and the team can start {self.room:,}: {self.short_by:,} too many "
            f"({named(self.references)})."
        )


def worst_shortfall(
    windows: pd.DataFrame, quarters: Sequence[Period], capacity: int
) -> Shortfall | None:
    """Return the quarters in a row that are the most too full, or None where none are.

    Too full means that the agreements that can start in no other quarter are more than ``capacity``
    a quarter. Of equally full ones the fewest quarters are taken, and of those the earliest. Where
    there are none a plan exists (Hall's theorem, for windows that are quarters in a row).
    """
    count = len(quarters)
    starts = np.zeros((count, count), dtype="int64")
    np.add.at(starts, (windows["first"].to_numpy(), windows["last"].to_numpy()), 1)
    # How many windows begin in quarter a or later and end in quarter b or earlier.
    inside = starts[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
    first, last = np.triu_indices(count)
    short = inside[first, last] - capacity * (last - first + 1)
    worst = np.lexsort((first, last - first, -short))[0]
    if short[worst] <= 0:
        return None
    a, b = int(first[worst]), int(last[worst])
    held = windows[(windows["first"] >= a) & (windows["last"] <= b)]
    return Shortfall(
        quarters[a].label, quarters[b].label, tuple(held["reference"]), capacity * (b - a + 1)
    )


def too_late(windows: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements whose replacement could not be in place, whatever is started now."""
    return windows[windows["last"] == GONE]


def lapse_sentences(late: pd.DataFrame, on: date) -> list[str]:
    """Return which agreements are too late and by how many days, those with an option apart."""
    has_option = late["option_ends_on"].notna()
    told = []
    for group, why in (
        (late[~has_option], "and there is no option to use"),
        (late[has_option], "even with the option used"),
    ):
        days = (pd.Timestamp(on) - group["latest_with_option_on"]).dt.days
        each = [
            f"{reference}, {number:,} {'day' if number == 1 else 'days'} late"
            for reference, number in zip(group["reference"], days, strict=True)
        ]
        if each:
            told.append(
                f"{len(each):,} can no longer be replaced in time, {why}: {named(each, '; ')}."
            )
    return told


def named(references: Sequence[str], joiner: str = ", ") -> str:
    """Return the first references as a sentence names them, and how many more there are."""
    more = len(references) - NAMED
    shown = joiner.join(references[:NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown
