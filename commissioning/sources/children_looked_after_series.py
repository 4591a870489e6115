"""Children looked after in England since 1994: numbers of the country as a whole.

Publisher: Department for Education, Explore Education Statistics, reporting years 1994 to 2024.
Licence: Open Government Licence v3.0.
Shape: one row per year and count of children; England alone, 31 years by 5 counts.
Faults: begins with a byte order mark. Unaccompanied asylum-seeking children were not counted before
2004: ``x`` stands there. Numbers are rounded to 10 by the department. The counts are worded
otherwise than in the table by authority, whose England rows these are not added to.
"""

import pandas as pd

from commissioning.sources.dfe_statistics import LAYOUT, MARKS, NATIONAL
from commissioning.sources.observation_table import Measure, ObservationTable, Words
from commissioning.sources.periods import year_to_march
from commissioning.sources.source import Parsed

INDICATORS = {
    "Children looked after at 31 March": "children_looked_after",
    "Children looked after at 31 March who were unaccompanied asylum-seeking children": (
        "unaccompanied_asylum_seeking_children_looked_after"
    ),
    "Children looked after who were adopted during the year": "children_adopted_from_care",
    "Children starting to be looked after during the year": "children_starting_to_be_looked_after",
    "Children ceasing to be looked after during the year": "children_ceasing_to_be_looked_after",
}
TABLE = ObservationTable(
    level="geographic_level",
    places={"National": NATIONAL},
    period="time_period",
    periods=year_to_march,
    indicator=Words("population_count", INDICATORS),
    measures=(Measure("number", "_number", count="number"),),
    marks=MARKS,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row; the value is a number of children, and is also the count."""
    return TABLE.parse(published)


SOURCE = TABLE.source(
    "children_looked_after_series",
    parse,
    optional=("time_identifier",),
    layout=LAYOUT,
    modules=("commissioning.sources.dfe_statistics",),
)
