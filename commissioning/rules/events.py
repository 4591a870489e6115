"""The rows of other feeds that a result is made from, beside the row of the agreement itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

# The most rows that are named as evidence of one result; what is counted is counted whole.
EVIDENCE_ROWS = 100

Rows = npt.NDArray[np.intp]


def no_rows() -> Rows:
    """Return the places of nothing."""
    return np.empty(0, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Events:
    """Events by the place of the agreement, department or provider they are of, in order; ``row_ids`` names each one's row."""

    places: Rows = field(default_factory=no_rows)
    row_ids: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))

    def of(self, rows: Rows) -> Iterator[tuple[int, list[str]]]:
        """Yield, for each of some agreements that has events, which of them it is, and its rows."""
        if not len(self.places):
            return
        row_ids, bounds = self.listed(rows)
        texts = row_ids.tolist()
        having = np.flatnonzero(np.diff(bounds))
        for at, begin, end in zip(
            having.tolist(), bounds[having].tolist(), bounds[having + 1].tolist(), strict=True
        ):
            yield at, texts[begin:end]

    def has_any_of(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Tell which of some agreements have any events."""
        found: npt.NDArray[np.bool_] = self._having[np.minimum(rows, len(self._having) - 1)]
        return found

    @cached_property
    def _having(self) -> npt.NDArray[np.bool_]:
        """Which places up to the last have any, and one beyond them that has none."""
        having = np.zeros(self.places.max(initial=-1) + 2, dtype=bool)
        having[self.places] = True
        return having

    def listed(self, rows: Rows) -> tuple[pd.Series, Rows]:
        """Return the rows of some agreements, one agreement's after the other's, and where each's begin and end."""
        first = np.searchsorted(self.places, rows)
        count = np.searchsorted(self.places, rows, side="right") - first
        bounds = np.concatenate([[0], np.cumsum(count)])
        within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], count)
        return self.row_ids.take(np.repeat(first, count) + within), bounds


def events_of(
    agreements: pd.DataFrame, wanted: npt.NDArray[np.bool_], extra: pd.DataFrame | None
) -> Events:
    """Return the events (``agreement_id``, ``row_id``) of the wanted agreements, the first of each."""
    if extra is None or extra.empty or not wanted.any():
        return Events()
    having = np.flatnonzero(wanted)
    ids = pd.Index(agreements["agreement_id"].to_numpy()[having])
    at = ids.get_indexer(pd.Index(extra["agreement_id"]))
    chosen = np.flatnonzero(at >= 0)
    places = np.append(having, -1)[at]
    chosen = chosen[np.argsort(places[chosen], kind="stable")]
    places = places[chosen]
    rank = np.arange(len(places)) - np.searchsorted(places, places)
    is_shown = rank < EVIDENCE_ROWS
    row_ids = extra["row_id"].take(chosen[is_shown]).reset_index(drop=True)
    return Events(places[is_shown], row_ids)
