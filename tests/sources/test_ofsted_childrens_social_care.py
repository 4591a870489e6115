"""Children's social care providers with Ofsted's judgement, read from rows as published.

The extract: the titles, the header, four rows and two blank ones, unaltered, of
BenGoodair/childrens_social_care_data : Raw_Data/Provider_level/provider_at_march.csv @
ca4389abf37e. Department for Education and Ofsted, Open Government Licence v3.0.
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise_file
from commissioning.sources.ofsted_childrens_social_care import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "ofsted_childrens_social_care.csv"


def published(**cells: str) -> pd.DataFrame:
    return pd.concat(SOURCE.open(EXTRACT, EXTRACT.name).chunks()).assign(**cells)


def test_a_provider_is_known_by_its_urn_and_has_ofsted_s_judgement():
    found = parse(published()).frames["providers"].loc[1]
    expected = {
        "provider_org_id": "GB-OFSTED-SC009423",
        "provider_name": "Al Jamiah Al Islamiyyah",
        "provider_type": "third_sector",
        "postcode": "BL3 4HF",
        "regulator_rating": "Inadequate",
    }
    assert {name: found[name] for name in expected} == expected


def test_a_name_that_ofsted_withholds_is_not_recorded():
    found = parse(published()).frames["providers"].loc[2]
    assert found["provider_org_id"] == "GB-OFSTED-2611190"
    assert found[["provider_name", "postcode"]].isna().all()
    assert found["provider_type"] == "private"


@pytest.mark.parametrize(
    ("sector", "provider_type"),
    [
        ("Private", "private"),
        ("Voluntary", "third_sector"),
        ("Local Authority", "other_public"),
        ("Academy", "other_public"),
        ("Health Authority", "other_public"),
        ("", None),
    ],
)
def test_a_sector_is_one_of_ours(sector, provider_type):
    parsed = parse(published(Sector=sector))
    types = set(parsed.frames["providers"]["provider_type"].dropna())
    assert types == ({provider_type} if provider_type else set())
    assert parsed.problems.empty


def test_an_unknown_sector_is_a_finding_and_the_provider_is_kept():
    found = parse(published(Sector="Crown")).problems[["expectation", "severity"]]
    assert found.drop_duplicates().to_numpy().tolist() == [["one_of", "warning"]]


def test_titles_are_no_rows_and_blank_rows_are_no_data():
    table = SOURCE.open(EXTRACT, EXTRACT.name)
    frame = pd.concat(table.chunks())
    assert (table.rows, len(frame)) == (6, 4)
    assert [reason for _, _, reason in table.not_data] == ["blank row", "blank row"]
    assert frame["_line"].tolist() == [5, 6, 7, 8]


def test_the_layout_is_recognised_below_its_titles():
    source, _ = recognise_file("providers", EXTRACT, EXTRACT.name)
    assert source is SOURCE
    assert set(SOURCE.unknown_columns(SOURCE.open(EXTRACT, EXTRACT.name).header)) == set()
