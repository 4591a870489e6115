"""How long the public-health methods take over a million groups: ``python -m benchmarks.needs_methods``.

Counts, populations and ages are drawn at random, the same ones each time. The standardised rates
are of 19 age bands a group, 19 million rows. Seconds are of processor.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.measure import Figure, costed, report
from commissioning.needs.intervals import byar, exact_poisson, wilson
from commissioning.needs.standardised import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised,
    indirectly_standardised,
)

GROUPS = 1_000_000
MOST_SECONDS = 5.0


def main() -> int:
    """Measure, print the figures and return the exit status."""
    pick = np.random.default_rng(2027)
    count = pd.Series(pick.poisson(30, GROUPS))
    whole = count + pick.integers(1, 5000, GROUPS)
    asked = {
        "Wilson intervals": lambda: wilson(count, whole),
        "Byar intervals": lambda: byar(count),
        "exact Poisson intervals": lambda: exact_poisson(count),
    }
    figures = []
    for name, ask in asked.items():
        with costed() as cost:
            ask()
        figures.append(Figure(f"{GROUPS:,} {name}", cost.cpu, MOST_SECONDS, " s"))
    bands = age_bands(pick)
    for name, method in (
        ("directly standardised rates", directly_standardised),
        ("indirectly standardised rates", indirectly_standardised),
    ):
        with costed() as cost:
            found = method(bands, "area_code")
        beside = f"{len(bands):,} rows"
        figures.append(Figure(f"{len(found):,} {name}", cost.cpu, MOST_SECONDS, " s", beside))
    return report(figures)


def age_bands(pick: np.random.Generator) -> pd.DataFrame:
    """Return the age bands of every group."""
    standard = EUROPEAN_STANDARD_POPULATION_2013.to_numpy()
    rows = GROUPS * len(standard)
    return pd.DataFrame(
        {
            "area_code": np.repeat(np.arange(GROUPS), len(standard)),
            "events": pick.integers(0, 4, rows),
            "population": pick.integers(1000, 5000, rows),
            "standard_population": np.tile(standard, GROUPS),
            "reference_events": np.tile(standard, GROUPS),
            "reference_population": 1_000_000,
        }
    )


if __name__ == "__main__":
    sys.exit(main())
