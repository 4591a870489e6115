"""Tables of needs that are read by their columns: what a row comes to, its kind of area and its marks.

The extracts have rows as published, of: traffordDataLab/open_data @ a33a7d949483 (disability by
output area); humaniverse/healthyr @ ed2003efc556 (disability by district, Health Index);
humaniverse/IMD @ 2f6c9050afee (deprivation); BenGoodair/childrens_social_care_data @ ca4389abf37e
(children looked after, care leavers, Section 251). Contains public sector information licensed under
the Open Government Licence v3.0 (Office for National Statistics; Ministry of Housing, Communities and
Local Government; Department for Education).
"""

import csv
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise_file
from commissioning.sources import SOURCES

pytestmark = pytest.mark.thorough

EXTRACTS = Path(__file__).parent / "extracts"
SHARED = Path(__file__).parents[3] / "shared" / "data"
YEAR_TO_MARCH_2024 = ("2023-04-01", "2024-03-31")
CENSUS_DAY = ("2021-03-21", "2021-03-21")

FACTS = ("indicator", "area_code", "area_name", "area_level", "age", "group")
NUMBERS = ("value", "count", "denominator", "mark")


def published(name):
    source = SOURCES[name]
    path = EXTRACTS / f"{name}.csv"
    return pd.concat(source.open(path, path.name).chunks())


def observation(name, row_no, indicator=None):
    parsed = SOURCES[name].parse(published(name))
    assert parsed.problems.empty, parsed.problems
    found = parsed.frames["observations"].loc[[row_no]]
    if indicator:
        found = found[found["indicator"] == indicator]
    assert len(found) == 1
    [row] = found.astype("object").where(found.notna(), None).to_dict("records")
    days = tuple(str(row[name].date()) for name in ("starts_on", "ends_on"))
    return tuple(row[name] for name in FACTS), days, tuple(row[name] for name in NUMBERS)


@pytest.mark.parametrize(
    ("name", "row_no", "facts", "days", "numbers"),
    [
        (
            "census2021_disability_output_areas",
            2,
            (
                "residents_by_disability",
                "E00030771",
                "E00030771",
                "output_area",
                None,
                "Disabled, limited a little",
            ),
            CENSUS_DAY,
            (18, 18, None, None),
        ),
        (
            "census2021_disability_districts",
            3,
            ("share_by_disability", "E08000009", None, "district", None, "Disabled"),
            CENSUS_DAY,
            (0.159751884689345, 37550, 235052, None),
        ),
        (
            "health_index_icbs",
            2,
            (
                "life_expectancy_health_index",
                "E54000057",
                "NHS Greater Manchester Integrated Care Board",
                "icb",
                None,
                None,
            ),
            ("2021-01-01", "2021-12-31"),
            (86.3, None, None, None),
        ),
        (
            "children_looked_after",
            1,
            ("children_looked_after_per_10000", "E92000001", "England", "country", None, None),
            YEAR_TO_MARCH_2024,
            (70, 83630, 11998646, None),
        ),
        (  # inner London is no region of the register's, and is not added to London
            "children_looked_after",
            3,
            ("children_looked_after_per_10000", "E13000001", "Inner London", "region", None, None),
            YEAR_TO_MARCH_2024,
            (62, 3980, 641078, None),
        ),
        (
            "children_looked_after",
            5,
            ("children_looked_after_per_10000", "E08000009", "Trafford", "district", None, None),
            YEAR_TO_MARCH_2024,
            (67, 377, 56015, None),
        ),
        (  # a county that was abolished in 2023
            "children_looked_after",
            6,
            ("children_looked_after_per_10000", "E10000006", "Cumbria", "county", None, None),
            YEAR_TO_MARCH_2024,
            (None, None, None, "not_applicable"),
        ),
        (
            "children_looked_after",
            9,
            (
                "children_ceasing_to_be_looked_after_per_10000",
                "E06000053",
                "Isles of Scilly",
                "district",
                None,
                None,
            ),
            ("2020-04-01", "2021-03-31"),
            (None, None, 306, "suppressed"),
        ),
        (
            "children_looked_after_series",
            8,
            (
                "unaccompanied_asylum_seeking_children_looked_after_number",
                "E92000001",
                "England",
                "country",
                None,
                None,
            ),
            ("1993-04-01", "1994-03-31"),
            (None, None, None, "not_available"),
        ),
        (  # nought is nought, and no mark
            "care_leavers_accommodation",
            1,
            (
                "care_leavers_accommodation_percent",
                "E08000009",
                "Trafford",
                "district",
                "17-18",
                "Accommodation not suitable",
            ),
            YEAR_TO_MARCH_2024,
            (0, 0, None, None),
        ),
        (  # one care leaver of many: more than nought
            "care_leavers_accommodation",
            9,
            (
                "care_leavers_accommodation_percent",
                "E08000034",
                "Kirklees",
                "district",
                "19-21",
                "No information",
            ),
            YEAR_TO_MARCH_2024,
            (None, 1, None, "rounds_to_nought"),
        ),
    ],
)
def test_a_row_is_one_value_of_one_area_with_its_count(name, row_no, facts, days, numbers):
    assert observation(name, row_no) == (facts, days, numbers)


@pytest.mark.parametrize(
    ("name", "row_no", "indicator", "value", "mark"),
    [
        ("imd2019_small_areas", 1, "imd_2019_rank", 29199, None),
        ("imd2019_small_areas", 2, "barriers_to_housing_and_services_2019_decile", 4, None),
        ("iod2025_icbs", 1, "employment_deprivation_2025_scale", 315246.5, None),
        ("s251_outturn_2013_14", 2, "section_251_private_provision_gbp", 1538454, None),
        ("s251_outturn_2013_14", 3, "section_251_total_expenditure_gbp", 85336, None),
        ("s251_outturn_2013_14", 3, "section_251_income_gbp", None, "not_available"),
        ("s251_outturn_2013_14", 4, "section_251_grants_inside_aef_gbp", None, "not_available"),
    ],
)
def test_a_wide_row_is_an_observation_a_column(name, row_no, indicator, value, mark):
    _, _, numbers = observation(name, row_no, indicator)
    assert (numbers[0], numbers[3]) == (value, mark)


def test_an_authority_under_the_departments_digits_gets_the_code_of_its_area_then():
    facts, days, _ = observation("s251_outturn_2013_14", 2, "section_251_income_gbp")
    assert facts[1:4] == ("E08000009", "Trafford", "district")
    assert facts[5] == "6 Residential care"
    assert days == ("2013-04-01", "2014-03-31")


@pytest.mark.parametrize(
    ("name", "row_no", "column", "cell", "expectation"),
    [
        ("children_looked_after", 1, "geographic_level", "Ward", "one_of"),
        ("children_looked_after", 5, "new_la_code", "E0800009", "is_an_area_code"),
        ("children_looked_after", 2, "region_code", "E08000009", "is_an_area_code"),
        ("children_looked_after", 5, "rate_per_10000", "low", "is_a_number"),
        ("children_looked_after", 5, "rate_per_10000", "", "is_recorded"),
        ("children_looked_after", 5, "number", "u", "is_a_number"),  # a mark not seen before
        ("children_looked_after", 5, "time_period", "202324", "is_a_period"),
        ("children_looked_after", 5, "population_count", "Children missing", "one_of"),
        ("care_leavers_accommodation", 1, "age", "22 years", "one_of"),
        ("s251_outturn_2013_14", 1, "LA", "999", "is_an_area_code"),
        ("health_index_icbs", 1, "icb22_code", "E12000002", "is_an_area_code"),
        ("census2021_disability_districts", 1, "ltla21_code", "E92000001", "is_an_area_code"),
    ],
)
def test_a_cell_that_cannot_be_read_is_critical_and_said_once(
    name, row_no, column, cell, expectation
):
    table = published(name)
    table.loc[row_no, column] = cell
    problems = SOURCES[name].parse(table).problems
    assert problems[
        ["row_no", "column", "value", "expectation", "severity"]
    ].to_numpy().tolist() == [[row_no, column, cell, expectation, "critical"]]


FILES = (
    ("needs/2021_disability_oa_trafford.csv", "census2021_disability_output_areas", ("value",)),
    ("needs/cni2023_england_lsoa21.csv", "cni2023_small_areas", ()),
    ("needs/england_disability_21.csv", "census2021_disability_districts", ("prop",)),
    ("needs/england_health_index_ics_indicators.csv", "health_index_icbs", ("value",)),
    ("needs/imd2019_england_lsoa11.csv", "imd2019_small_areas", ()),
    ("needs/imd2025_england_icb24.csv", "iod2025_icbs", ()),
    (
        "needs_children/cla_number_and_rate_per_10k_children.csv",
        "children_looked_after",
        ("rate_per_10000",),
    ),
    ("needs_children/cla_time_series_1994_2024.csv", "children_looked_after_series", ("number",)),
    (
        "needs_children/la_care_leavers_accommodation_suitability.csv",
        "care_leavers_accommodation",
        ("percentage",),
    ),
    ("needs_children/s251_outturn_1314.csv", "s251_outturn_2013_14", ()),
)
WORDS = {"lsoa21_code", "lsoa21_name", "lsoa11_code", "icb24_code", "icb24_name"} | {
    *("Left Behind Area?", "LA", "LA Name", "LineNumber", "CYPServiceDescription", "ReportGroup")
}


@pytest.mark.thorough
@pytest.mark.parametrize(("file", "name", "measures"), FILES, ids=[name for _, name, _ in FILES])
def test_nothing_of_a_whole_file_is_lost(file, name, measures):
    """Its rows, its values and their sum are those that the standard library counts."""
    path = SHARED / file
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    encoding = "cp1252" if name.startswith("s251") else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as opened:
        rows = list(csv.DictReader(opened))
    cells = [row[column] for row in rows for column in measures or row.keys() - WORDS]
    numbers = [float(cell) for cell in cells if cell not in ("", "c", "z", "x", "k")]

    source, _ = recognise_file("observations", path, path.name)
    assert source is SOURCES[name]
    opened = source.open(path, path.name)
    parsed = [source.parse(chunk) for chunk in opened.chunks()]
    found = pd.concat([each.frames["observations"] for each in parsed])
    assert sum(len(each.problems) + len(each.not_data) for each in parsed) == 0
    assert found.index.nunique() == len(rows) == opened.rows
    assert len(found) == len(cells)
    assert found["value"].notna().sum() == len(numbers)
    assert found["mark"].notna().sum() == len(cells) - len(numbers)
    assert found["value"].sum() == pytest.approx(sum(numbers), rel=1e-12)
    assert found["area_level"].notna().all()
    assert not found.duplicated(list(source.rows_of.key)).any()
