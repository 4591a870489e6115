import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

from commissioning.areas.editions import beside_successor, mixed_editions
from models.area_codes import area_codes, is_listed, small_areas_changed

SHARED = Path(__file__).parents[3] / "../shared/data"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["E07000048", "E06000063"], "E07000048 Christchurch ended on 31 March 2019 and E06000063"),
        (["E07000004", "E06000060"], "E07000004 Aylesbury Vale ended on 31 March 2020"),
        (["E54000052", "E54000063"], "was replaced by E54000063"),  # days not recorded
        (["E08000006", "E08000009"], ""),
        (["E07000048", "E07000190"], ""),  # both ended on the same day
        (["E08000006", "E99999999"], ""),  # not known: nothing is said of it
        ([], ""),
    ],
)
def test_a_district_is_not_compared_with_one_that_began_after_it_ended(codes, said):
    found = mixed_editions(codes)
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("codes", "pair"),
    [
        (("E06000058", "E07000048"), ("E07000048", "E06000058")),
        (("E07000048", "E06000063"), None),  # neither lies on the other
        (("E54000052", "E54000063"), ("E54000052", "E54000063")),
        (("E08000006", "E99999999"), None),
    ],
)
def test_an_area_is_known_beside_the_one_that_took_its_place(codes, pair):
    found = beside_successor(codes)
    assert (found and tuple(each.code for each in found)) == pair


@pytest.mark.parametrize(
    ("new", "old", "ended_on"),
    [
        # The orders that made them: 1 April of 2009, 2019, 2020, 2021 and 2023.
        ("E06000054", {"E07000230", "E07000231", "E07000232", "E07000233", "E10000033"}, "2009-03-31"),
        ("E06000058", {"E06000028", "E06000029", "E07000048"}, "2019-03-31"),
        ("E06000060", {"E07000004", "E07000005", "E07000006", "E07000007", "E10000002"}, "2020-03-31"),
        ("E06000062", {"E07000151", "E07000154", "E07000155", "E10000021"}, "2021-03-31"),
        ("E06000064", {"E07000027", "E07000030", "E07000031", "E10000006"}, "2023-03-31"),
        ("E06000066", {"E07000187", "E07000188", "E07000189", "E07000246", "E10000027"}, "2023-03-31"),
    ],
)  # fmt: skip
def test_a_reorganised_council_replaced_the_districts_that_ended_the_day_before(new, old, ended_on):
    found = {area.code for area in area_codes().values() if new in area.replaced_by}
    assert found == old
    assert {str(area_codes()[code].until_on) for code in old} == {ended_on}


def rows(path):
    path = SHARED / path
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the repository")
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("path", "column", "count"),
    [
        ("needs/iod2025_lad.csv", "area_code", 296),
        ("needs/england_disability_21.csv", "ltla21_code", 309),
        ("needs/cni2023_england_lsoa21.csv", "lsoa21_code", 33_755),
        ("needs/imd2019_england_lsoa11.csv", "lsoa11_code", 32_844),
        ("needs/imd2025_england_icb24.csv", "icb24_code", 42),
    ],
)
def test_every_published_edition_is_listed_and_of_one_edition(path, column, count):
    codes = pd.Series([row[column] for row in rows(path)]).drop_duplicates()
    assert len(codes) == count
    assert is_listed(codes).all()
    assert mixed_editions(codes.tolist()) == ""


@pytest.mark.thorough
def test_small_areas_of_2011_are_not_mixed_with_those_of_2021():
    changed = [
        row
        for row in rows("reference/lookup_lsoa11_lsoa21_ltla22.csv.gz")
        if row["lsoa11_code"] != row["lsoa21_code"]
    ]
    old = {row["lsoa11_code"] for row in changed}
    new = {row["lsoa21_code"] for row in changed}
    assert small_areas_changed() == (old, new)
    assert "small areas of 2011 and of 2021 are mixed" in mixed_editions([min(old), max(new)])
