"""Releases of one process merged, and which of them said what."""

import json

from commissioning.ocds.merging import Process, compiled
from tests.published_ocds import LIFECYCLE, RECORD, needs_published, pounds, release


@needs_published
def test_the_life_of_a_process_comes_to_its_published_compiled_release():
    releases = json.loads(LIFECYCLE.read_bytes())["releases"]
    [record] = json.loads(RECORD.read_bytes())["records"]
    assert compiled(releases) == record["compiledRelease"]
    assert compiled(releases[::-1]) == record["compiledRelease"]  # whatever order they come in


def test_an_update_that_says_only_what_changed_leaves_the_rest_as_it_was():
    process = Process(
        [
            release("1", "2025-01-10", awards=[{"id": "a", "title": "Meals", "value": pounds(9)}]),
            release("2", "2025-02-10", awards=[{"id": "a", "value": pounds(12)}]),
        ]
    )
    assert process.compiled["awards"] == [{"id": "a", "title": "Meals", "value": pounds(12)}]
    assert process.said_by(("awards", "a", "title")) == "1"
    assert process.said_by(("awards", "a", "value", "amount")) == "2"
    assert process.said_by(("awards", "a", "value", "currency")) == "1"  # said again, not changed


def test_releases_count_by_the_instant_not_by_the_text_of_their_dates():
    summer = release("summer", "2025-06-01", title="first") | {"date": "2025-06-01T00:30:00+01:00"}
    utc = release("utc", "2025-06-01", title="last") | {"date": "2025-05-31T23:45:00Z"}
    assert compiled([utc, summer])["title"] == "last"  # 23:30 UTC came before 23:45 UTC
