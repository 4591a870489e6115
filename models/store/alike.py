"""The lists of agreements that rules were asked of: many rules share one, and what is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lists:
    """The ``different`` lists, in the order met, and ``which`` of them each one is."""

    different: list[Ids]
    which: list[int]

    @property
    def every(self) -> Ids:
        """Every agreement on any of them, once, in order."""
        together = np.concatenate([np.empty(0, dtype="int64"), *self.different])
        return np.asarray(
            pd.unique(np.sort(together))
        )  # numpy's own, which hashes, takes six times as long


def lists_of(lists: Sequence[Ids]) -> Lists:
    """Return which lists are the same: the same agreements in the same order."""
    different: list[Ids] = []
    which = []
    for ids in lists:
        same = (at for at, known in enumerate(different) if np.array_equal(known, ids))
        at = next(same, len(different))
        if at == len(different):
            different.append(ids)
        which.append(at)
    return Lists(different, which)
