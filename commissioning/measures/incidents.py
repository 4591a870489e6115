"""Which measures count complaints, safeguarding concerns or incidents: their name says so.

What is counted happened to people, so a small number of them is close to a name.
"""

import pandas as pd

KINDS = {"complaint": "Complaints", "safeguarding": "Safeguarding", "incident": "Incidents"}
# A measure in such a unit is a rate or a time, and no count of what happened to people.
NO_COUNT = r"%|per ?cent|percent|\bper\b|rate|share|ratio|score|\bdays?\b|\bhours?\b|\bweeks?\b"


def kinds_counted(measures: pd.DataFrame) -> pd.Series:
    """Return which of ``KINDS`` each measure counts, the first that its name has; missing where none."""
    name = measures["measure"].str.casefold()
    unit = measures["unit"].fillna("").str.casefold()
    kind = pd.Series(pd.NA, measures.index, dtype="str")
    for word, title in reversed(KINDS.items()):
        kind = kind.mask(name.str.contains(word, regex=False), title)
    return kind.mask(unit.str.contains(NO_COUNT) | name.str.contains(NO_COUNT))
