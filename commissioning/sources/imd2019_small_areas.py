"""The English Indices of Deprivation 2019, by small area of the 2011 census.

Publisher: Ministry of Housing, Communities and Local Government, 26 September 2019; one CSV, made
by humaniverse/IMD from File 1 and File 2.
Licence: Open Government Licence v3.0.
Shape: one row per small area (LSOA 2011) of England, 32,844 in all; a tenth and a rank of the Index
of Multiple Deprivation and of each of its seven domains. Rank 1 and tenth 1 are the most deprived.
Faults: areas have no names. Whole numbers are written with a point (``29199.0``). The codes are of
2011: those of small areas that were split or merged for 2021 are in no later table. The year is the
edition's, so the period is the calendar year 2019.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place
from commissioning.sources.source import Parsed

DOMAINS = {
    "IMD": "imd",
    "Income": "income_deprivation",
    "Employment": "employment_deprivation",
    "Education": "education_deprivation",
    "Health": "health_deprivation",
    "Crime": "crime_deprivation",
    "Housing_and_Access": "barriers_to_housing_and_services",
    "Environment": "living_environment_deprivation",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="lsoa11_code",
            pattern=r"E01\d{6}",
            likely_cause="A digit was dropped, or the row is of a larger area than an LSOA.",
        )
    },
    edition="2019",
    measures=tuple(
        Measure(f"{domain}_{measure}", f"{name}_2019_{measure}")
        for measure in ("decile", "rank")
        for domain, name in DOMAINS.items()
    ),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return sixteen observations a row: tenth and rank of the index and of each domain."""
    return TABLE.parse(published)


SOURCE = TABLE.source("imd2019_small_areas", parse)
