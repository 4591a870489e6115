"""Children looked after in England, by authority: number and rate of each 10,000 children.

Publisher: Department for Education, Explore Education Statistics, reporting years 2020 to 2024.
Licence: Open Government Licence v3.0.
Shape: one row per year, area and count of children: those looked after at 31 March, starting, or
ceasing in the year to then. England, its regions, inner and outer London, and the local authorities.
Faults: begins with a byte order mark. England and its regions are rounded to 10 and authorities are not, so
that no sum is exact; ``c`` hides a small number, ``z`` and ``x`` stand where an authority did not
exist. Both the old and the new authorities of a reorganisation are listed, in each year one of them with
a ``z``. Those at 31 March are those of one day, in a table by reporting year.
"""

import pandas as pd

from commissioning.sources.dfe_statistics import LAYOUT, MARKS, PLACES
from commissioning.sources.observation_table import Measure, ObservationTable, Words
from commissioning.sources.periods import year_to_march
from commissioning.sources.source import Parsed

INDICATORS = {
    "Children looked after at 31 March each year": "children_looked_after",
    "Children starting to be looked after each year": "children_starting_to_be_looked_after",
    "Children ceasing to be looked after each year": "children_ceasing_to_be_looked_after",
}
TABLE = ObservationTable(
    level="geographic_level",
    places=PLACES,
    period="time_period",
    periods=year_to_march,
    indicator=Words("population_count", INDICATORS),
    measures=(
        Measure("rate_per_10000", "_per_10000", count="number", denominator="population_estimate"),
    ),
    marks=MARKS,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row: the rate, with its count of children and the population under 18."""
    return TABLE.parse(published)


SOURCE = TABLE.source(
    "children_looked_after",
    parse,
    optional=("time_identifier", "old_la_code"),
    layout=LAYOUT,
    modules=("commissioning.sources.dfe_statistics",),
)
