"""The English Indices of Deprivation 2025, summarised for integrated care boards.

Publisher: Ministry of Housing, Communities and Local Government, 30 October 2025; one CSV of File
14, made by humaniverse/IMD.
Licence: Open Government Licence v3.0.
Shape: one row per integrated care board of April 2024, 42 in all; 56 measures side by side: six of
the Index of Multiple Deprivation and of each domain, beside the extent and the local concentration
of the index and the number of people, the scale, of two domains. Rank 1 is the most deprived of 42.
Faults: ``average_rank`` is high where deprivation is high, as in the table of districts, and the
ranks beside it are low. Two columns have lost the domain's full name. The headings that hold an edition
hold it inside them. The year is the edition's, so the period is the calendar year 2025.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place
from commissioning.sources.source import Parsed

DOMAINS = {
    "imd": "imd",
    "income": "income_deprivation",
    "employment": "employment_deprivation",
    "education_skills_and_training": "education_deprivation",
    "health_deprivation_and_disability": "health_deprivation",
    "crime": "crime_deprivation",
    "barriers_to_housing_and_services": "barriers_to_housing_and_services",
    "living_environment": "living_environment_deprivation",
}
TENTH = "proportion_of_lso_as_in_most_deprived_10_percent_nationally"
MEASURES = {
    "average_rank": "average_rank",
    "rank_of_average_rank": "rank_average_rank",
    "average_score": "average_score",
    "rank_of_average_score": "rank_average_score",
    TENTH: "proportion_bottom_decile",
    f"rank_of_{TENTH}": "rank_proportion_bottom_decile",
}
OTHERS = {
    "imd_2025_extent": "imd_2025_extent",
    "imd_2025_rank_of_extent": "imd_2025_rank_extent",
    "imd_2025_local_concentration": "imd_2025_local_concentration",
    "imd_2025_rank_of_local_concentration": "imd_2025_rank_local_concentration",
    "income_scale": "income_deprivation_2025_scale",
    "rank_of_income_scale": "income_deprivation_2025_rank_scale",
    "employment_scale": "employment_deprivation_2025_scale",
    "rank_of_employment_scale": "employment_deprivation_2025_rank_scale",
}
TABLE = ObservationTable(
    places={
        "": Place(
            code="icb24_code",
            name="icb24_name",
            pattern=r"E54\d{6}",
            likely_cause="A digit was dropped, or the row is of another kind of area than a board.",
        )
    },
    edition="2025",
    measures=(
        *(
            Measure(f"{domain}_{measure}", f"{name}_2025_{means}")
            for domain, name in DOMAINS.items()
            for measure, means in MEASURES.items()
        ),
        *(Measure(column, indicator) for column, indicator in OTHERS.items()),
    ),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return 56 observations a row, named as in the table of districts; shares are 0 to 1."""
    return TABLE.parse(published)


SOURCE = TABLE.source("iod2025_icbs", parse)
