"""Section 10: providers at risk with the evidence, markets that lean on one, insurance that runs out."""

from dataclasses import replace

import pytest

from commissioning.packs.risks import risks
from tests.packs import section_builders as given
from tests.packs.builders import answers, inputs, three_agreements
from tests.packs.page_read import rows_of, shown

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]


def insured(until, **fields):
    """Return the page of a register whose Care Ltd is insured until that day."""
    listed = [
        {"provider_org_id": "GB-COH-1", "provider_name": "Care Ltd", "insurance_expires_on": until}
    ]
    register = three_agreements(
        provider_name=["Care Ltd", "Advice CIC", "Buses plc"],
        provider_org_id=["GB-COH-1", None, None],
        listed_providers=[{**each, **fields} for each in listed],
    )
    return shown(risks(inputs(register)))


@pytest.mark.parametrize(
    ("until", "rows"),
    [
        ("2022-07-30", [["Care Ltd", "30 July 2022Ran out", "Good", "1"]]),
        ("2022-07-31", [["Care Ltd", "31 July 2022Runs out", "Good", "1"]]),  # the day itself
        ("2022-10-31", [["Care Ltd", "31 October 2022Runs out", "Good", "1"]]),  # three months on
        ("2022-11-01", None),
    ],
)
def test_insurance_that_runs_out_within_three_months_is_listed(until, rows):
    page = insured(until, regulator_rating="Good")
    if rows is None:
        assert "No insurance that is recorded runs out by 31 October 2022." in page.text
    else:
        assert rows_of(page, "evidence_expiring") == rows


def test_insurance_nobody_recorded_is_not_in_date():
    text = insured(None).text
    assert "Insurance is recorded for 0 of 3 providers" in text
    assert "Without a record nothing is known to be in date." in text
    assert "runs out by" not in text


def test_a_provider_at_risk_is_shown_with_the_rules_own_evidence():
    page = shown(risks(given.every_section()))
    assert rows_of(page, "providers_at_risk") == [
        [
            "Care Ltd",
            "High",
            "1",
            "£100,000",
            "Care ltd has a live agreement, and: its insurance ran out.",
        ]
    ]


def test_a_market_stands_once_however_many_agreements_it_flags():
    page = shown(risks(given.every_section()))
    assert rows_of(page, "provider_concentration") == [
        ["Day care", "Care Ltd", "63%", "5,312", "3"]
    ]
    assert "Care Ltd takes 63% of what is paid for Day care" in page.text


def test_the_spellings_of_a_category_are_one_market():
    register = three_agreements()
    results = answers(register)
    for reference, category in (("A1", "home care"), ("A2", "Home Care"), ("A3", "Home care")):
        facts = {
            "service_category": category,
            "area": "",
            "provider": "Care Ltd",
            "top_share": "62.5%",
            "hhi": "5,312",
            "share_limit": "50%",
        }
        results = given.with_flag(results, reference, "provider_concentration", facts=facts)
    page = shown(risks(inputs(register, results=results)))
    assert rows_of(page, "provider_concentration") == [
        ["Home Care", "Care Ltd", "63%", "5,312", "3"]
    ]


def test_what_could_not_be_told_is_not_fine():
    register = three_agreements(provider_name=["Care Ltd", None, None])
    results = answers(register)
    results = given.with_flag(
        results, "provider:Care Ltd", "provider_at_risk", status="unknown", severity=""
    )
    results = given.with_flag(
        results, "A1", "provider_concentration", status="unknown", severity=""
    )
    text = shown(risks(inputs(register, results=results))).text
    assert "of 1 it cannot be told, which is not to say that they show none" in text
    assert "for 1 of 1 agreements it could not be told" in text


def test_agreements_that_name_nobody_say_so():
    text = shown(risks(inputs())).text
    assert "No live agreement names its provider" in text
    assert "Insurance is recorded" not in text


def test_a_register_without_live_agreements_says_so():
    register = three_agreements(status="ended")
    results = answers(register).iloc[:0]
    assert "There is no live agreement." in shown(risks(inputs(register, results=results))).text


def test_a_provider_is_shown_its_own_evidence_and_nothing_of_its_market():
    page = shown(risks(replace(given.every_section(), audience="provider")))
    names = {table.attributes["class"].split()[0] for table in page.all("table")}
    assert names == {"evidence_expiring"}
    assert "63%" not in page.text
