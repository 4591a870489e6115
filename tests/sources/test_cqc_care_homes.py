"""Care homes that the Care Quality Commission registers, read from rows as published.

The extract: three rows, unaltered, of traffordDataLab/open_data : care_homes/
trafford_care_homes.csv @ a33a7d949483, without its telephone column. Contains public sector
information licensed under the Open Government Licence v3.0 (Care Quality Commission).
"""

from pathlib import Path

import pandas as pd

from commissioning.ingest.headers import recognise
from commissioning.sources.cqc_care_homes import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "cqc_care_homes.csv"


def published(**cells: str) -> pd.DataFrame:
    return pd.concat(SOURCE.open(EXTRACT, EXTRACT.name).chunks()).assign(**cells)


def test_a_home_is_a_provider_known_by_its_location():
    found = parse(published()).frames["providers"].loc[1]
    assert found["provider_org_id"] == "GB-CQC-1-466088203"
    assert found["provider_name"] == "10 Spennithorne Road"
    assert found["postcode"] == "M41 5BU"


def test_what_the_file_does_not_say_is_not_recorded():
    providers = parse(published()).frames["providers"]
    silent = ["provider_type", "regulator_rating", "insolvency", "accounts_overdue", "excluded"]
    assert providers[silent].isna().all(axis=None)
    assert pd.isna(parse(published(postcode="NA")).frames["providers"]["postcode"]).all()


def test_an_area_code_that_lost_a_digit_is_a_finding_in_every_row_and_the_home_is_kept():
    parsed = parse(published())
    found = parsed.problems[["column", "value", "expectation", "severity"]].to_numpy().tolist()
    assert found == [["area_code", "E0800009", "is_an_area_code", "warning"]] * 3
    assert set(parsed.problems["likely_cause"]) == {"E08000009 Trafford, a digit dropped?"}
    assert len(parsed.frames["providers"]) == 3
    assert parse(published(area_code="E08000009")).problems.empty


def test_a_home_without_its_number_is_set_aside():
    problems = parse(published(cqc_id="")).problems
    assert (
        problems[problems["severity"] == "critical"]["expectation"].tolist() == ["is_recorded"] * 3
    )


def test_the_layout_is_recognised():
    header = tuple(published().drop(columns="_line").columns)
    assert recognise("providers", header) is SOURCE
    assert SOURCE.unknown_columns(header) == ()
