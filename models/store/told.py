"""What one rule answered, in the form a judgement keeps it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

LETTERS = {"flagged": "f", "clear": "c", "not_applicable": "n", "unknown": "u"}
STATUSES = {letter: status for status, letter in LETTERS.items()}

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Told:
    """The answers of one rule about all its subjects, each by its place.

    ``letters`` holds each status as a character: f flagged, c clear, n not applicable, u unknown.
    ``unknown`` has the places of those unknown for one of ``reasons`` (facts, as JSON) with nothing
    to be said of each alone; ``lacks`` says which reason. ``digest`` is another whenever anything
    that is kept is. ``kept`` returns the rows about some places that a status does not say all of, by
    their place, those too whose reason is not ``shared``: subject_id, status, severity, act_by, facts
    and row_ids.
    """

    rule: str
    subject_kind: str
    ids: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]
    unknown: Places
    lacks: npt.NDArray[np.int16]
    reasons: tuple[str, ...]
    digest: str
    kept: Callable[[Places, Mask], pd.DataFrame]
