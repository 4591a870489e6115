"""A register of agreements, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "reference": "S1196",
    "title": "Alternative Provision",
    "provider_name": "Foster Care Associates Ltd",
    "specification": "Places for 40 pupils, born in the borough or not; NHS numbers are never recorded",
    "starts_on": "2021-04-01",
    "ends_on": "2023-03-31",
    "latest_end_on": "2025-03-31",
    "notice_months": 3,
    "tenderers": 4,
    "value_pence": 250_000_00,
    "annual_value_pence": 125_000_00,
    "area_codes": "E08000006; E08000009",
}
BREAKS = [
    ({"reference": None}, "reference_missing"),
    ({"title": None}, "title_missing"),
    ({"provider_name": None}, "provider_missing"),
    ({"ends_on": "2021-03-31"}, "ends_before_it_starts"),  # by a day
    ({"latest_end_on": "2023-03-30"}, "latest_end_before_end"),
    ({"starts_on": "1989-12-31", "ends_on": "2023-03-31"}, "start_implausible"),
    ({"starts_on": None, "ends_on": "2099-12-31", "latest_end_on": None}, "end_implausible"),
    ({"ends_on": "2071-04-02", "latest_end_on": None}, "term_too_long"),
    ({"notice_months": 90}, "notice_implausible"),
    ({"value_pence": -1, "annual_value_pence": None}, "value_below_zero"),
    ({"value_pence": 0, "annual_value_pence": 0}, "value_is_zero"),
    ({"value_pence": 500_000_000_000}, "value_too_large"),  # £5bn
    ({"annual_value_pence": -1}, "annual_value_below_zero"),
    ({"annual_value_pence": 250_000_01}, "annual_value_above_value"),
    ({"tenderers": -1}, "tenderers_below_zero"),
    ({"area_codes": "E08000006; E0800009"}, "area_code_malformed"),  # as in Trafford's care homes
    ({"specification": "Placement of NHS No. 943 476 5919"}, "specification_about_a_person"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("agreements"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"ends_on": "2021-04-01"},  # one day
        {"ends_on": None, "latest_end_on": None},  # not recorded is no broken promise
        {"ends_on": "2071-03-31", "latest_end_on": None},  # fifty years
        {"value_pence": 499_999_999_999},
        {"value_pence": None},
        {"area_codes": None},
        {"notice_months": 0},
    ]
    assert broken_by(SUITES.promised_in("agreements"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("agreements").row_expectations
    }
