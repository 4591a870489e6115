"""Disability in England's districts at the 2021 census.

Publisher: Office for National Statistics, Census 2021, table TS038; one CSV, made by
humaniverse/healthyr.
Licence: Open Government Licence v3.0.
Shape: two rows per district of 2021, 309 in all: those disabled under the Equality Act and those
not; the number, the share of all usual residents, from 0 to 1, and how many these are.
Faults: districts have no names, and are those before the reorganisations of April 2023. The period
is not in the file: it is the day of the census, 21 March 2021. The share is of everybody at any
age, and is not adjusted for it.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import one_day
from commissioning.sources.source import Parsed

CENSUS_DAY = "2021-03-21"
GROUPS = {
    "Disabled under the Equality Act": "Disabled",
    "Not disabled under the Equality Act": "Not disabled",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="ltla21_code",
            pattern=r"E0[6-9]\d{6}",
            likely_cause="A digit was dropped, or the row is of England or a region and not a district.",
        )
    },
    edition=CENSUS_DAY,
    periods=one_day,
    indicator="share_by_disability",
    group=Words("disability_level", GROUPS),
    measures=(Measure("prop", "", count="n", denominator="total_residents"),),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row: the share, with its count and denominator."""
    return TABLE.parse(published)


SOURCE = TABLE.source("census2021_disability_districts", parse)
