"""A resource of an open data portal comes from its datastore, or from its file where it is in none."""

import csv
import json
from dataclasses import replace
from datetime import date

import pytest

from commissioning.errors import BadFile
from commissioning.services.ckan import read
from commissioning.services.service import NotData, Portion
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.needs_services import Ckan
from tests.services.pulling import Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
RESOURCE = "c8f0a7b2-0001-4c1d-9a55-000000000000"
RECORDS = [
    {"indicator": "population", "area_code": "JE", "year": 2000 + n, "value": None if n == 3 else n}
    for n in range(7)
]


def bring(home, answers):
    with listening(Imitation(answers)) as imitation:
        if isinstance(answers, Ckan):
            answers.address = f"{imitation.address}files/population.csv"
        settings = settings_of(
            "ckan",
            imitation,
            feed="observations",
            adapter="canonical_observations",
            ask={"resource_id": RESOURCE},
            buyers=(),
        )
        return pulled(settings, place_of(home, Waiting()), DAY), imitation.asked


def rows_of(brought):
    with brought.kept.path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_resource_comes_page_by_page_without_the_datastores_own_column(home, monkeypatch):
    monkeypatch.setattr("commissioning.services.ckan.LIMIT", 3)
    brought, asked = bring(home, Ckan(RECORDS))

    assert [each.parameters["offset"] for each in asked] == ["0", "3", "6"]
    found = rows_of(brought)
    assert list(found[0]) == ["indicator", "area_code", "year", "value"]
    assert [row["value"] for row in found] == ["0", "1", "2", "", "4", "5", "6"]


def test_a_column_called_rank_is_left_out_only_where_words_were_asked_for():
    told = {"fields": [{"id": "_id"}, {"id": "rank"}, {"id": "a"}], "records": [{"rank": 4}]}
    body = json.dumps({"success": True, "result": {**told, "total": 1}}).encode()
    asked = Portion(key="a+0", title="a, from row 1", path="datastore_search", number="0")
    [row] = read(asked, body).rows
    assert row.text.splitlines()[0] == "rank,a"
    [row] = read(replace(asked, parameters=(("q", "wards"),)), body).rows
    assert row.text.splitlines()[0] == "a"


def test_a_resource_that_changes_while_its_pages_come_is_refused():
    body = json.dumps({"success": True, "result": {"fields": [], "records": [], "total": 8}})
    asked = Portion(key="a+3", title="a, from row 4", path="search", number="3", seen=("7",))
    with pytest.raises(NotData, match="8 rows in all, where the page before had 7"):
        read(asked, body.encode())


def test_a_resource_that_is_in_no_datastore_is_fetched_from_its_address(home):
    brought, asked = bring(home, Ckan(RECORDS, is_in_datastore=False))

    assert [each.path.rpartition("/")[2] for each in asked] == [
        "datastore_search",
        "resource_show",
        "population.csv",
    ]
    assert len(rows_of(brought)) == 7


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (Ckan(RECORDS, total=9), "7 rows where it counts 9"),
        (lambda _asked: Reply(b"<html>", kind="text/html"), "a web page"),
        (
            lambda _asked: as_json({"success": False, "error": {"message": "Access denied"}}),
            "Access denied",
        ),
        (lambda _asked: as_json({"success": True, "result": {}}), "without fields"),
        (lambda _asked: as_json([]), "no"),
        (lambda _asked: Reply(b'{"success": tr'), "no whole JSON object"),
        (lambda _asked: as_json({}, 404), "source returned not-data"),
    ],
)
def test_what_is_not_the_whole_resource_stops_the_pull_with_one_sentence(home, answers, says):
    with pytest.raises(BadFile) as stopped:
        bring(home, answers)

    assert says in str(stopped.value)
    assert "\n" not in str(stopped.value)
