"""The register's providers are looked up by number at Companies House and the Charity Commission."""

import csv
from datetime import date

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from commissioning.errors import BadFile, RequestError
from commissioning.profile_tables import SourceSettings
from models.store.schema import migrate
from tasks.load import load_source
from tests.services.imitation import Imitation, listening
from tests.services.pulling import Waiting, place_of, profile_of, settings_of
from tests.services.registers import (
    KEY,
    case,
    charity,
    charity_commission,
    companies_house,
    company,
)

DAY = date(2026, 4, 10)
KEYS = {
    name: SecretStr(KEY)
    for name in ("COMMISSIONING_COMPANIES_HOUSE_KEY", "COMMISSIONING_CHARITY_COMMISSION_KEY")
}
COMPANIES = {
    "01234567": company("ALPHA CARE LIMITED"),
    "SC123456": company("BETA CARE LIMITED", overdue=True),
    "07654321": company("GAMMA LIMITED", status="liquidation"),
}
INSOLVENCIES = {
    "SC123456": case("in-administration", "administration-started-on", "administration-ended-on"),
    "07654321": case("creditors-voluntary-liquidation", "wound-up-on"),
}


def place_with_agreements(home, *org_ids):
    """A register whose agreements name these providers, and the keys of both services."""
    place = place_of(home, Waiting(), keys=KEYS)
    migrate(place.engine)
    with (home / "agreements.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["reference", "title", "provider_name", "provider_org_id", "ends_on"])
        rows.writerows([f"A{n}", "Care", "x", org, "2027-03-31"] for n, org in enumerate(org_ids))
    agreements = SourceSettings(
        feed="agreements",
        adapter="canonical_agreements",
        path=str(home / "agreements.csv"),
        slot="register",
        title="Register",
        publisher="Anytown",
        licence="none",
    )
    load_source(profile_of(agreements), "register", place, loaded_on=DAY, settings=agreements)
    return place


def look_up(service, imitation, place):
    adapter = {"companies-house": "companies_house_api"}.get(service, "charity_commission_api")
    settings = settings_of(service, imitation, feed="providers", adapter=adapter)
    return load_source(profile_of(settings), "notices", place, loaded_on=DAY, settings=settings)


def providers(place):
    columns = (
        "provider_org_id, provider_name, provider_type, postcode, insolvency, accounts_overdue"
    )
    with place.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM provider_version ORDER BY 1"))
        return [tuple(row) for row in found]


def test_companies_are_asked_for_by_number_and_their_insolvency_after_them(home):
    place = place_with_agreements(
        home, "GB-COH-01234567", "GB-COH-SC123456", "GB-COH-07654321", "GB-CHC-214779", ""
    )
    with listening(Imitation(companies_house(COMPANIES, INSOLVENCIES))) as imitation:
        report = look_up("companies-house", imitation, place)

    assert [asked.path for asked in imitation.asked] == [
        "/company/01234567",
        "/company/01234567/insolvency",
        "/company/07654321",
        "/company/07654321/insolvency",
        "/company/SC123456",
        "/company/SC123456/insolvency",
    ]
    assert report.counts.rows_loaded == 3
    assert providers(place) == [
        ("GB-COH-01234567", "ALPHA CARE LIMITED", None, "M33 7ZF", 0, 0),
        ("GB-COH-07654321", "GAMMA LIMITED", None, "M33 7ZF", 1, 0),
        ("GB-COH-SC123456", "BETA CARE LIMITED", None, "M33 7ZF", 0, 1),
    ]
    assert list(report.findings["expectation"]) == ["is_active"]


def test_a_number_that_the_register_has_not_is_no_data(home):
    place = place_with_agreements(home, "GB-COH-01234567", "GB-COH-09999999")
    with listening(Imitation(companies_house(COMPANIES, {}))) as imitation:
        report = look_up("companies-house", imitation, place)

    counts = report.counts
    assert (counts.rows_in, counts.rows_loaded, counts.rows_not_data) == (2, 1, 1)


def test_charities_are_asked_for_by_number_and_a_removed_one_is_told_of(home):
    place = place_with_agreements(home, "GB-CHC-214779", "GB-CHC-1053467", "GB-CHC-999999")
    found = {
        "214779": charity(214779, "THE ROYAL EXAMPLE TRUST"),
        "1053467": charity(1053467, "OLD TRUST", status="RM"),
    }
    with listening(Imitation(charity_commission(found))) as imitation:
        report = look_up("charity-commission", imitation, place)

    assert imitation.asked[0].path == "/register/api/allcharitydetailsV2/1053467/0"
    assert providers(place) == [
        ("GB-CHC-1053467", "OLD TRUST", "third_sector", "M16 0QG", 0, None),
        ("GB-CHC-214779", "THE ROYAL EXAMPLE TRUST", "third_sector", "M16 0QG", 0, None),
    ]
    assert list(report.findings["expectation"]) == ["is_registered"]
    assert (report.counts.rows_in, report.counts.rows_not_data) == (3, 1)


def test_asked_again_with_nothing_changed_nothing_is_stored(home):
    place = place_with_agreements(home, "GB-COH-01234567")
    with listening(Imitation(companies_house(COMPANIES, {}))) as imitation:
        look_up("companies-house", imitation, place)
        assert look_up("companies-house", imitation, place).unchanged
        assert len(imitation.asked) == 4  # asked again all the same


def test_a_key_is_nowhere_but_in_the_question(home, caplog):
    place = place_with_agreements(home, "GB-CHC-214779")
    with listening(Imitation(charity_commission({}))) as imitation:
        wrong = {"COMMISSIONING_CHARITY_COMMISSION_KEY": SecretStr("canary-9d2e")}
        place = place_of(home, Waiting(), keys=wrong)
        with pytest.raises(BadFile, match="set COMMISSIONING_CHARITY_COMMISSION_KEY") as refused:
            look_up("charity-commission", imitation, place)

    assert imitation.asked[0].headers["ocp-apim-subscription-key"] == "canary-9d2e"
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    told = f"{refused.value}{caplog.text}{imitation.asked[0].path}".encode()
    assert b"canary" not in kept + told


def test_a_service_without_its_key_is_not_asked(home):
    place = place_of(home, Waiting())
    migrate(place.engine)
    with (
        listening(Imitation(charity_commission({}))) as imitation,
        pytest.raises(RequestError, match="no provider of the register has an identifier"),
    ):
        look_up("charity-commission", imitation, place)
    assert imitation.asked == []
