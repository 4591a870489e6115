"""The Community Needs Index 2023, by small area of the 2021 census.

Publisher: Oxford Consultants for Social Inclusion (OCSI) for Local Trust, 2023; one CSV, made by
humaniverse/IMD.
Licence: OCSI and Local Trust's, with no open licence recorded; the repository's own work is MIT.
Shape: one row per small area (LSOA 2021) of England, or of one district; a score and a rank for
the index and each of its three domains. A higher score is a higher need; rank 1 is the highest of
33,755.
Faults: names carry districts that have since been merged (Scarborough 012B). ``Left Behind Area?``
is not read: the repository made it from this index and the deprivation of 2019, on the small areas
of 2011. The year is the edition's, so the period is the calendar year 2023.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place
from commissioning.sources.source import Parsed

MEASURES = {
    "Community Needs Index 2023 Score": "cni_2023_score",
    "Community Needs Index 2023 Rank": "cni_2023_rank",
    "Civic Assets Domain Score": "cni_2023_civic_assets_score",
    "Civic Assets Domain Rank": "cni_2023_civic_assets_rank",
    "Connectedness Domain Score": "cni_2023_connectedness_score",
    "Connectedness Domain Rank": "cni_2023_connectedness_rank",
    "Active and Engaged Community Domain Score": "cni_2023_active_and_engaged_community_score",
    "Active and Engaged Community Domain Rank": "cni_2023_active_and_engaged_community_rank",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="lsoa21_code",
            name="lsoa21_name",
            pattern=r"E01\d{6}",
            likely_cause="A digit was dropped, or the row is of a larger area than an LSOA.",
        )
    },
    edition="2023",
    measures=tuple(Measure(column, indicator) for column, indicator in MEASURES.items()),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return eight observations a row: score and rank of the index and of each domain."""
    return TABLE.parse(published)


SOURCE = TABLE.source("cni2023_small_areas", parse, optional=("Left Behind Area?",))
