"""Notices and agreements read from releases in the Open Contracting Data Standard."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from commissioning import ocds
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
    kept = b"\n".join(chunk["release"]).decode()
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
    assert list(agreements["reference"]) == ["ocds-abc123-1/c1", "ocds-abc123-1/c2"]
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
    assert set(told["value"]) == {"24 months"}  # the words that say so, and no more


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
        ({"awards": [{"title": "Meals", "value": pounds(9)}]}, "has_id"),
        ({"awards": [AWARD | {"value": {"amount": 12}}]}, "is_recorded"),
        ({"awards": [AWARD | {"value": pounds(-1)}]}, "negative_amount"),
        ({"awards": [AWARD | {"value": {"amount": "12", "currency": "GBP"}}]}, "is_number"),
    ],
)
def test_what_cannot_be_merged_or_counted_is_set_aside_with_the_reason(
    tmp_path, fields, expectation
):
    assert set_aside(of(tmp_path, release("1", "2025-01-10") | fields)) == {1: expectation}


def test_a_release_is_the_same_whichever_way_its_numbers_and_names_are_put(tmp_path):
    one = release("1", "2025-01-10", awards=[{"id": "a1", "value": pounds(100)}])
    turned = dict(reversed(one.items())) | {"awards": [{"value": pounds(100.0), "id": "a1"}]}
    assert list(of(tmp_path, one, turned).not_data["row_no"]) == [2]


@pytest.mark.parametrize("date", ["20\t25-01", "2025-01-10\n", "\n", "\t"])
def test_a_tab_or_a_line_break_in_a_date_sets_its_release_aside_alone(tmp_path, date):
    odd = release("1", "2025-01-10") | {"date": date, "ocid": 'ocds-"1"\\'}
    parsed = of(tmp_path, odd, release("2", "2025-01-10"))
    assert list(parsed.frames["notices"]["ocid"]) == ['ocds-"1"\\', "ocds-abc123-1"]
    assert set(set_aside(parsed)) <= {1}


@pytest.mark.parametrize("number", [1e20, -3, 1e39])
def test_a_number_no_period_or_tender_has_is_not_read_and_told(tmp_path, number):
    period = {"startDate": "2025-04-01", "durationInMonths": number}
    tender = {"numberOfTenderers": number}
    found = release("1", "2025-01-10", tender=tender, awards=[AWARD | {"contractPeriod": period}])
    parsed = of(tmp_path, found)
    [agreement] = parsed.frames["agreements"].to_dict("records")
    assert pd.isna(agreement["ends_on"])
    assert pd.isna(agreement["tenderers"])
    assert list(parsed.problems["expectation"]) == ["whole_number_in_range"] * 2


def test_what_a_record_lists_beside_the_releases_it_embeds_is_set_aside(tmp_path):
    one = release("1", "2025-01-10") | {"url": "https://example.org/1"}
    record = {"ocid": one["ocid"], "releases": [one, {"url": "x", "date": one["date"]}, 5]}
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"version": "1.1", "records": [record]}), encoding="utf-8")
    parsed = read(path)
    assert set_aside(parsed) == {2: "releases_embedded", 3: "releases_embedded"}
    assert list(parsed.frames["notices"]["release_id"].dropna()) == ["1"]


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


def test_whatever_reads_a_release_is_part_of_what_a_load_is_known_by():
    folder = Path(ocds.__file__).parent
    modules = {f"commissioning.ocds.{path.stem}" for path in folder.glob("[!_]*.py")}
    assert modules <= set(SOURCE.modules)
    assert set(SOURCE.reads) == set((folder / "schema").glob("*.json"))


BACKWARDS = {"startDate": "2027-04-01", "endDate": "2026-03-31"}


def test_a_release_set_aside_for_one_award_takes_no_other_with_it_and_decides_nothing(tmp_path):
    bad = {"id": "a2", "value": pounds(5), "contractPeriod": BACKWARDS}
    direct = {"procurementMethod": "direct"}
    later = release("2", "2025-02-10", awards=[AWARD | {"title": "Tea"}, bad], tender=direct)
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD]), later)
    assert set_aside(parsed) == {2: "ends_before_it_starts"}
    agreements = parsed.frames["agreements"]
    [kept] = agreements[agreements.index == 1].to_dict("records")
    assert (kept["title"], kept["value_pence"]) == ("Meals", 100050)
    assert pd.isna(kept["procurement_method"])
    assert list(agreements.loc[agreements.index == 2, "value_pence"]) == [500]


def test_an_update_with_the_new_amount_alone_has_the_currency_that_was_said_before(tmp_path):
    update = release("2", "2025-02-10", awards=[{"id": "a1", "value": {"amount": 2000}}])
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD]), update)
    assert set_aside(parsed) == {}
    assert list(parsed.frames["agreements"]["value_pence"]) == [200000]


def extended(told, **moved):
    """Return what is read of an award to 31 March 2027 with 24 months to extend, and of its update."""
    period = {"startDate": "2025-04-01", "endDate": "2027-03-31"}
    lot = {"id": "1", "hasRenewal": True, "renewal": {"period": {"durationInMonths": 24}}}
    award = AWARD | {"contractPeriod": period, "relatedLots": ["1"]}
    first = release("1", "2025-01-10", tender={"lots": [lot]}, awards=[award])
    update = release("2", "2026-01-10", awards=[{"id": "a1", "contractPeriod": moved}])
    return of(told, first, update)


def test_an_extension_that_was_taken_is_not_offered_once_more(tmp_path):
    [agreement] = extended(tmp_path, endDate="2029-03-31").frames["agreements"].to_dict("records")
    assert agreement["ends_on"] == agreement["latest_end_on"] == pd.Timestamp("2029-03-31")


@pytest.mark.parametrize(
    "moved", [{"startDate": "2025-06-01", "endDate": "2027-05-31"}, {"endDate": "2026-03-31"}]
)
def test_what_is_left_of_an_extension_is_not_told_where_the_term_was_moved(tmp_path, moved):
    parsed = extended(tmp_path, **moved)
    assert parsed.frames["agreements"]["latest_end_on"].isna().all()
    assert "extension_left_known" in set(parsed.problems["expectation"])


def test_suppliers_are_named_as_the_parties_are_and_never_by_a_number(tmp_path):
    numbers = {"x1": "2535986", "x2": "2535987"}
    parties = [
        {"id": x, "name": "Care Ltd", "identifier": {"scheme": "GB-COH", "id": number}}
        for x, number in numbers.items()
    ]
    suppliers = [{"id": "x1"}, {"id": "x2", "name": "Care Ltd"}]
    awards = [
        AWARD | {"suppliers": suppliers},
        AWARD | {"id": "a2", "suppliers": [{"id": "GB-CFS-173"}]},
    ]
    fields = {
        "parties": [*parties, {"id": "b", "name": "Trafford Council"}],
        "buyer": {"id": "b"},
        "awards": awards,
    }
    parsed = of(tmp_path, release("1", "2025-01-10", **fields))
    both, nameless = parsed.frames["agreements"].to_dict("records")
    assert both["provider_name"] == "Care Ltd; Care Ltd"
    assert both["provider_org_id"] == "GB-COH-02535986; GB-COH-02535987"
    assert both["commissioner"] == "Trafford Council"
    assert pd.isna(nameless["provider_name"])
    assert "supplier_named" in set(parsed.problems["expectation"])


def test_each_column_is_said_by_the_release_that_said_it_and_a_default_by_none(tmp_path):
    more = [SUPPLIER, {"id": "x2", "name": "Meals Ltd"}]
    later = release("2", "2025-02-10", awards=[{"id": "a1", "suppliers": more}])
    parsed = of(tmp_path, release("1", "2025-01-10", awards=[AWARD]), later)
    said = json.loads(parsed.frames["agreements"]["said_by"].iloc[0])
    by = {column: release_id for release_id, columns in said.items() for column in columns}
    assert (by["provider_name"], by["value_pence"]) == ("2", "1")
    assert "instrument" not in by


@pytest.mark.parametrize(
    "details", ["NHS number 943 476 5919", "jane@example.org", "0161 496 0123", "07700900123"]
)
def test_a_persons_details_in_a_free_text_are_left_out_and_shown_nowhere(tmp_path, details):
    text = f"Only Jane can be placed there: {details}"
    lot = {"id": "1", "hasRenewal": True, "renewal": {"description": f"12 months; {text}"}}
    tender = {"procurementMethod": "limited", "procurementMethodRationale": text, "lots": [lot]}
    found = release("1", "2025-01-10", tender=tender, awards=[AWARD | {"title": text}])
    parsed = of(tmp_path, found)
    assert len(parsed.problems[parsed.problems["expectation"] == "about_a_person"]) == 2
    [chunk] = SOURCE.open(tmp_path / "releases.json", "file").chunks()
    shown = [chunk, *parsed.frames.values(), parsed.problems]
    assert not any(details in str(frame.to_dict()) for frame in shown)
    assert list(parsed.frames["agreements"]["value_pence"]) == [100050]
