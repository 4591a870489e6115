"""The Health Index for England: its 56 indicators, by integrated care board and year.

Publisher: Office for National Statistics, Health Index 2021; one CSV, made by humaniverse/healthyr.
Licence: Open Government Licence v3.0.
Shape: one row per integrated care board of 2022, year from 2015 to 2021 and indicator: 42 by 7 by
56. A value is an index in which England in 2015 is 100 and ten points are a standard deviation;
higher is healthier, whatever the indicator is called.
Faults: so a high value of ``suicides`` is few of them. Values have one decimal.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.source import Parsed

TABLE = ObservationTable(
    places={
        "": Place(
            code="icb22_code",
            name="icb22_name",
            pattern=r"E54\d{6}",
            likely_cause="A digit was dropped, or the row is of another kind of area than a board.",
        )
    },
    period="year",
    indicator=Words("indicator"),
    measures=(Measure("value", "_health_index"),),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row, such as ``life_expectancy_health_index``."""
    return TABLE.parse(published)


SOURCE = TABLE.source("health_index_icbs", parse)
