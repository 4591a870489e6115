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

from commissioning.ingest.mapping import Cell, found
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source
from commissioning.sources.wide_observations import Area, observations, parsed

INDICATOR = "mid_year_population"
AGES = {
    "all_ages": "All ages",
    "aged_0_to_15": "0-15",
    "aged_16_to_64": "16-64",
    "aged_65_and_over": "65+",
}
SEXES = ("Persons", "Females", "Males")
SINGLE_YEARS = (*(str(age) for age in range(90)), "90+")
AREA = Area(
    code="area_code",
    name="area_name",
    pattern=r"E\d{8}",
    likely_cause="A digit was dropped: a code is E and eight digits.",
)
ROW = {
    "starts_on": Cell("period", empty="critical"),
    "ends_on": Cell("period"),
    "sex": Cell("sex"),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return four observations a row; the value is a number of people, and is also the count."""
    frame, problems = observations(
        published,
        AREA,
        {column: {"indicator": INDICATOR, "age": age} for column, age in AGES.items()},
        row=ROW,
    )
    frame["count"] = frame["value"]
    unknown = ~published["sex"].str.strip().isin(SEXES)
    cause = f"Write one of {', '.join(SEXES)}."
    sexes = found(published, unknown, "sex", "one_of", "critical", cause)
    return parsed(frame, problems, sexes)


SOURCE = Source(
    name="mye2024_trafford",
    feed="observations",
    layout=Layout(final_newline=True),
    required=("period", AREA.code, AREA.name, "sex", *AGES),
    optional=("geography", *SINGLE_YEARS),
    parse=parse,
    cells=AREA.cells | ROW,
)
