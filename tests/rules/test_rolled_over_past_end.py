"""An agreement that ends today has not passed its end; tomorrow it has."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.builders import answer, register_with

RULE = "rolled_over_past_end"
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31)).map(date.isoformat)


def payment(paid_on, basis="outturn"):
    return {"paid_on": paid_on, "basis": basis, "amount_pence": 100_000}


@pytest.mark.parametrize(
    ("ends_on", "status", "outcome"),
    [
        ("2022-07-30", "active", "flagged"),
        ("2022-07-31", "active", "clear"),  # the last day is a day of service
        ("2022-08-01", "active", "clear"),
        ("2022-07-30", "planned", "clear"),  # not in use
        ("2022-07-30", None, "unknown"),
        ("2022-08-01", None, "clear"),  # it has not ended, whatever its status
        (None, "active", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_flags_what_is_listed_as_active_after_its_last_day(ends_on, status, outcome):
    found = answer(RULE, register_with(ends_on=ends_on, status=status), "2022-07-31")
    assert found["status"] == outcome
    assert found["severity"] == ("critical" if outcome == "flagged" else "")


def test_says_when_it_ended_and_what_is_not_on_record():
    found = answer(RULE, register_with(ends_on="2022-03-31"), "2022-07-31")
    assert found["sentence"] == (
        "Ended on 31 March 2022 and is still listed as active, with no extension recorded."
    )
    assert str(found["act_by"].date()) == "2022-03-31"
    assert found["row_ids"] == ["agreements:1"]


@pytest.mark.parametrize("status", ["active", "planned", None])
@pytest.mark.parametrize(
    ("paid", "is_paid_since"),
    [
        (payment("2022-04-01"), True),  # the day after the end
        (payment("2022-07-31"), True),  # today
        (payment("2022-03-31"), False),  # the last day of service
        (payment("2022-08-01"), False),  # tomorrow
        (payment(None), False),
        (payment("2022-05-01", "planned_commitment"), False),  # promised, not paid
        (payment("2022-05-01", "budget"), False),
    ],
)
def test_a_payment_after_the_end_shows_that_it_is_used(paid, is_paid_since, status):
    register = register_with(ends_on="2022-03-31", status=status, payments=[paid])
    found = answer(RULE, register, "2022-07-31")
    unpaid = {"active": "flagged", "planned": "clear", None: "unknown"}[status]
    assert found["status"] == ("flagged" if is_paid_since else unpaid)


def test_names_the_first_payment_since_and_gives_every_one_as_evidence():
    register = register_with(
        ends_on="2022-03-31",
        status=None,
        payments=[payment("2022-06-10"), payment("2022-05-09"), payment("2022-03-01")],
    )
    found = answer(RULE, register, "2022-07-31")
    assert found["sentence"] == (
        "Ended on 31 March 2022 and has been paid under since, first on 9 May 2022, "
        "with no extension recorded."
    )
    assert found["row_ids"] == ["agreements:1", "payments:1", "payments:2"]


@pytest.mark.parametrize(
    ("new_ends_on", "decided_on", "outcome"),
    [
        ("2022-07-31", "2022-03-01", "clear"),  # extended to today
        ("2022-07-30", "2022-03-01", "flagged"),  # and that has passed too
        ("2023-03-31", None, "clear"),  # an extension without a day of decision counts
        ("2023-03-31", "2022-07-31", "clear"),  # decided today
        ("2023-03-31", "2022-08-01", "flagged"),  # tomorrow's decision is not one yet
        (None, "2022-03-01", "unknown"),
    ],
)
def test_an_extension_to_the_day_or_later_clears_it(new_ends_on, decided_on, outcome):
    extension = {
        "previous_ends_on": "2022-03-31",
        "new_ends_on": new_ends_on,
        "decided_on": decided_on,
    }
    register = register_with(ends_on="2022-03-31", extensions=[extension])
    assert answer(RULE, register, "2022-07-31")["status"] == outcome


def test_says_that_no_further_extension_is_recorded_where_there_was_one():
    register = register_with(
        ends_on="2022-03-31",
        extensions=[{"previous_ends_on": "2021-03-31", "new_ends_on": "2022-03-31"}],
    )
    assert answer(RULE, register, "2022-07-31")["sentence"] == (
        "Ended on 31 March 2022 and is still listed as active, with no further extension recorded."
    )


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ({"ends_on": None}, "ends_on"),
        ({"status": None}, "status"),
        ({"ends_on": None, "status": None}, "ends_on, status"),
        ({"extensions": [{"new_ends_on": None}]}, "new_ends_on"),
    ],
)
def test_says_what_is_missing(columns, missing):
    register = register_with(**{"ends_on": "2022-03-31"} | columns)
    assert answer(RULE, register, "2022-07-31")["facts"] == {"missing": missing}


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(ends_on=DAYS, days=st.lists(DAYS, min_size=2, max_size=2).map(sorted), paid_on=DAYS)
def test_an_agreement_past_its_end_stays_past_it_as_days_pass(ends_on, days, paid_on):
    register = register_with(ends_on=ends_on, payments=[payment(paid_on)])
    earlier, later = (answer(RULE, register, day) for day in days)
    assert earlier["status"] == "clear" or later["status"] == "flagged"
    assert str(later["act_by"].date()) == ends_on
