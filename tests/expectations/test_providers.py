"""A register of providers, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "provider_org_id": "GB-COH-02535986",
    "provider_name": "Foster Care Associates Ltd",
    "postcode": "B61 8AW",
    "insurance_expires_on": "2027-03-31",
}
BREAKS = [
    ({"provider_org_id": None}, "org_id_missing"),
    ({"provider_org_id": "02535986"}, "org_id_without_its_list"),
    ({"provider_name": None}, "provider_name_missing"),
    ({"postcode": "M30 OPS"}, "postcode_malformed"),  # the letter O
    ({"insurance_expires_on": "1900-01-01"}, "insurance_day_implausible"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("providers"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_what_real_registers_write_is_kept():
    edges = [
        {"provider_org_id": "GB-CHC-1012345"},
        {"provider_org_id": "GB-COH-SC123456"},
        {"provider_org_id": "360G-trafford-17"},
        {"postcode": "JE2 3QA"},
        {"postcode": "M309PS"},
        {"postcode": None},
    ]
    assert broken_by(SUITES.promised_in("providers"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("providers").row_expectations
    }
