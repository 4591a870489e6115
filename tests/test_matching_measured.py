"""The published matches of NHS suppliers to charities hold the matcher to its figures."""

import csv

import pytest

from benchmarks.matching import (
    LIKENESS,
    LIKENESS_PRECISION,
    LINKED_WITHOUT_ANSWER,
    MATCHES,
    PRECISION,
    RECALL,
    linked_without_answers,
    measured,
    published,
)

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.nightly,
    pytest.mark.skipif(
        not MATCHES.exists(), reason="needs the published files beside the repository"
    ),
]


def test_automatic_links_are_as_often_right_and_as_many_as_promised():
    matches = published()
    figures = measured(matches)
    with MATCHES.open(encoding="utf-8", newline="") as file:
        unsettled = ("CC: 6", "CC: 7", "CC: 8", "CC: 11")
        settled = [
            row
            for row in csv.DictReader(file)
            if not any(u in row["audit_type"] for u in unsettled)
        ]
    assert figures["all"].asked == len(settled)
    for half in ("all", "held out"):
        assert figures[half].precision >= PRECISION
        assert figures[half].recall >= RECALL
    assert figures[LIKENESS].precision >= LIKENESS_PRECISION
    linked, asked = linked_without_answers(matches)
    assert linked <= LINKED_WITHOUT_ANSWER * asked
