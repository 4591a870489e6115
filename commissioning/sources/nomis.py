"""Nomis: statistics of the Office for National Statistics by area, as pulled from its service.

Publisher: Office for National Statistics. Licence: Open Government Licence v3.0.
Shape: one row per area, period and group of people: the pages of a dataset, with its dimensions of sex and
age under names of their own and all others as the group. An indicator is kept under the dataset
and the measure, such as ``nm_2002_1_value``.
Faults: words for both sexes differ by dataset. A value that is not there is empty, and why stands
in ``OBS_STATUS_NAME``. Countries, regions and authorities may stand in one table, and their codes
tell them apart.
"""

import pandas as pd

from commissioning.sources.observation_table import Measure, ObservationTable, Place, Words
from commissioning.sources.periods import any_period
from commissioning.sources.source import Parsed
from models.observation import Mark

SEXES = {
    **dict.fromkeys(("Total", "All persons", "Persons", "All", "All sexes"), "Persons"),
    **dict.fromkeys(("Male", "Males", "Men"), "Males"),
    **dict.fromkeys(("Female", "Females", "Women"), "Females"),
    "": "",
}
MARKS: dict[str, Mark] = {"suppressed": "suppressed", "": "not_available"}
TABLE = ObservationTable(
    places={"": Place(code="GEOGRAPHY_CODE", name="GEOGRAPHY_NAME")},
    period="DATE_NAME",
    periods=any_period,
    indicator=Words("DATASET"),
    sex=Words("SEX", SEXES),
    age=Words("AGE"),
    group=Words("GROUP"),
    measures=(Measure("OBS_VALUE", ""),),
    marks=MARKS,
)


def parse(published: pd.DataFrame) -> Parsed:
    """Return an observation a row, with why its value is missing."""
    measure = published["MEASURES_NAME"].str.strip().str.lower()
    name = published["DATASET"].str.strip().str.lower() + "_" + measure
    is_missing = published["OBS_VALUE"].str.strip() == ""
    status = published["OBS_STATUS_NAME"].str.casefold()
    is_hidden = is_missing & status.str.contains("suppress|disclos|unreliable", regex=True)
    told = published.assign(
        DATASET=name.str.replace(r"[^a-z0-9]+", "_", regex=True),
        OBS_VALUE=published["OBS_VALUE"].mask(is_hidden, "suppressed"),
    )
    return TABLE.parse(told)


SOURCE = TABLE.source(
    "nomis",
    parse,
    needed=("MEASURES_NAME", "OBS_STATUS_NAME"),
    optional=("GEOGRAPHY_TYPE",),
)
