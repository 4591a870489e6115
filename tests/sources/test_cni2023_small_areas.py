"""The Community Needs Index 2023, read from rows as published.

The extract: four rows, unaltered, of humaniverse/IMD : data-raw/cni2023_england_lsoa21.csv @
2f6c9050afee (repository MIT). Community Needs Index 2023: Oxford Consultants for Social Inclusion
(OCSI) for Local Trust.
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.cni2023_small_areas import SOURCE, parse

pytestmark = pytest.mark.thorough

EXTRACT = Path(__file__).parent / "extracts" / "cni2023_small_areas.csv"
EXAMPLES = Path(__file__).parents[2] / "examples"
LINCOLN, SALFORD = 1, 3


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def test_a_small_areas_scores_and_ranks_are_the_published_ones():
    found = parse(published()).frames["observations"].loc[SALFORD]
    assert dict(zip(found["indicator"], found["value"], strict=True)) == {
        "cni_2023_score": 193.92,
        "cni_2023_rank": 108,
        "cni_2023_civic_assets_score": 1.28,
        "cni_2023_civic_assets_rank": 1429,
        "cni_2023_connectedness_score": 75.57,
        "cni_2023_connectedness_rank": 4426,
        "cni_2023_active_and_engaged_community_score": 131.9,
        "cni_2023_active_and_engaged_community_rank": 516,
    }
    assert set(found["area_code"]) == {"E01005639"}
    assert set(found["area_name"]) == {"Salford 029A"}
    assert set(found["starts_on"]) == {pd.Timestamp("2023-01-01")}
    assert set(found["ends_on"]) == {pd.Timestamp("2023-12-31")}


def test_rank_one_is_the_highest_need():
    found = parse(published()).frames["observations"]
    ranks = found[found["indicator"] == "cni_2023_rank"].set_index("area_name")["value"]
    scores = found[found["indicator"] == "cni_2023_score"].set_index("area_name")["value"]
    assert ranks["Lincoln 007C"] == 1
    assert list(ranks.sort_values().index) == list(scores.sort_values(ascending=False).index)


def test_left_behind_areas_are_not_read_because_they_mix_editions():
    with_mark = parse(published())
    without = parse(published().drop(columns="Left Behind Area?"))
    pd.testing.assert_frame_equal(with_mark.frames["observations"], without.frames["observations"])


@pytest.mark.parametrize(
    ("column", "cell", "expectation"),
    [
        ("lsoa21_code", "E0102612", "is_an_area_code"),  # a digit dropped
        ("lsoa21_code", "E02005459", "is_an_area_code"),  # a middle area
        ("Civic Assets Domain Score", "c", "is_a_number"),  # suppressed
        ("Community Needs Index 2023 Rank", "", "is_recorded"),
    ],
)
def test_a_cell_that_cannot_be_read_is_critical_and_said_once(column, cell, expectation):
    table = published()
    table.loc[LINCOLN, column] = cell
    problems = parse(table).problems
    assert problems[
        ["row_no", "column", "value", "expectation", "severity"]
    ].to_numpy().tolist() == [[LINCOLN, column, cell, expectation, "critical"]]


@pytest.mark.parametrize(("district", "areas"), [("salford", 161), ("trafford", 139)])
def test_a_districts_own_file_is_read_whole(district, areas):
    parsed = parse(published(EXAMPLES / district / f"cni2023_{district}.csv"))
    assert len(parsed.problems) == 0
    by_indicator = parsed.frames["observations"].groupby("indicator")["area_code"]
    assert list(by_indicator.nunique()) == [areas] * 8


def test_the_frame_has_the_feeds_columns_and_kinds_and_the_areas_name():
    dtypes = parse(published()).frames["observations"].dtypes.astype(str).to_dict()
    texts = ("indicator", "area_code", "sex", "age", "group", "area_name", "area_level", "mark")
    numbers = ("value", "lower", "upper", "count", "denominator")
    assert dtypes == {
        **dict.fromkeys(texts, "str"),
        **dict.fromkeys(("starts_on", "ends_on"), "datetime64[s]"),
        **dict.fromkeys(numbers, "float64"),
    }


def test_the_file_is_known_by_its_header():
    assert recognise("observations", tuple(published().columns)) is SOURCE
