"""Disability in Trafford at the 2021 census, by output area.

Publisher: Office for National Statistics, Census 2021, table TS038; one CSV, made by Trafford Data
Lab.
Licence: Open Government Licence v3.0.
Shape: one row per output area of 2021 and category, 738 by 4; the number of usual residents on 21
March 2021. The four categories together are everybody.
Faults: an output area has no name and repeats its code. The title of the table stands in every row.
The census moved small counts between neighbouring areas to hide them, so no sum is exact.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import one_day
from commissioning.sources.source import Parsed

DISABLED, NOT_DISABLED = (
    "Disabled under the Equality Act: Day-to-day activities limited",
    "Not disabled under the Equality Act:",
)
GROUPS = {
    f"{DISABLED} a lot": "Disabled, limited a lot",
    f"{DISABLED} a little": "Disabled, limited a little",
    f"{NOT_DISABLED} Has long term physical or mental health condition but day-to-day activities "
    "are not limited": "Not disabled, with a long-term condition",
    f"{NOT_DISABLED} No long term physical or mental health conditions": "Not disabled, without one",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="area_code",
            name="area_name",
            pattern=r"E00\d{6}",
            likely_cause="A digit was dropped, or the row is of a larger area than an output area.",
        )
    },
    period="period",
    periods=one_day,
    indicator="residents_by_disability",
    group=Words("disability_category", GROUPS),
    measures=(Measure("value", "", count="value"),),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row; the value is a number of people, and is also the count."""
    return TABLE.parse(published)


SOURCE = TABLE.source(
    "census2021_disability_output_areas",
    parse,
    optional=("geography", "indicator", "measure", "unit"),
)
