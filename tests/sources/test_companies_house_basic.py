"""Companies on the register, read from rows as published.

The extract: five rows, unaltered, of drkane/find-that-charity : ftc/tests/data/
CompaniesHouseTestData.zip @ 5f396f6e51c8. Companies House free data product.
"""

from pathlib import Path

import pandas as pd
import pytest

from commissioning.ingest.headers import recognise
from commissioning.sources.companies_house_basic import SOURCE, parse

EXTRACT = Path(__file__).parent / "extracts" / "companies_house_basic.csv"


def published(**cells: str) -> pd.DataFrame:
    return pd.concat(SOURCE.open(EXTRACT, EXTRACT.name).chunks()).assign(**cells)


def test_a_company_is_a_provider_known_by_its_number():
    providers = parse(published()).frames["providers"]
    assert providers["provider_org_id"].tolist() == [
        "GB-COH-11990344",
        "GB-COH-SC416208",
        "GB-COH-SC365840",
        "GB-COH-04199957",  # its leading nought kept
        "GB-COH-06101707",
    ]
    assert providers["provider_name"].iloc[0] == "UNIQ FINANCE GROUP LTD"
    assert providers["postcode"].iloc[0] == "CT12 6SJ"


def test_overdue_accounts_would_need_a_day_and_are_not_recorded():
    providers = parse(published(**{"Accounts.NextDueDate": "31/12/2001"})).frames["providers"]
    silent = ["accounts_overdue", "provider_type", "regulator_rating", "excluded"]
    assert providers[silent].isna().all(axis=None)


@pytest.mark.parametrize(
    ("status", "is_insolvent"),
    [
        ("Active", False),
        ("Active - Proposal to Strike off", False),
        ("Liquidation", True),
        ("In Administration", True),
        ("In Administration/Receiver Manager", True),
        ("ADMINISTRATIVE RECEIVER", True),
        ("RECEIVERSHIP", True),
        ("Live but Receiver Manager on at least one charge", True),
        ("VOLUNTARY ARRANGEMENT", True),
        ("", None),
    ],
)
def test_whether_an_insolvency_case_is_open_goes_by_the_status(status, is_insolvent):
    parsed = parse(published(CompanyStatus=status))
    found = {
        None if pd.isna(each) else bool(each) for each in parsed.frames["providers"]["insolvency"]
    }
    assert found == {is_insolvent}
    assert parsed.problems.empty


def test_a_status_that_is_not_known_is_a_finding_and_never_no():
    parsed = parse(published(CompanyStatus="Dissolved"))
    assert parsed.frames["providers"]["insolvency"].isna().all()
    assert set(parsed.problems["expectation"]) == {"one_of"}
    assert set(parsed.problems["severity"]) == {"warning"}


def test_a_company_without_a_number_is_set_aside():
    problems = parse(published(CompanyNumber="")).problems
    assert problems[["expectation", "severity"]].drop_duplicates().to_numpy().tolist() == [
        ["is_recorded", "critical"]
    ]


def test_the_layout_is_recognised_although_names_begin_with_a_space():
    assert ", CompanyNumber," in f",{EXTRACT.read_text(encoding='utf-8').splitlines()[0]},"
    header = SOURCE.open(EXTRACT, EXTRACT.name).header
    assert len(header) == 55
    assert recognise("providers", header) is SOURCE
    assert SOURCE.unknown_columns(header) == ()
