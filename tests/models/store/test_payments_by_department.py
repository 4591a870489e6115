"""Payments of departments that own no agreement, as known at a load."""

from datetime import date

import pytest

from models.store.engine import reading
from models.store.facts import read_facts
from models.store.payments_known import payments_by_department, payments_by_provider

pytestmark = pytest.mark.thorough


def paid(payment_id, department="CLS", **fields):
    return {
        "payment_id": payment_id,
        "department": department,
        "provider_name": "Brook",
        "paid_on": "2024-06-30",
        "amount_pence": 100,
        "basis": "outturn",
        **fields,
    }


@pytest.fixture
def unowned(engine):
    """Return the payments of departments without an agreement, as known at a load."""

    def read(load_no):
        with reading(engine) as connection:
            owners = read_facts(connection, "anytown", load_no=load_no).agreements["department"]
            return payments_by_department(connection, "anytown", load_no=load_no, owners=owners)

    return read


def test_only_departments_without_an_agreement_are_read(publisher, unowned):
    publisher.grants({"reference": "G1", "title": "Park", "department": "HCS"})
    load = publisher.payments(paid("1"), paid("2", "HCS"), paid("3", None))
    found = unowned(load.load_no)
    assert list(found["department"]) == ["CLS"]
    assert list(found["row_id"]) == [f"{load.snapshot[:12]}:1"]


def test_an_agreement_that_names_no_department_owns_none(publisher, unowned):
    publisher.grants({"reference": "G1", "title": "Park"})
    load = publisher.payments(paid("1"))
    assert list(unowned(load.load_no)["department"]) == ["CLS"]


def test_a_payee_is_told_as_published_by_its_name_and_its_identifier(publisher, unowned):
    load = publisher.payments(
        paid("1"), paid("2", provider_org_id="GB-COH-1"), paid("3", provider_name=None)
    )
    found = unowned(load.load_no)
    assert list(found["provider_name"].fillna("nobody")) == ["Brook", "Brook", "nobody"]
    assert list(found["provider_org_id"].fillna("none")) == ["none", "GB-COH-1", "none"]


def test_a_payment_that_a_newer_file_drops_is_there_until_it_does(publisher, unowned):
    first = publisher.payments(paid("1"), paid("2"))
    second = publisher.payments(paid("2"))
    third = publisher.payments(paid("1"), paid("2"))
    assert [len(unowned(load.load_no)) for load in (first, second, third)] == [2, 1, 2]


def test_the_same_payment_in_another_months_file_is_another(publisher, unowned):
    publisher.payments(paid("1"), slot="spend 2026-03")
    publisher.payments(paid("1"), slot="spend 2026-04")
    last = publisher.payments(paid("2"), slot="spend 2026-04")
    assert len(unowned(last.load_no)) == 2  # March's, and what April's file has instead


def test_the_year_that_an_undated_payment_states_is_read_with_it(publisher, unowned, engine):
    load = publisher.payments(paid("1", paid_on=None, financial_year="2023/24"))
    days = {"since": date(2024, 3, 31), "until": date(2025, 3, 31)}
    with reading(engine) as connection:
        paid_to = payments_by_provider(connection, "anytown", load_no=load.load_no, **days)
    for found in (unowned(load.load_no), paid_to):
        assert list(found["financial_year"]) == ["2023/24"]
