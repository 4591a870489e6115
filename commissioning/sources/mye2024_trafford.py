"""Trafford's population at mid-2024, by sex and age.

Publisher: Office for National Statistics, mid-year estimates; one CSV, made by Trafford Data Lab.
Licence: Open Government Licence v3.0.
Shape: one row per area and sex on 30 June 2024; persons, females and males; all ages, three broad
ages, and single years from 0 to 90 and over. The single years are not read.
Faults: the local authority, its 21 wards, 28 middle and 139 lower super output areas and 738 output
areas stand in one file, so each person is in it five times: add up areas of one kind only. Names
repeat (a ward and a middle area are both Bowdon); codes do not. An output area has no name of its
own and repeats its code.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import one_day
from commissioning.sources.source import Parsed

AGES = {
    "all_ages": "All ages",
    "aged_0_to_15": "0-15",
    "aged_16_to_64": "16-64",
    "aged_65_and_over": "65+",
}
SEXES = ("Persons", "Females", "Males")
SINGLE_YEARS = (*(str(age) for age in range(90)), "90+")
TABLE = ObservationTable(
    places={"": Place(code="area_code", name="area_name", pattern=r"E\d{8}")},
    period="period",
    periods=one_day,
    indicator="mid_year_population",
    sex=Words("sex", {sex: sex for sex in SEXES}, amend=f"Write one of {', '.join(SEXES)}."),
    measures=tuple(Measure(column, "", count=column, age=age) for column, age in AGES.items()),
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return four observations a row; the value is a number of people, and is also the count."""
    return TABLE.parse(published)


SOURCE = TABLE.source("mye2024_trafford", parse, optional=("geography", *SINGLE_YEARS))
