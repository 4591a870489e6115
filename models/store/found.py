"""What a judgement found that a case can come of, held small: a matrix of subjects and rules."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.store.rule_sets import Matrix

Days = npt.NDArray[np.datetime64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Found:
    """What was found of each subject that any rule was asked of.

    ``subjects`` has a row for each, in the columns subject_kind, subject_id, label, severity (the
    highest of what is flagged, or missing) and act_by (the earliest, missing where nothing gives a
    day). ``flagged`` and ``unknown`` have the same rows and a column for each of ``rules``, which are in
    alphabetical order. ``due`` tells which rules were flagged of the subjects at some places with a day
    to act by that had come by each one's day. ``digest`` is another whenever any of this is.
    """

    subjects: pd.DataFrame
    rules: tuple[str, ...]
    flagged: Matrix
    unknown: Matrix
    due: Callable[[Places, Days], Matrix]
    digest: str
