"""Whom we pay, and whether they are the same as those we have agreements with."""

import pytest

from tests.rules.builders import ask, register_with

RULE = "off_contract_spend"
ON = "2026-03-31"


def paid(name, org_id=None, on="2025-12-31", pence=500_001, year=None):
    return {
        **{"provider_name": name, "provider_org_id": org_id, "paid_on": on},
        "amount_pence": pence,
        "financial_year": year,
    }


@pytest.mark.parametrize(
    ("payments", "status"),
    [
        ([paid("Brook")], "flagged"),
        ([paid("Brook", pence=500_000)], "clear"),
        ([paid("Brook", pence=250_001), paid("BROOK ", pence=250_000)], "flagged"),
        ([paid("Brook", on="2025-04-01")], "flagged"),  # the first of the twelve months' days
        ([paid("Brook", on=None)], "flagged"),
        ([paid("Brook", on=None, year="2025/26")], "flagged"),
        ([paid("Brook", on=None, year="Year 3")], "flagged"),  # no year that can be told
        ([paid("Brook"), paid("Brook", on=None, pence=-1, year="2024/25")], "flagged"),
        ([paid("Brook"), paid("Brook", pence=-1)], "clear"),  # a refund
    ],
)
def test_payments_of_twelve_months_are_added(payments, status):
    register = register_with(payments_by_provider=payments, provider_name="Another")
    assert ask(RULE, register, ON).loc["provider:Brook", "status"] == status


@pytest.mark.parametrize("on", ["2025-03-31", "2026-04-01"])
def test_a_payment_outside_the_twelve_months_does_not_make_anybody_a_provider(on):
    register = register_with(payments_by_provider=[paid("Brook", on=on)])
    assert ask(RULE, register, ON).empty


@pytest.mark.parametrize(
    ("year", "on", "counts"),
    [
        ("2024/25", "2026-03-31", False),
        ("2024/25", "2026-03-30", True),  # 31 March 2025 is among the twelve months
        ("2026/27", "2026-03-31", False),
        ("2026/27", "2026-04-01", True),
    ],
)
def test_a_payment_without_a_day_counts_while_its_year_is_among_the_twelve_months(year, on, counts):
    register = register_with(payments_by_provider=[paid("Brook", on=None, year=year)])
    assert len(ask(RULE, register, on)) == counts


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status", "of_agreement"),
    [
        ("2024-04-01", "2025-04-01", "active", "clear"),
        ("2024-04-01", "2025-03-31", "active", "flagged"),
        ("2026-03-31", "2027-03-31", "active", "clear"),
        ("2026-04-01", "2027-03-31", "active", "flagged"),
        ("2024-04-01", "2027-03-31", "ended", "clear"),
        ("2024-04-01", "2027-03-31", "cancelled", "flagged"),
        (None, "2025-03-31", "active", "flagged"),  # over, whenever it began
        (None, "2027-03-31", "active", "unknown"),
    ],
)
def test_an_agreement_in_force_on_any_day_of_them_covers_it(
    starts_on, ends_on, status, of_agreement
):
    register = register_with(
        provider_name="Brook",
        starts_on=starts_on,
        ends_on=ends_on,
        status=status,
        payments_by_provider=[paid("Brook")],
    )
    assert ask(RULE, register, ON).loc["provider:Brook", "status"] == of_agreement


def test_a_provider_is_known_by_its_identifier_whatever_it_is_called():
    register = register_with(
        provider_name="Brook Ltd",
        provider_org_id="GB-COH-1",
        starts_on="2024-04-01",
        ends_on="2027-03-31",
        payments_by_provider=[paid("Brook trading as Help", "GB-COH-1")],
    )
    found = ask(RULE, register, ON)
    assert dict(found["status"]) == {"provider:GB-COH-1": "clear"}


def test_a_name_that_two_bodies_have_is_neither_of_them():
    register = register_with(
        provider_name="Brook",
        provider_org_id=["GB-COH-1", "GB-COH-2"],
        starts_on="2024-04-01",
        ends_on="2027-03-31",
        payments_by_provider=[paid("Brook")],
    )
    assert ask(RULE, register, ON).loc["provider:Brook", "status"] == "flagged"


def test_agreements_that_name_nobody_may_be_with_anybody():
    register = register_with(ends_on="2027-03-31", payments_by_provider=[paid("Brook")])
    found = ask(RULE, register, ON).loc["provider:Brook"]
    assert found["status"] == "unknown"
    assert "no agreement on the register names its provider" in found["sentence"]
    assert str(found["act_by"].date()) == ON
