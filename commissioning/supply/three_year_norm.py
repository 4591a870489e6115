"""Whether three years is the norm, not the exception, for charities and community bodies."""

from dataclasses import dataclass

import numpy as np

from commissioning.rules.answers import CLEAR, FLAGGED, UNKNOWN, Answers

MOST = 0.5  # the norm is what more than half have


@dataclass(frozen=True)
class Norm:
    """How many third-sector agreements have an initial term as long as the norm.

    ``long`` and ``short`` are those of which it is known; ``unknown`` counts the others, which may not
    be of the third sector at all.
    """

    long: int
    short: int
    unknown: int

    @property
    def share(self) -> float | None:
        """The share of those known that are as long; None where none is known."""
        known = self.long + self.short
        return self.long / known if known else None

    @property
    def is_norm(self) -> bool | None:
        """Whether it is the norm; None where no term is known."""
        return None if self.share is None else self.share > MOST


def three_year_norm(terms: Answers, ids: frozenset[int]) -> Norm:
    """Return the norm among some agreements, by what the rule term_below_norm answered of them."""
    codes = terms.codes[np.isin(terms.ids, list(ids))]
    counted = {code: int((codes == code).sum()) for code in (CLEAR, FLAGGED, UNKNOWN)}
    return Norm(counted[CLEAR], counted[FLAGGED], counted[UNKNOWN])
