"""Trafford's population at mid-2024, read from rows as published.

The extract: eleven rows, unaltered, of traffordDataLab/open_data : population/mid_year_2024/
mid-year_2024_population_estimates_all_geographies.csv @ a33a7d949483. Contains public sector
information licensed under the Open Government Licence v3.0 (Office for National Statistics).
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.mye2024_trafford import SOURCE, parse

pytestmark = pytest.mark.thorough

EXTRACT = Path(__file__).parent / "extracts" / "mye2024_trafford.csv"
EXAMPLE = (
    Path(__file__).parents[2] / "examples" / "trafford" / "trafford_mye2024_all_geographies.csv"
)
TRAFFORD = "E08000009"
FIRST = 1


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


@pytest.mark.parametrize(
    ("sex", "people"),
    [
        ("Persons", {"All ages": 241025, "0-15": 50230, "16-64": 148280, "65+": 42515}),
        ("Females", {"All ages": 123369, "0-15": 24464, "16-64": 75531, "65+": 23374}),
        ("Males", {"All ages": 117656, "0-15": 25766, "16-64": 72749, "65+": 19141}),
    ],
)
def test_traffords_people_by_sex_and_broad_age_are_the_published_ones(sex, people):
    frame = parse(published()).frames["observations"]
    found = frame[(frame["area_code"] == TRAFFORD) & (frame["sex"] == sex)]
    assert dict(zip(found["age"], found["value"], strict=True)) == people
    assert dict(zip(found["age"], found["count"], strict=True)) == people
    assert set(found["indicator"]) == {"mid_year_population"}
    assert set(found["area_name"]) == {"Trafford"}
    assert set(found["starts_on"]) == set(found["ends_on"]) == {pd.Timestamp("2024-06-30")}


def test_two_areas_with_one_name_are_told_apart_by_their_codes():
    frame = parse(published()).frames["observations"]
    bowdon = frame[(frame["area_name"] == "Bowdon") & (frame["age"] == "All ages")]
    # The ward and the middle area.
    assert dict(zip(bowdon["area_code"], bowdon["value"], strict=True)) == {
        "E05015241": 10812,
        "E02001285": 7801,
    }


@pytest.mark.parametrize(
    ("column", "cell", "expectation"),
    [
        ("area_code", "E0800009", "is_an_area_code"),  # a digit dropped
        ("sex", "Total", "one_of"),
        ("all_ages", "241,025", "is_a_number"),
        ("aged_65_and_over", "", "is_recorded"),
        ("period", "", "is_recorded"),
    ],
)
def test_a_cell_that_cannot_be_read_is_critical_and_said_once(column, cell, expectation):
    table = published()
    table.loc[FIRST, column] = cell
    problems = parse(table).problems
    assert problems[
        ["row_no", "column", "value", "expectation", "severity"]
    ].to_numpy().tolist() == [[FIRST, column, cell, expectation, "critical"]]


def test_each_kind_of_area_holds_all_of_traffords_people_once():
    parsed = parse(published(EXAMPLE))
    assert len(parsed.problems) == 0
    frame = parsed.frames["observations"]
    everyone = frame[(frame["sex"] == "Persons") & (frame["age"] == "All ages")]
    assert everyone.groupby(everyone["area_code"].str[:3])["value"].sum().to_dict() == {
        "E00": 241025,
        "E01": 241025,
        "E02": 241025,
        "E05": 241025,
        "E08": 241025,
    }


def test_the_frame_has_the_feeds_columns_and_kinds_and_the_areas_name():
    dtypes = parse(published()).frames["observations"].dtypes.astype(str).to_dict()
    texts = ("indicator", "area_code", "sex", "age", "group", "area_name", "area_level", "mark")
    numbers = ("value", "lower", "upper", "count", "denominator")
    assert dtypes == {
        **dict.fromkeys(texts, "str"),
        **dict.fromkeys(("starts_on", "ends_on"), "datetime64[s]"),
        **dict.fromkeys(numbers, "float64"),
    }


def test_the_file_is_known_by_its_header_and_so_is_every_single_year_left_out():
    header = tuple(published().columns)
    assert recognise("observations", header) is SOURCE
    assert set(SOURCE.unknown_columns(header)) <= {"_line"}
