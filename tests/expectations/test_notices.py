"""A list of procurement notices, and what is wrong with a row that breaks each promise."""

from expectations import SUITES
from expectations.suite import name_of
from tests.expectations.frames import broken_by

CLEAN = {
    "ocid": "ocds-h6vhtk-04f8a1",
    "notice_type": "UK7",
    "published_on": "2026-01-14",
    "reference": "A1",
}
BREAKS = [
    ({"ocid": "012345-2026"}, "ocid_malformed"),  # the notice's own number
    ({"ocid": "h6vhtk-04f8a1"}, "ocid_malformed"),
    ({"ocid": "ocds-h6vhtk-"}, "ocid_malformed"),
    ({"published_on": None}, "published_day_missing"),
    ({"published_on": "2025-02-23"}, "published_day_implausible"),  # the day before the Act
    ({"published_on": "2100-01-01"}, "published_day_implausible"),
    ({"reference": None}, "agreement_missing"),
    ({"reference": None, "notice_type": "UK8"}, "agreement_missing"),
    ({"starts_on": "2026-04-01", "ends_on": "2026-03-31"}, "announced_end_before_start"),
]


def test_a_row_that_breaks_one_promise_is_told_by_that_name_alone():
    told = broken_by(SUITES.promised_in("notices"), CLEAN, *(cells for cells, _ in BREAKS))
    assert told == [[broken] for _, broken in BREAKS]


def test_the_edges_of_what_is_promised_are_kept():
    edges = [
        {"published_on": "2025-02-24"},
        {"published_on": "2025-02-23", "notice_type": None},  # no notice of the Act
        {"notice_type": "UK1", "reference": None},  # a pipeline comes before any agreement
        {"notice_type": "UK4", "reference": None},  # and so does a tender
        {"notice_type": "UK17", "reference": None},  # payments compliance, one an authority
    ]
    assert broken_by(SUITES.promised_in("notices"), CLEAN, *edges) == [[]] * len(edges)


def test_every_promise_has_a_row_that_breaks_it():
    assert {broken for _, broken in BREAKS} == {
        name_of(e) for e in SUITES.promised_in("notices").row_expectations
    }
