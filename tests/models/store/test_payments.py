"""Payments of a month: repeats are payments too, and a newer edition replaces what it leaves out."""

from datetime import date

import pytest
from sqlalchemy import select

from models.payment import PaymentVersion
from models.store.arrival import Slot
from models.store.engine import reading
from models.store.payments import live_payments

MARCH = Slot("anytown", "payments", "spend", "spend 2026-03", 0)
EARLY, LATE = date(2026, 4, 10), date(2026, 4, 20)


def paid(pence, payee="Delta Care Ltd", payment_id="1901693053"):
    return {
        "payment_id": payment_id,
        "paid_on": "2026-03-31",
        "provider_name": payee,
        "basis": "outturn",
        "amount_pence": pence,
    }


@pytest.fixture
def amounts(engine):
    """Return the pence of each payment of March in force, as known at a load."""

    def read(at):
        live = live_payments(MARCH, load_no=at).subquery()
        statement = select(PaymentVersion.amount_pence).join(
            live, live.c.version_no == PaymentVersion.version_no
        )
        with reading(engine) as connection:
            return sorted(connection.execute(statement).scalars())

    return read


def test_exact_repeats_are_payments_of_their_own(publisher, amounts):
    publisher.payments(paid(100), paid(100), paid(100), paid(250))
    assert amounts(at=1) == [100, 100, 100, 250]


def test_the_same_month_again_stores_nothing(publisher, amounts):
    publisher.payments(paid(100), paid(100), paid(250))
    assert publisher.payments(paid(250), paid(100), paid(100)).versions == 0
    assert amounts(at=2) == [100, 100, 250]


def test_one_repeat_fewer_retracts_exactly_one(publisher, amounts):
    publisher.payments(paid(100), paid(100), paid(100))
    assert publisher.payments(paid(100), paid(100)).versions == 1
    assert (amounts(at=1), amounts(at=2)) == ([100, 100, 100], [100, 100])


def test_one_repeat_more_adds_exactly_one(publisher, amounts):
    publisher.payments(paid(100), paid(100))
    assert publisher.payments(paid(100), paid(100), paid(100)).versions == 1
    assert amounts(at=2) == [100, 100, 100]


def test_a_corrected_amount_takes_the_place_of_the_wrong_one(publisher, amounts):
    publisher.payments(paid(100), paid(250))
    assert publisher.payments(paid(100), paid(205)).versions == 2  # one in, one out
    assert (amounts(at=1), amounts(at=2)) == ([100, 250], [100, 205])


def test_a_payment_that_goes_and_comes_back_is_in_force_again(publisher, amounts):
    publisher.payments(paid(100), paid(250))
    publisher.payments(paid(100))
    publisher.payments(paid(100), paid(250))
    assert [amounts(at) for at in (1, 2, 3)] == [[100, 250], [100], [100, 250]]


def test_another_month_replaces_nothing_of_this_one(publisher, amounts):
    publisher.payments(paid(100))
    publisher.payments(paid(999), slot="spend 2026-04")
    assert amounts(at=2) == [100]


def test_a_part_of_a_month_replaces_only_the_payments_it_names(publisher, amounts):
    publisher.payments(paid(100, payment_id="P1"), paid(250, payment_id="P2"))
    publisher.payments(paid(205, payment_id="P2"), paid(30, payment_id="P3"), complete=False)
    assert amounts(at=2) == [30, 100, 205]


def test_an_older_edition_of_a_month_that_comes_late_leaves_the_newer_in_force(publisher, amounts):
    publisher.payments(paid(205), edition_on=LATE)
    assert publisher.payments(paid(250), edition_on=EARLY).versions == 0
    assert amounts(at=2) == [205]


def test_an_older_part_of_a_month_that_comes_late_adds_what_is_not_known_yet(publisher, amounts):
    publisher.payments(paid(205, payment_id="P2"), edition_on=LATE, complete=False)
    publisher.payments(
        paid(250, payment_id="P2"), paid(100, payment_id="P1"), edition_on=EARLY, complete=False
    )
    assert amounts(at=2) == [100, 205]


def test_an_earlier_month_that_comes_late_is_loaded_as_any_other(publisher, amounts):
    publisher.payments(paid(999), slot="spend 2026-04", edition_on=LATE)
    publisher.payments(paid(100), edition_on=EARLY)
    assert amounts(at=2) == [100]
