"""Notices and agreements read from releases in the Open Contracting Data Standard."""

import json
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise_file
from commissioning.sources.ocds import SOURCE, parse
from commissioning.sources.source import AlreadyTold
from tests.published_ocds import (
    CONTRACTS_FINDER,
    FOLDER,
    SELL2WALES,
    needs_published,
    package,
    pounds,
    release,
)

ON = AlreadyTold(date(2026, 4, 1))
SUPPLIER = {"id": "GB-COH-02535986", "name": "Care Ltd"}
AWARD = {"id": "a1", "title": "Meals", "value": pounds(1000.5), "suppliers": [SUPPLIER]}


def read(path, told=ON):
    """Return everything that is read of a file."""
    [chunk] = SOURCE.open(path, path.name).chunks()
    return parse(SOURCE.beside(chunk, told))


def of(folder, *releases, told=ON):
    return read(package(folder, *releases), told)


def set_aside(parsed):
    critical = parsed.problems[parsed.problems["severity"] == "critical"]
    return dict(zip(critical["row_no"], critical["expectation"], strict=True))


@needs_published
def test_each_award_of_contracts_finder_is_one_agreement_and_valued_once():
    awards = {}
    lines = CONTRACTS_FINDER.read_text("utf-8").splitlines()
    for found in sorted(
        (json.loads(line, parse_float=Decimal) for line in lines), key=lambda r: r["date"]
    ):
        for award in found.get("awards", []):
            awards[found["ocid"], award["id"]] = award
    agreements = read(CONTRACTS_FINDER).frames["agreements"]
    assert len(agreements) == len(awards) == 93
    assert agreements["value_pence"].sum() == sum(
        a["value"]["amount"] * 100 for a in awards.values()
    )
    many = agreements[agreements["provider_name"].str.count(";") == 34]
    [award] = [a for a in awards.values() if len(a["suppliers"]) == 35]
    assert list(many["value_pence"]) == [award["value"]["amount"] * 100]


@needs_published
def test_tenders_are_notices_and_no_agreements():
    parsed = read(SELL2WALES)
    assert set(parsed.frames) == {"notices"}
    assert len(parsed.frames["notices"]) == 90
    assert set_aside(parsed) == {}


@needs_published
@pytest.mark.parametrize("file", sorted(FOLDER.glob("awkward/*.json")), ids=lambda path: path.stem)
def test_awkward_releases_are_read_with_findings_and_without_a_crash(file):
    releases = len(json.loads(file.read_bytes())["releases"])
    parsed = read(file)
    assert len(parsed.frames["notices"]) + len(parsed.not_data) == releases


@needs_published
def test_nothing_of_a_contact_point_is_read():
    [chunk] = SOURCE.open(SELL2WALES, "file").chunks()
    kept = chunk["release"].str.cat(sep="\n")
    assert not any(word in kept for word in ("contactP", "telep", "@example.invalid", "+44"))


def test_the_same_file_is_loaded_as_notices_or_as_agreements(tmp_path):
    path = package(tmp_path, release("1", "2025-01-10"))
    for feed in ("notices", "agreements"):
        assert recognise_file(feed, path, path.name)[0] is SOURCE


def test_a_contract_is_its_awards_agreement_and_a_second_one_an_agreement_of_its_own(tmp_path):
    contracts = [
        {"id": "c1", "awardID": "a1", "value": pounds(700), "dateSigned": "2025-02-01T00:00:00Z"},
        {"id": "c2", "awardID": "a1", "value": pounds(300)},
    ]
    first = of(tmp_path, release("1", "2025-01-10", awards=[AWARD])).frames["agreements"]
    both = of(tmp_path, release("1", "2025-01-10", awards=[AWARD], contracts=contracts))
    agreements = both.frames["agreements"]
    assert list(agreements["value_pence"]) == [70000, 30000]  # never the award's as well
    assert list(agreements["reference"]) == ["ocds-abc123-1/a1", "ocds-abc123-1/c2"]
    assert first["natural_keys"].iloc[0] in agreements["natural_keys"].iloc[0].split("\n")
    assert first["value_pence"].iloc[0] == 100050


def test_a_cancelled_contract_is_kept_as_cancelled_and_an_unsuccessful_award_is_none(tmp_path):
    awards = [AWARD | {"status": "cancelled"}, AWARD | {"id": "a2", "status": "unsuccessful"}]
    agreements = of(tmp_path, release("1", "2025-01-10", awards=awards)).frames["agreements"]
    assert list(agreements["status"]) == ["cancelled"]


def test_another_currency_sets_the_release_aside_and_its_amount_is_not_read(tmp_path):
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD | {"value": pounds(9, "EUR")}]))
    assert set_aside(parsed) == {1: "other_currency"}
    assert "agreements" not in parsed.frames


def test_the_amount_with_vat_is_never_taken_for_the_one_without(tmp_path):
    value = {"amountGross": 120, "currency": "GBP"}
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD | {"value": value}]))
    assert parsed.frames["agreements"]["value_pence"].isna().all()
    assert "amount_without_vat" in set(parsed.problems["expectation"])


def test_an_option_in_free_text_gives_the_last_possible_day_and_asks_a_person_to_confirm_it(
    tmp_path,
):
    period = {"startDate": "2025-04-01", "endDate": "2027-03-31"}
    lot = {
        "id": "1",
        "hasRenewal": True,
        "renewal": {"description": "option to extend up to 24 months"},
    }
    found = release(
        "1", "2025-01-10", tender={"lots": [lot]}, awards=[AWARD | {"contractPeriod": period}]
    )
    parsed = of(tmp_path, found)
    [agreement] = parsed.frames["agreements"].to_dict("records")
    assert agreement["ends_on"] == pd.Timestamp("2027-03-31")
    assert agreement["latest_end_on"] == pd.Timestamp("2029-03-31")
    told = parsed.problems[parsed.problems["expectation"] == "confirm_extension_option"]
    assert set(told["value"]) == {"option to extend up to 24 months"}


def test_an_option_in_its_own_field_needs_no_confirmation(tmp_path):
    period = {"startDate": "2025-04-01", "endDate": "2027-03-31", "maxExtentDate": "2028-03-31"}
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD | {"contractPeriod": period}]))
    assert parsed.frames["agreements"]["latest_end_on"].iloc[0] == pd.Timestamp("2028-03-31")
    assert parsed.problems.empty


def test_a_release_dated_after_the_day_of_the_run_is_not_counted(tmp_path):
    later = release("2", "2026-04-02", awards=[AWARD | {"value": pounds(5000)}])
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD]), later)
    assert set_aside(parsed) == {2: "not_to_come"}
    assert list(parsed.frames["agreements"]["value_pence"]) == [100050]


def test_a_release_given_twice_is_read_once_and_two_contents_of_one_identifier_are_set_aside(
    tmp_path,
):
    one = release("1", "2025-01-10", title="Meals")
    assert list(of(tmp_path, one, one).not_data["row_no"]) == [2]
    assert set_aside(of(tmp_path, one, one | {"title": "Day care"})) == {
        1: "one_row_a_key",
        2: "one_row_a_key",
    }


def test_a_release_without_an_identifier_goes_by_its_day_and_content(tmp_path):
    nameless = release("", "2025-01-10", tag=["tender"])
    parsed = of(tmp_path, nameless, nameless | {"tag": ["award"]})
    assert parsed.frames["notices"]["release_id"].nunique() == 2
    assert set(parsed.problems["expectation"]) == {"release_id_recorded"}


@pytest.mark.parametrize(
    ("fields", "expectation"),
    [
        ({"ocid": None}, "is_recorded"),
        ({"date": "last week"}, "is_a_day"),
        ({"awards": "none"}, "is_list"),
        ({"awards": [AWARD, AWARD | {"title": "Day care"}]}, "one_entry_an_id"),
        ({"awards": [AWARD | {"value": pounds(-1)}]}, "negative_amount"),
        ({"awards": [AWARD | {"value": {"amount": "12", "currency": "GBP"}}]}, "is_number"),
    ],
)
def test_what_cannot_be_merged_or_counted_is_set_aside_with_the_reason(
    tmp_path, fields, expectation
):
    assert set_aside(of(tmp_path, release("1", "2025-01-10") | fields)) == {1: expectation}


def test_a_record_gives_the_releases_it_embeds_or_what_they_came_to_with_a_finding(tmp_path):
    whole = release("1", "2025-01-10")
    records = [
        {"ocid": whole["ocid"], "releases": [whole, release("2", "2025-02-10")]},
        {
            "ocid": "ocds-abc123-2",
            "releases": [{"url": "x"}],
            "compiledRelease": whole | {"ocid": "ocds-abc123-2"},
        },
        {"ocid": "ocds-abc123-3", "releases": [{"url": "x"}]},
    ]
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"version": "1.1", "records": records}), encoding="utf-8")
    parsed = read(path)
    assert len(parsed.frames["notices"]) == 4
    assert set_aside(parsed) == {4: "releases_embedded"}
    assert list(parsed.problems["row_no"]) == [3, 4]
