"""What every rule answered on one asking, and the results made of it as they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.rules.answers import Answers
from commissioning.rules.of_cases import found_by
from models.store.alike import lists_of
from models.store.found import Found

# So many subjects' results are rows at once, however many there are in all.
AT_ONCE = 20_000
NOBODY = np.empty(0, dtype=object)

Rows = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The answers of every rule, in the order of the rules."""

    answers: tuple[Answers, ...]

    def __len__(self) -> int:
        return sum(len(each) for each in self.answers)

    def frame(self) -> pd.DataFrame:
        """Return every result as one row, rule by rule: for a register that is not very large."""
        return together([each.frame() for each in self.answers])

    def in_short(self) -> pd.DataFrame:
        """Return every result as one row, without what is said of it: for those who only count."""
        return together([each.in_short(np.arange(len(each))) for each in self.answers])

    def flagged(self) -> pd.DataFrame:
        """Return the flagged results."""
        return together([each.frame(each.flagged) for each in self.answers])

    def of_cases(self) -> Found:
        """Return what a case can come of: what is flagged or unknown of each subject, rule by rule."""
        return found_by(self.answers)

    def by_reference(self) -> Iterator[pd.DataFrame]:
        """Yield every result by reference and rule, those of some thousand subjects at a time."""
        orders = self._orders()
        longest = max((texts for _order, texts in orders), key=len, default=NOBODY)
        # The parts that share a reference stay together.
        begins = list(dict.fromkeys(["", *longest[AT_ONCE::AT_ONCE]]))
        for begin, end in zip(begins, [*begins[1:], None], strict=True):
            frames = []
            for each, (order, texts) in zip(self.answers, orders, strict=True):
                first = np.searchsorted(texts, begin)
                after = len(texts) if end is None else np.searchsorted(texts, end)
                frames.append(each.frame(np.sort(order[first:after])))
            yield together(frames).sort_values(["reference", "rule"], kind="stable")

    def _orders(self) -> list[tuple[Rows, Texts]]:
        """Return for each rule the order of its subjects' references, and these in order."""
        asked = lists_of([each.ids for each in self.answers])
        made: dict[int, tuple[Rows, Texts]] = {}
        orders = []
        for each, at in zip(self.answers, asked.which, strict=True):
            found = made.get(at) if len(each.ids) else None  # departments and providers have no ids
            if found is None:
                texts = each.subjects.references.to_numpy(dtype=object)
                order = np.argsort(texts, kind="stable")
                found = made[at] = (order, texts[order])
            orders.append(found)
        return orders


def together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of several frames of results; there is one frame at least."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled or frames[:1], ignore_index=True)
