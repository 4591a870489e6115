"""Our ordinary load of one source, as the ``load`` command does it, imports left out of the time; of none, the imports."""

import sys
from datetime import date

from benchmarks.measure import costed, tell
from expectations import SUITES
from flows.workplace import open_workplace
from tasks.load import load_source

LOADED_ON = date(2026, 4, 1)

if __name__ == "__main__":
    authority, source = sys.argv[1:]
    workplace = open_workplace(authority)
    place = workplace.place
    (
        SUITES["agreements"],
        SUITES["observations"],
        SUITES["payments"],
    )  # imported here so that they are not timed
    with costed() as cost:
        if source:
            loaded = load_source(workplace.profile, source, place, loaded_on=LOADED_ON)
            print(loaded.shape(), file=sys.stderr)
    tell(cost)
