"""Whether the accommodation of England's care leavers is suitable, by authority and age.

Publisher: Department for Education, Explore Education Statistics, reporting years 2020 to 2024.
Licence: Open Government Licence v3.0.
Shape: one row per year, area, age (17 to 18, 19 to 21) and suitability; the number of care leavers
and their per cent of those of that age. England, its regions, inner and outer London, and the local
authorities.
Faults: ``c`` hides a small number, ``k`` a per cent that rounds to nought and is more; ``z`` stands for a
per cent of nobody, and where an authority did not exist. The total stands among its parts.
"""

import pandas as pd

from commissioning.sources.dfe_statistics import LAYOUT, MARKS, PLACES
from commissioning.sources.observation_table import Measure, ObservationTable, Words
from commissioning.sources.periods import year_to_march
from commissioning.sources.source import Parsed

GROUPS = {
    "Accommodation considered suitable": "Suitable accommodation",
    "Accommodation considered not suitable": "Accommodation not suitable",
    "No information": "No information",
    "Suitability total": "",  # everybody, who are no group
}
TABLE = ObservationTable(
    level="geographic_level",
    places=PLACES,
    period="time_period",
    periods=year_to_march,
    indicator="care_leavers_accommodation_percent",
    age=Words("age", {"17 to 18 years": "17-18", "19 to 21 years": "19-21"}),
    group=Words("accommodation_suitability", GROUPS),
    measures=(Measure("percentage", "", count="number"),),
    marks=MARKS,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row: the per cent, 0 to 100, and the count of care leavers."""
    return TABLE.parse(published)


SOURCE = TABLE.source(
    "care_leavers_accommodation",
    parse,
    optional=("time_identifier", "old_la_code"),
    layout=LAYOUT,
    modules=("commissioning.sources.dfe_statistics",),
)
