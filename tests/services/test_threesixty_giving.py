"""A funder's grants are pulled from 360Giving page by page and held against the datastore's own count."""

import json
from datetime import date

import pytest

from commissioning.errors import BadFile
from commissioning.sources import SOURCES
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
FUNDER = "GB-CHC-1015648"
GRANTS = [{"id": f"360G-ALWF-{n:04}", "title": "Grant", "amountAwarded": n} for n in range(250)]


def datastore(grants, *, count=None, page_of=lambda found, start, end: found[start:end]):
    """The datastore with one funder; ``page_of`` chooses what is on a page."""

    def answer(asked):
        if FUNDER not in asked.path:
            return as_json({"detail": "Not found."}, 404)
        start = int(asked.parameters["offset"])
        end = start + int(asked.parameters["limit"])
        results = [
            {"grant_id": grant["id"], "data": grant} for grant in page_of(grants, start, end)
        ]
        following = f"https://x.example/?offset={end}" if end < len(grants) else None
        told = {"count": len(grants) if count is None else count, "next": following}
        return as_json({**told, "previous": None, "results": results})

    return answer


def overlapping(found, start, end):
    return found[start - 1 : min(end, len(found)) - 1] if start else found[:end]


def bring(home, answers, funders=(FUNDER,)):
    with listening(Imitation(answers)) as imitation:
        settings = settings_of(
            "threesixty-giving",
            imitation,
            feed="grants",
            adapter="threesixty_grants",
            buyers=list(funders),
        )
        return pulled(settings, place_of(home, Waiting()), DAY), imitation.asked


def test_every_grant_of_a_funder_comes_as_the_funder_wrote_it(home):
    brought, asked = bring(home, datastore(GRANTS))

    assert lines_of(brought) == GRANTS
    assert [each.parameters["offset"] for each in asked] == ["0", "100", "200"]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            datastore(GRANTS, count=251),
            "250 different grants of GB-CHC-1015648 where it counts 251",
        ),
        (
            datastore(GRANTS, page_of=overlapping),
            "249 different grants",  # the second page begins with the last of the first
        ),
        (datastore(GRANTS, page_of=lambda found, start, end: found[:100]), "100 different grants"),
        (lambda _asked: as_json({"detail": "Request was throttled."}), "'Request was throttled.'"),
        (lambda _asked: as_json({"count": 1, "results": [{"grant_id": "x"}]}), "results that are"),
        (lambda _asked: Reply(b"<html>", kind="text/html"), "a web page"),
    ],
)
def test_what_is_not_all_of_them_stops_the_pull(home, answers, says):
    with pytest.raises(BadFile) as stopped:
        bring(home, answers)

    assert "source returned not-data (" in str(stopped.value)
    assert says in str(stopped.value)


def test_a_funder_that_the_datastore_does_not_know_is_told_of(home):
    brought, _ = bring(home, datastore(GRANTS), ("GB-CHC-999999", FUNDER))

    assert len(lines_of(brought)) == 250
    assert "360Giving knows no funder GB-CHC-999999" in brought.notes


def test_the_file_is_one_that_the_reader_of_grants_takes(home):
    whole = [{**GRANTS[0], "awardDate": "2020-11-03", "fundingOrganization": [{"id": FUNDER}]}]
    brought, _ = bring(home, datastore(whole))

    opened = SOURCES["threesixty_grants"].open(brought.kept.path, brought.kept.name)
    assert opened.rows == 1
    assert json.loads(brought.kept.path.read_text()) == whole[0]
