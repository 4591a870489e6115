"""Grants in the 360Giving standard, read from rows as published and from the whole file.

The extract: four rows, unaltered, of traffordDataLab/council_open_data :
transparency_code/grants/trafford_council_voluntary_sector_grants.csv @ fe5479dc2923. Trafford
Council, Open Government Licence v3.0.
"""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.source import Parsed
from commissioning.sources.threesixty_grants import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "threesixty_grants.csv"
EXAMPLES = Path(__file__).parents[2] / "examples" / "trafford"
WHOLE = EXAMPLES / "trafford_council_voluntary_sector_grants.csv"
START, END = "Planned Dates:Start Date", "Planned Dates:End Date"


def published(path: Path = EXTRACT) -> pd.DataFrame:
    return pd.concat(open_table(path, path.name, SOURCE.layout).chunks())


def grant(**cells: str) -> Parsed:
    return parse(published().iloc[:1].assign(**cells))


def test_a_grant_is_an_agreement_of_instrument_and_regime_grant():
    found = parse(published()).frames["agreements"].iloc[1]
    expected = {
        "reference": "360G-traffordmbc-VSG1343",
        "title": "Voluntary Sector Grant to Be Active",
        "specification": "To organise and provide low cost, high quality modern coaching sessions "
        "for girls and boys in south area",
        "instrument": "grant",
        "regime": "grant",
        "department": "Partnerships and Communities",
        "commissioner": "Trafford Metropolitan Borough Council",
        "provider_name": "Be Active",
        "provider_org_id": "360G-trafford-be_active",
        "awarded_on": pd.Timestamp("2013-01-18"),
        "value_pence": 302_863,
    }
    assert {name: found[name] for name in expected} == expected


def test_a_duration_is_never_turned_into_an_end():
    agreements = parse(published()).frames["agreements"]
    not_recorded = ["starts_on", "ends_on", "latest_end_on", "status"]
    assert agreements[not_recorded].isna().all(axis=None)


def test_a_recipient_is_third_sector_only_where_its_charity_number_is_given():
    rows = published()
    types = parse(rows).frames["agreements"]["provider_type"]
    has_number = rows["Recipient Org:Charity Number"] != ""
    assert has_number.tolist() == [False, False, True, True]
    assert (types[has_number] == "third_sector").all()
    assert types[~has_number].isna().all()


@pytest.mark.parametrize("currency", ["EUR", "GPB", ""])
def test_a_grant_in_another_currency_is_set_aside_and_its_amount_not_read(currency):
    parsed = grant(Currency=currency)
    found = parsed.problems[["column", "value", "expectation", "severity"]]
    assert found.to_numpy().tolist() == [["Currency", currency, "currency_is_gbp", "critical"]]
    assert parsed.frames["agreements"]["value_pence"].isna().all()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-04-01", "2024-04-01"),
        ("2024-04-01T00:00:00Z", "2024-04-01"),
        ("", None),
    ],
)
def test_planned_days_are_read_where_they_are_given(text, day):
    parsed = grant(**{END: text})
    found = parsed.frames["agreements"]["ends_on"].iloc[0]
    assert (None if pd.isna(found) else found) == (pd.Timestamp(day) if day else None)
    assert parsed.problems.empty


def test_a_planned_month_without_its_day_is_not_completed():
    parsed = grant(**{START: "2024-04"})
    agreement = parsed.frames["agreements"].iloc[0]
    assert pd.isna(agreement["starts_on"])
    assert json.loads(agreement["as_published"]) == {START: "2024-04"}
    assert parsed.problems[["column", "expectation", "severity"]].to_numpy().tolist() == [
        [START, "is_a_day", "warning"]
    ]


def test_a_grant_without_an_identifier_is_set_aside():
    parsed = grant(Identifier="")
    assert parsed.problems[["expectation", "severity"]].to_numpy().tolist() == [
        ["is_recorded", "critical"]
    ]


def test_a_funder_that_leaves_out_the_optional_columns_is_read():
    rows = published().drop(columns=[START, END, "Recipient Org:Charity Number"])
    parsed = parse(rows.drop(columns=["Funding Org:Department"]))
    assert len(parsed.frames["agreements"]) == 4
    assert parsed.frames["agreements"]["provider_type"].isna().all()


def test_the_layout_is_recognised():
    header = open_table(EXTRACT, "grants").header
    assert recognise("grants", header) is SOURCE
    assert SOURCE.unknown_columns(header) == ()


def test_the_whole_file_is_as_measured():
    with WHOLE.open(encoding="utf-8", newline="") as file:
        plain = list(csv.DictReader(file))
    parsed = parse(published(WHOLE))
    agreements = parsed.frames["agreements"]
    assert len(agreements) == len(plain) == 555
    pounds = sum(Decimal(cells["Amount Awarded"]) for cells in plain)
    assert agreements["value_pence"].sum() == pounds * 100 == 129_143_654
    days = agreements["awarded_on"]
    assert (days.min(), days.max()) == (pd.Timestamp("2013-01-18"), pd.Timestamp("2024-06-19"))
    charities = sum(cells["Recipient Org:Charity Number"] != "" for cells in plain)
    assert (agreements["provider_type"] == "third_sector").sum() == charities
    assert parsed.problems.empty
