"""The Indices of Deprivation 2025, read from rows as published.

The extract: Blackpool's Crime row, Salford's ten and Trafford's first, unaltered, of
traffordDataLab/open_data : IndicesOfDeprivation/IoD2025/local_authority_district/
indices_of_deprivation_2025_lad.csv @ a33a7d949483. Contains public sector information licensed
under the Open Government Licence v3.0 (Ministry of Housing, Communities and Local Government).
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.iod2025_districts import MEASURES, SOURCE, parse

pytestmark = pytest.mark.thorough

EXTRACT = Path(__file__).parent / "extracts" / "iod2025_districts.csv"
EXAMPLE = Path(__file__).parents[2] / "examples" / "needs" / "iod2025_lad.csv"
BLACKPOOL_CRIME, SALFORD_IMD, TRAFFORD_IMD = 1, 2, 12


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def values_of(frame: pd.DataFrame) -> dict[str, float]:
    return dict(zip(frame["indicator"], frame["value"], strict=True))


def test_salfords_six_measures_of_multiple_deprivation_are_the_published_ones():
    found = parse(published()).frames["observations"].loc[SALFORD_IMD]
    assert values_of(found) == {
        "imd_2025_average_rank": 22764.19,
        "imd_2025_rank_average_rank": 34,
        "imd_2025_average_score": 32.345,
        "imd_2025_rank_average_score": 24,
        "imd_2025_proportion_bottom_decile": 0.2547,
        "imd_2025_rank_proportion_bottom_decile": 24,
    }
    assert set(found["area_code"]) == {"E08000006"}
    assert set(found["area_name"]) == {"Salford"}
    assert set(found["starts_on"]) == {pd.Timestamp("2025-01-01")}
    assert set(found["ends_on"]) == {pd.Timestamp("2025-12-31")}


def test_each_domain_has_indicators_of_its_own():
    values = values_of(parse(published()).frames["observations"].loc[2:11])
    assert {name: value for name, value in values.items() if "_2025_average_score" in name} == {
        "imd_2025_average_score": 32.345,
        "income_deprivation_2025_average_score": 0.312,
        "employment_deprivation_2025_average_score": 0.172,
        "education_deprivation_2025_average_score": 31.004,
        "health_deprivation_2025_average_score": 0.848,
        "crime_deprivation_2025_average_score": 0.659,
        "barriers_to_housing_and_services_2025_average_score": 21.55,
        "living_environment_deprivation_2025_average_score": 25.454,
        "idaci_2025_average_score": 0.497,
        "idaopi_2025_average_score": 0.272,
    }


def test_float_noise_is_kept_as_published():
    values = values_of(parse(published()).frames["observations"].loc[BLACKPOOL_CRIME])
    assert values["crime_deprivation_2025_average_score"] == 0.9870000000000002


@pytest.mark.parametrize(
    "code",
    [
        "E0800006",  # a digit dropped
        "E080000006",  # a digit added
        "E12000002",  # a region, not a district
        "E92000001",  # England
        "",
    ],
)
def test_a_row_whose_code_is_no_districts_is_critical_and_said_once(code):
    table = published()
    table.loc[SALFORD_IMD, "area_code"] = code
    problems = parse(table).problems
    assert problems[
        ["row_no", "column", "value", "expectation", "severity"]
    ].to_numpy().tolist() == [[SALFORD_IMD, "area_code", code, "is_an_area_code", "critical"]]


@pytest.mark.parametrize(
    ("column", "cell", "expectation"),
    [
        ("average_score", "n/a", "is_a_number"),
        ("average_score", "", "is_recorded"),
        ("rank_average_score", "24th", "is_a_number"),
        ("index_domain", "Wealth", "one_of"),
        ("deprivation_data_year", "2019", "is_of_edition"),  # editions are not mixed
    ],
)
def test_a_cell_that_cannot_be_read_is_critical(column, cell, expectation):
    table = published()
    table.loc[TRAFFORD_IMD, column] = cell
    problems = parse(table).problems
    assert problems[
        ["row_no", "column", "value", "expectation", "severity"]
    ].to_numpy().tolist() == [[TRAFFORD_IMD, column, cell, expectation, "critical"]]


def test_every_district_of_england_is_kept_to_compare_with():
    table = published(EXAMPLE)
    parsed = parse(table)
    assert len(parsed.problems) == len(parsed.not_data) == 0
    found = parsed.frames["observations"]
    ranks = found.loc[found["indicator"] == "imd_2025_rank_average_rank", "value"]
    assert sorted(ranks) == list(range(1, 297))
    assert found["value"].sum() == pytest.approx(
        sum(table[name].astype(float).sum() for name in MEASURES)
    )


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
