"""The English Indices of Deprivation 2025, summarised for local authority districts.

Publisher: Ministry of Housing, Communities and Local Government, 30 October 2025; one CSV of File
10, made by Trafford Data Lab.
Licence: Open Government Licence v3.0.
Shape: one row per district of 2024 and domain: 296 districts, each with the Index of Multiple
Deprivation, its seven domains and the indices for children and older people; six measures a row.
Every district is kept: the others are the comparison. Rank 1 is the most deprived of the 296.
Faults: ``average_rank`` runs the other way from the ranks beside it: it is high where deprivation
is high. Numbers carry float noise (0.9870000000000002) and are kept as they are. The year is the
edition's and not that of the data beneath it, so the period is the calendar year 2025. Districts
with no small area in the most deprived tenth share one last rank.
"""

import pandas as pd

from commissioning.ingest.mapping import found
from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.source import Parsed

EDITION = 2025
DOMAINS = {
    "Index of Multiple Deprivation": "imd",
    "Income Deprivation": "income_deprivation",
    "Employment Deprivation": "employment_deprivation",
    "Education, Skills and Training Deprivation": "education_deprivation",
    "Health Deprivation and Disability": "health_deprivation",
    "Crime": "crime_deprivation",
    "Barriers to Housing and Services": "barriers_to_housing_and_services",
    "Living Environment Deprivation": "living_environment_deprivation",
    "Income Deprivation Affecting Children": "idaci",
    "Income Deprivation Affecting Older People": "idaopi",
}
MEASURES = (
    "average_rank",
    "rank_average_rank",
    "average_score",
    "rank_average_score",
    "proportion_bottom_decile",
    "rank_proportion_bottom_decile",
)
TABLE = ObservationTable(
    # E06 unitary authority, E07 district, E08 metropolitan district, E09 London borough.
    places={
        "": Place(
            code="area_code",
            name="area_name",
            pattern=r"E0[6-9]\d{6}",
            likely_cause="A digit was dropped, or the row is of England or a region and not a district.",
        )
    },
    edition=str(EDITION),
    indicator=Words(
        "index_domain",
        {domain: f"{name}_{EDITION}_" for domain, name in DOMAINS.items()},
        amend="A domain was renamed or added; amend DOMAINS once it is known which.",
    ),
    measures=tuple(Measure(measure, measure) for measure in MEASURES),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return six observations a row, such as ``imd_2025_average_score``; shares are 0 to 1."""
    column = "deprivation_data_year"
    other = f"A row of another edition than {EDITION}: editions are not mixed."
    is_other = published[column].str.strip() != str(EDITION)
    fault = found(published, is_other, column, "is_of_edition", "critical", other)
    return TABLE.parse(published, fault)


SOURCE = TABLE.source(
    "iod2025_districts",
    parse,
    needed=("deprivation_data_year",),
    optional=("area_type",),
)
