"""Notices are pulled from Sell2Wales and Public Contracts Scotland month by month, kind by kind."""

import json
from datetime import date

import pytest

from commissioning.services import SERVICES
from commissioning.services.service import Wanted
from tests.services.imitated import SELL2WALES, months_of
from tests.services.imitation import Imitation, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of


def test_every_kind_of_each_month_is_asked_for_once_and_packages_without_releases_have_none(home):
    with listening(Imitation(months_of(SELL2WALES, "2"))) as imitation:
        settings = settings_of("sell2wales", imitation, from_on=date(2025, 1, 20))
        brought = pulled(settings, place_of(home, Waiting()), date(2025, 3, 3))

    assert lines_of(brought) == sorted(SELL2WALES, key=lambda release: release["ocid"])
    months = [asked.parameters["dateFrom"] for asked in imitation.asked]
    assert set(months) == {"01-2025", "02-2025", "03-2025"}
    assert len(months) == 3 * (7 + 4 + 6 + 6)  # the kinds that sources.md lists for Wales
    assert {asked.parameters["outputType"] for asked in imitation.asked} == {"0"}


def test_scottish_releases_without_an_id_are_told_apart_by_what_they_say():
    scotland = SERVICES["public-contracts-scotland"]
    [portion, *_] = scotland.portions(Wanted(date(2025, 2, 1), date(2025, 2, 1)))
    releases = [{**SELL2WALES[0]}, {**SELL2WALES[0], "tag": ["award"]}, {**SELL2WALES[0]}]
    for release in releases:
        del release["id"]
    answer = scotland.read(portion, json.dumps({"releases": releases}).encode())

    lines = [json.loads(line) for line in scotland.lines(answer.rows)]
    assert sorted(line["tag"] for line in lines) == [["award"], ["tender"]]


@pytest.mark.parametrize("service", ["sell2wales", "public-contracts-scotland"])
def test_an_error_is_not_taken_for_a_package_without_releases(service):
    with pytest.raises(Exception, match="an error in JSON, 'no such month'"):
        SERVICES[service].read(
            SERVICES[service].portions(Wanted(date(2025, 2, 1), date(2025, 2, 1)))[0],
            b'{"message": "no such month"}',
        )
