"""What every suite owes to the operator who reads its notes at seven in the morning."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from expectations import SUITES, Suites
from expectations.suite import cause_of, column_of, name_of
from models.feeds import FEEDS

PROMISES = [(feed, e) for feed in SUITES for e in SUITES[feed].row_expectations]
TABLE_PROMISES = [(feed, p) for feed in SUITES for p in SUITES[feed].table_expectations]


def test_every_feed_has_its_suite():
    assert set(SUITES) == set(FEEDS)
    assert all(SUITES[feed].feed == feed for feed in SUITES)


@pytest.mark.parametrize(
    "notes", [cause_of(e) for _, e in PROMISES] + [p.notes for _, p in TABLE_PROMISES]
)
def test_every_promise_tells_the_likely_cause_in_a_sentence(notes):
    assert re.fullmatch(r"[A-Z].{15,}\.", notes)


def test_every_promise_is_critical_or_a_warning():
    severities = {e.severity.value for _, e in PROMISES} | {p.severity for _, p in TABLE_PROMISES}
    assert severities == {"critical", "warning"}


def test_a_name_says_one_thing_in_a_suite():
    names = Counter([(feed, name_of(e)) for feed, e in PROMISES])
    names.update((feed, promise.name) for feed, promise in TABLE_PROMISES)
    assert set(names.values()) == {1}
    assert all(re.fullmatch(r"[a-z][a-z_]+", name) for _, name in names)


@pytest.mark.parametrize(("feed", "expectation"), PROMISES)
def test_a_finding_points_at_a_column_that_the_operator_can_open(feed, expectation):
    assert column_of(expectation) in {column.frame_name for column in FEEDS[feed].columns}


def test_a_feed_promises_what_each_of_its_files_does():
    alone = Suites([("payments", "payments")])
    both = Suites([("payments", "payments"), ("payments", "social_value")])
    promised = [name_of(e) for e in both["payments"].row_expectations]
    assert promised == [
        name_of(e)
        for file in ("payments", "social_value")
        for e in SUITES.promised_in(file).row_expectations
    ]
    assert both["payments"].withheld == {"purpose_about_a_person", "commitment_about_a_person"}
    assert both["payments"].table_expectations == alone["payments"].table_expectations
    assert both.digest("payments") != alone.digest("payments")


def test_the_text_of_a_cell_about_a_person_is_withheld():
    assert SUITES["payments"].withheld == {"purpose_about_a_person"}


def test_listing_the_suites_and_their_versions_does_not_wait_for_great_expectations():
    asked = (
        "import sys; from expectations import SUITES; "
        "print(len({SUITES.digest(feed) for feed in SUITES}), 'great_expectations' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(len(FEEDS)), "False"]
