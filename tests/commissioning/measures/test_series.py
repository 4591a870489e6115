"""Returns become points in time: what counts, what is a gap, where a series begins anew."""

from datetime import date

import pytest

from commissioning.measures.series import measure_series, rebase_days
from commissioning.profile_tables import Rebase
from tests.packs.measure_builders import measure, measured_register, monthly

ON = date(2022, 7, 31)


def points(returns, **fields):
    register = measured_register([measure(**fields)], returns)
    return measure_series(register.measures, register.returns, on=ON)


def values(found):
    return [None if value != value else value for value in found["value"]]


def test_a_period_without_a_return_between_two_is_a_point_without_a_value():
    returns = monthly([1.0, 2.0, 3.0, 4.0, 5.0])
    found = points([returns[0], returns[3], returns[4]])
    assert values(found) == [1.0, None, None, 4.0, 5.0]
    assert [f"{day:%Y-%m-%d}" for day in found["on"]] == [
        *("2022-02-01", "2022-03-01", "2022-04-01"),
        *("2022-05-01", "2022-06-01"),
    ]
    assert f"{found['ends_on'].iloc[1]:%Y-%m-%d}" == "2022-03-31"


def test_of_a_measure_that_does_not_say_how_often_no_gap_is_known():
    returns = monthly([1.0, 2.0, 3.0])
    assert values(points([returns[0], returns[2]], frequency=None)) == [1.0, 3.0]


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({}, [1.0, 2.0]),
        ({"received_on": date(2022, 8, 1)}, [1.0]),  # came after the day
        ({"ends_on": date(2022, 8, 1)}, [1.0]),  # its period was not over
        ({"value": None, "received_on": None}, [1.0, None]),  # owed, and not here
        ({"value": None, "received_on": None, "due_on": date(2022, 8, 1)}, [1.0]),  # not yet owed
    ],
)
def test_a_return_counts_once_it_is_in_or_owed(change, counted):
    first, second = monthly([1.0, 2.0])
    assert values(points([first, second | change])) == counted


def test_no_return_makes_no_point():
    assert points([]).empty


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        (date(2022, 5, 1), ["2022-05-01"]),
        (date(2022, 4, 2), ["2022-05-01"]),  # the first period that begins after it
        (date(2022, 7, 1), []),  # none does
    ],
)
def test_a_series_begins_anew_with_the_first_period_from_the_day(on, begins):
    register = measured_register([measure()], monthly([1.0, 2.0, 3.0]))
    found = measure_series(register.measures, register.returns, on=ON)
    rebase = Rebase(reference="A1", measure="Visits on time", on=on, reason="New provider")
    days = rebase_days((rebase,), register.agreements, found)
    assert [f"{day:%Y-%m-%d}" for day in days["on"]] == begins
