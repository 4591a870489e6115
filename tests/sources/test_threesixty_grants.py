"""Grants in the 360Giving standard, read from rows as published and from the whole file.

The extract: four rows, unaltered, of traffordDataLab/council_open_data :
transparency_code/grants/trafford_council_voluntary_sector_grants.csv @ fe5479dc2923. Trafford
Council, Open Government Licence v3.0.
"""

import csv
import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.ingest.reader import open_table
from commissioning.sources.source import Parsed
from commissioning.sources.threesixty_grants import SOURCE, parse

pytestmark = pytest.mark.thorough

EXTRACT = Path(__file__).parent / "extracts" / "threesixty_grants.csv"
EXAMPLES = Path(__file__).parents[2] / "examples" / "trafford"
WHOLE = EXAMPLES / "trafford_council_voluntary_sector_grants.csv"
PUBLISHED = Path(__file__).parents[2] / ".." / "shared" / "data" / "grants"
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


def as_json(**members) -> Parsed:
    """Return what is read of one grant in JSON, with these members in place of its own."""
    member = {
        "id": "360G-anytown-1",
        "title": "Lunch club",
        "description": "A weekly lunch",
        "currency": "GBP",
        "amountAwarded": 2266.5,
        "awardDate": "2020-11-03T00:00:00+00:00",
        "recipientOrganization": [
            {"id": "GB-CHC-1015648", "name": "Gŵyl", "charityNumber": "1015648"}
        ],
        "fundingOrganization": [{"id": "GB-LAE-TRF", "name": "Trafford Council"}],
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "grants.json"
        path.write_text(json.dumps({"grants": [member | members]}), encoding="utf-8")
        return parse(pd.concat(SOURCE.open(path, path.name).chunks()))


def test_a_grant_in_json_is_read_as_the_flat_file_has_it():
    parsed = as_json()
    found = parsed.frames["agreements"].iloc[0]
    expected = {
        "reference": "360G-anytown-1",
        "title": "Lunch club",
        "specification": "A weekly lunch",
        "commissioner": "Trafford Council",
        "provider_name": "Gŵyl",
        "provider_org_id": "GB-CHC-1015648",
        "provider_type": "third_sector",
        "awarded_on": pd.Timestamp("2020-11-03"),
        "value_pence": 226_650,
    }
    assert {name: found[name] for name in expected} == expected
    assert parsed.problems.empty


def test_planned_days_in_json_are_read():
    days = {"startDate": "2024-04-01", "endDate": "2025-03-31T00:00:00+01:00", "duration": 12}
    found = as_json(plannedDates=[days]).frames["agreements"].iloc[0]
    assert (found["starts_on"], found["ends_on"]) == (
        pd.Timestamp("2024-04-01"),
        pd.Timestamp("2025-03-31"),
    )


@pytest.mark.parametrize(
    "text",
    ["2020-11-03T09:30:00.123Z", "2020-11-03T00:00:00.0000000+00:00", "2020-11-03T23:59:59.9"],
)
def test_a_moment_told_to_fractions_of_a_second_is_its_day(text):
    parsed = as_json(awardDate=text)
    assert list(parsed.frames["agreements"]["awarded_on"]) == [pd.Timestamp("2020-11-03")]
    assert parsed.problems.empty


def test_a_grant_to_a_person_names_nobody():
    parsed = as_json(recipientOrganization=None, recipientIndividual={"name": "A Person"})
    assert "A Person" not in parsed.frames["agreements"].to_json()
    assert pd.isna(parsed.frames["agreements"]["provider_name"].iloc[0])


def test_a_missing_description_or_funder_is_a_finding_and_the_grant_is_kept():
    found = grant(Description="").problems[["column", "expectation", "severity"]]
    assert found.to_numpy().tolist() == [["Description", "is_recorded", "warning"]]
    parsed = parse(published().drop(columns=["Funding Org:Name"]))
    assert len(parsed.frames["agreements"]) == 4
    assert parsed.problems["column"].tolist() == ["Funding Org:Name"] * 4


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("41133.770000000004", 4_113_377),  # of the Andrew Lloyd Webber Foundation, and the next
        ("44337.130000000005", 4_433_713),
        ("0.30000000000000004", 30),
        ("1000.0000000000001", 100_000),
    ],
)
def test_what_a_binary_number_adds_is_left_out_with_a_finding(text, pence):
    parsed = grant(**{"Amount Awarded": text})
    assert parsed.frames["agreements"]["value_pence"].tolist() == [pence]
    found = parsed.problems[["column", "value", "expectation", "severity"]]
    assert found.to_numpy().tolist() == [["Amount Awarded", text, "is_money", "warning"]]


@pytest.mark.parametrize("text", ["41133.774", "41133.7700001", "33333.333333333336"])
def test_a_real_fraction_of_a_penny_is_not_rounded(text):
    parsed = grant(**{"Amount Awarded": text})
    assert parsed.problems["severity"].tolist() == ["critical"]


def needs(name: str) -> Path:
    """Return a published file that is not kept here, or skip the test."""
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    return path


def agreements_of(path: Path) -> pd.DataFrame:
    parsed = parse(pd.concat(SOURCE.open(path, path.name).chunks()))
    assert (parsed.problems["severity"] != "critical").all()
    return parsed.frames["agreements"].set_index("reference")


def test_trafford_s_csv_and_json_agree_grant_by_grant():
    in_json = agreements_of(needs("trafford_council_voluntary_sector_grants.json"))
    pd.testing.assert_frame_equal(in_json, agreements_of(WHOLE))


def test_a_funder_s_workbook_and_json_are_the_same_grants_to_the_penny():
    name = "360g_andrew_lloyd_webber_foundation"
    plain = json.loads(needs(f"{name}.json").read_bytes(), parse_float=Decimal)["grants"]
    in_json, in_sheet = agreements_of(needs(f"{name}.json")), agreements_of(needs(f"{name}.xlsx"))
    assert in_json.index.tolist() == [each["id"] for each in plain]
    pence = [round(each["amountAwarded"] * 100) for each in plain]
    assert in_json["value_pence"].tolist() == pence
    assert in_json["awarded_on"].dt.date.astype("str").tolist() == [
        g["awardDate"][:10] for g in plain
    ]
    # In one description the funder's JSON has a spreadsheet's mark, where the sheet has a line end.
    for frame in (in_json, in_sheet):
        text = frame["specification"].str.replace("_x000D_", "")
        frame["specification"] = text.str.split().str.join(" ")
    as_written = ["as_published"]  # the text of a day that is no plain ISO day
    pd.testing.assert_frame_equal(
        in_json.drop(columns=as_written), in_sheet.drop(columns=as_written)
    )


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
