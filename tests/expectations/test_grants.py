"""A list of grants, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "360G-trafford-1",
    "title": "Community allotment",
    "provider_name": "Friends of the Park",
    "awarded_on": "2024-06-19",
    "starts_on": "2024-07-01",
    "ends_on": "2025-06-30",
    "value_pence": 2_000_00,
}
BREAKS = [
    ({"reference": None}, "reference_missing"),
    ({"title": None}, "title_missing"),
    ({"provider_name": None}, "recipient_missing"),
    ({"awarded_on": None}, "award_day_missing"),
    ({"awarded_on": "1900-01-01"}, "award_day_implausible"),
    ({"ends_on": "2024-06-30"}, "ends_before_it_starts"),
    ({"ends_on": "2044-07-02"}, "term_too_long"),
    ({"value_pence": None}, "value_missing"),
    ({"value_pence": -2_000_00}, "value_below_zero"),
    ({"value_pence": 0}, "value_is_zero"),
    ({"value_pence": 10_000_000_000}, "value_too_large"),  # £100m
    ({"title": "Wheelchair for J, DOB 03/04/2015"}, "title_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("grants"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_a_grant_without_planned_days_is_kept_as_traffords_are():
    assert broken_by(SUITES.promised_in("grants"), CLEAN, {"starts_on": None, "ends_on": None}) == [
        []
    ]


def test_a_title_with_a_number_in_it_is_not_about_a_person():
    assert broken_by(SUITES.promised_in("grants"), CLEAN, {"title": "Born 2 Dance"}) == [[]]


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("grants").row_expectations
    }
