"""Charities that operate in Trafford, read from rows as published.

The extract: six rows, unaltered, of traffordDataLab/open_data : charities/
charities_operating_in_trafford.csv @ a33a7d949483, without its telephone, e-mail and address
columns. Contains public sector information licensed under the Open Government Licence v3.0
(Charity Commission for England and Wales).
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.trafford_charities import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "trafford_charities.csv"
EXAMPLE = (
    Path(__file__).parents[2] / "examples" / "trafford" / "charities_operating_in_trafford.csv"
)


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def test_a_charity_is_a_third_sector_provider_known_by_its_charity_number():
    found = parse(published()).frames["providers"].loc[2]
    assert found["provider_org_id"] == "GB-CHC-214927"
    assert found["provider_name"] == "THE CHESHIRE WILDLIFE TRUST LIMITED"
    assert found["provider_type"] == "third_sector"
    assert found["postcode"] == "SY14 8EF"


def test_na_is_not_recorded_and_padding_is_taken_off():
    providers = parse(published()).frames["providers"].set_index("provider_org_id")
    assert pd.isna(providers.loc["GB-CHC-1167670", "postcode"])  # published as NA
    assert providers.loc["GB-CHC-251259", "postcode"] == "M14 4RE"  # published with a space after
    assert providers["insolvency"].isna().all()  # the file says nothing of it


def test_a_mistyped_postcode_is_a_finding_and_the_charity_is_kept():
    parsed = parse(published())
    found = parsed.problems[["column", "value", "expectation", "severity"]].to_numpy().tolist()
    # The letter O for a nought; m169nw lacks only its space and its capitals.
    assert found == [["charity_contact_postcode", "WA15 OHF", "is_a_postcode", "warning"]]
    assert "WA15 OHF" in list(parsed.frames["providers"]["postcode"])


@pytest.mark.parametrize(
    ("column", "cell", "expectation"),
    [
        ("registered_charity_number", "21084", "is_a_charity_number"),  # a digit dropped
        ("registered_charity_number", "00738693", "is_a_charity_number"),  # a company's
        ("registered_charity_number", "NA", "is_a_charity_number"),
        ("registered_charity_number", "", "is_recorded"),
        ("charity_name", "NA", "is_recorded"),
    ],
)
def test_a_row_that_names_no_charity_is_critical(column, cell, expectation):
    table = published()
    table.loc[1, column] = cell
    problems = parse(table).problems
    critical = problems[problems["severity"] == "critical"]
    assert critical[["row_no", "column", "value", "expectation"]].to_numpy().tolist() == [
        [1, column, cell, expectation]
    ]


def test_every_charity_of_the_file_is_read_once():
    parsed = parse(published(EXAMPLE))
    assert parsed.frames["providers"]["provider_org_id"].nunique() == 736
    assert list(parsed.problems["value"]) == ["WA15 OHF"]


def test_the_file_is_known_by_its_header():
    assert recognise("providers", tuple(published().columns)) is SOURCE
