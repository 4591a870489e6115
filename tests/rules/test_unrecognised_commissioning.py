"""Departments that pay outside bodies and have nothing on the register (cases.md, J8)."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.rules.builders import ask, register_with

RULE = "unrecognised_commissioning"
ON = "2024-07-22"
BODIES = ["Age Concern", "Age Concern", "Brook", "Brook", "Communicare", "Communicare", "Hospice"]


def paid(department="CLS", provider_name="Brook", paid_on="2024-06-30", **fields):
    return {
        "department": department,
        "provider_name": provider_name,
        "paid_on": paid_on,
        **fields,
    }


def only(register, on=ON):
    """Return the answer about the only department that is asked about."""
    found = ask(RULE, register, on)
    assert len(found) == 1
    return found.iloc[0]


def test_an_undated_payment_of_an_older_stated_year_is_none_of_the_twelve_months():
    years = {"2022/23": "clear", "2023/24": "flagged"}
    for year, status in years.items():
        undated = [paid(paid_on=None, financial_year=year)]
        register = register_with(department="HCS", payments_by_department=undated)
        assert ask(RULE, register, ON).loc["department:CLS", "status"] == status


def test_seven_grants_to_four_bodies_are_flagged_and_a_department_of_thirty_rows_is_not():
    register = register_with(
        department=["HCS"] * 30,
        payments_by_department=[paid(provider_name=name) for name in BODIES],
    )
    found = ask(RULE, register, ON)
    assert dict(found["status"]) == {"department:CLS": "flagged", "department:HCS": "clear"}
    cls = found.loc["department:CLS"]
    assert (cls["facts"]["payments"], cls["facts"]["bodies"]) == (7, 4)
    assert (cls["severity"], str(cls["act_by"].date())) == ("high", ON)
    assert (cls["subject_kind"], pd.isna(cls["agreement_id"])) == ("department", True)
    assert cls["row_ids"] == [f"payments_by_department:{row}" for row in range(1, 8)]
    assert cls["sentence"] == (
        "CLS has no agreement on the register, and in twelve months paid outside bodies: "
        "payments 7, bodies 4, worth £7.00."
    )


@pytest.mark.parametrize(
    ("paid_on", "on", "status"),
    [
        ("2024-07-22", ON, "flagged"),  # today
        ("2024-07-23", ON, "clear"),  # tomorrow
        ("2023-07-23", ON, "flagged"),
        ("2023-07-22", ON, "clear"),  # twelve months ago
        ("2023-02-28", "2024-02-29", "clear"),  # 12 months before 29 February is the 28th
        ("2023-03-01", "2024-02-29", "flagged"),
        (None, ON, "flagged"),  # a payment without a day counts
    ],
)
def test_counts_the_payments_of_twelve_months(paid_on, on, status):
    register = register_with(department="HCS", payments_by_department=[paid(paid_on=paid_on)])
    assert ask(RULE, register, on)["status"]["department:CLS"] == status


@pytest.mark.parametrize(
    ("basis", "status"),
    [("outturn", "flagged"), ("budget", "clear"), ("planned_commitment", "clear")],
)
def test_only_what_was_paid_is_spending(basis, status):
    register = register_with(department="HCS", payments_by_department=[paid(basis=basis)])
    assert ask(RULE, register, ON)["status"]["department:CLS"] == status


GRANT = {"department": "CLS", "instrument": "grant", "regime": "grant"}


def test_grants_are_payments_of_their_department_and_no_agreements_of_its():
    found = only(register_with(**GRANT, provider_name=BODIES, awarded_on="2024-03-31"))
    assert (found["status"], found["facts"]["payments"], found["facts"]["bodies"]) == (
        "flagged",
        7,
        4,
    )
    assert found["row_ids"] == [f"agreements:{row}" for row in range(1, 8)]
    assert (
        "payments 7, of which 7 are grants awarded and 0 name nobody, bodies 4" in found["sentence"]
    )


@pytest.mark.parametrize(
    ("awarded_on", "status"),
    [
        ("2024-07-22", "flagged"),  # today
        ("2024-07-23", "clear"),  # tomorrow
        ("2023-07-23", "flagged"),
        ("2023-07-22", "clear"),  # twelve months ago
        (None, "flagged"),  # a grant without a day counts
    ],
)
def test_counts_the_grants_of_twelve_months(awarded_on, status):
    assert (
        only(register_with(**GRANT, provider_name="Brook", awarded_on=awarded_on))["status"]
        == status
    )


def test_a_department_with_an_agreement_beside_its_grants_is_recognised():
    register = register_with(
        department="CLS",
        instrument=["grant", "sla"],
        regime=["grant", None],
        awarded_on=ON,
        provider_name="Brook",
    )
    assert only(register)["status"] == "clear"


@pytest.mark.parametrize("status", ["active", "ended", "cancelled", "planned"])
def test_a_department_with_an_agreement_of_any_status_is_recognised(status):
    register = register_with(department="cls ", status=status, payments_by_department=[paid("CLS")])
    assert only(register)["status"] == "clear"  # though one writes it with small letters


def test_a_payment_that_names_nobody_is_a_payment_and_no_body():
    register = register_with(
        department="HCS", payments_by_department=[paid(), paid(provider_name=None)]
    )
    found = ask(RULE, register, ON).loc["department:CLS"]
    assert (found["facts"]["payments"], found["facts"]["bodies"]) == (2, 1)
    assert "payments 2, of which 1 name nobody, bodies 1" in found["sentence"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"payments_by_department": [paid(provider_name=None)]}, "payee"),
        ({"department": None, "payments_by_department": [paid()]}, "departments"),
    ],
)
def test_says_what_is_missing(given, missing):
    register = register_with(**{"department": "HCS", **given})
    found = ask(RULE, register, ON).loc["department:CLS"]
    assert (found["status"], found["facts"]) == ("unknown", {"missing": missing})


def test_payments_that_were_never_loaded_are_not_no_payments():
    found = only(register_with(department="HCS", loaded_feeds=frozenset({"agreements"})))
    assert (found["status"], found["facts"]) == ("unknown", {"missing": "payments"})


def test_names_a_hundred_payments_and_counts_them_all():
    register = register_with(department="HCS", payments_by_department=[paid()] * 120)
    found = ask(RULE, register, ON).loc["department:CLS"]
    assert found["facts"]["payments"] == 120
    assert found["row_ids"] == [f"payments_by_department:{row}" for row in range(1, 101)]


def test_without_departments_nobody_is_asked():
    assert ask(RULE, register_with(department=None), ON).empty


def test_a_department_is_known_by_what_it_is_called_on_the_day_and_a_cost_centre_is_none():
    register = register_with(
        department="HCS",
        payments_by_department=[paid("HCJ"), paid("CLS"), paid("10 Ingle Nook Close")],
    )
    names = {"HCS": "HCJ", "HCJ": "HCJ", "CLS": "CLS"}
    found = ask("unrecognised_commissioning", replace(register, department_names=names), on=ON)
    assert dict(zip(found["reference"], found["status"], strict=True)) == {
        "department:CLS": "flagged",
        "department:HCJ": "clear",
    }
