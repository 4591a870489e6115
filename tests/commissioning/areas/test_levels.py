import pandas as pd
import pytest

from commissioning.areas.levels import level_of


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E92000001", "country"),
        ("JE", "country"),
        ("E12000002", "region"),
        ("E10000016", "county"),
        ("E08000006", "district"),
        ("E06000060", "district"),  # a unitary authority is compared with districts
        ("W06000015", "district"),
        ("S12000036", "district"),
        ("E05015246", "ward"),
        ("E01005653", "small_area"),
        ("W01001927", "small_area"),
        ("E54000057", "icb"),
        ("W7A0002", None),
        ("E0800009", None),  # a digit dropped
        ("E99999999", None),
        ("", None),
        (None, None),
    ],
)
def test_the_first_three_characters_of_a_whole_code_tell_the_kind_of_area(code, level):
    found = level_of(pd.Series([code], dtype="str"))
    assert found.name == "area_level"
    assert [None if pd.isna(each) else each for each in found] == [level]
