"""Pages that repeat, that are missing or that lead in a circle are found out by what is on them."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from commissioning.errors import BadFile
from commissioning.services.contracts_finder import portions, read
from commissioning.services.service import NotData, Wanted
from tests.services.imitated import CONTRACTS_FINDER, ContractsFinder, FindATender, notice
from tests.services.imitation import Imitation, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of

DAY = date(2025, 3, 11)
NINE = datetime.fromisoformat("2025-03-11T09:00")
BUSY = [{**CONTRACTS_FINDER[0], "id": f"{n:05}"} for n in range(230)]


def bring(home, imitated, service="contracts-finder"):
    waiting = Waiting()
    with listening(Imitation(imitated, lambda: waiting.at)) as imitation:
        settings = settings_of(service, imitation, from_on=DAY)
        return pulled(settings, place_of(home, waiting), DAY), imitation.asked


def test_the_same_page_twice_stops_the_pull(home):
    first = ContractsFinder(BUSY)

    def answers(asked):  # every page is the first, but for its next page's address
        page = int(asked.parameters.get("cursor", "1"))
        reply = first(replace(asked, parameters={**asked.parameters, "cursor": "1"}))
        return replace(reply, body=reply.body.replace(b"cursor=2", b"cursor=%d" % (page + 1)))

    with pytest.raises(BadFile, match=r"source returned not-data \(.*same releases"):
        bring(home, answers)


@pytest.mark.parametrize("leads_to", [1, 2])
def test_a_next_page_that_leads_back_stops_the_pull(home, leads_to):
    def next_of(page):
        return page + 1 if page == 1 else leads_to

    with pytest.raises(BadFile, match=r"source returned not-data \("):
        bring(home, ContractsFinder(BUSY, next_of=next_of))


def test_pages_without_end_stop_the_pull():
    *_, day = portions(Wanted(DAY, DAY))
    far = replace(day, cursors=tuple(map(str, range(200))), pages=("before",) * 200)
    page = {"releases": BUSY[:100], "links": {"next": "https://x.example/?cursor=200"}}

    with pytest.raises(NotData, match="more than 200 pages for 2025-03-11"):
        read(far, json.dumps(page).encode())


def test_a_page_that_is_missing_is_told_of(home):
    def spoil(page, reply):  # the second page leads nowhere, and there are three
        return replace(reply, body=reply.body.replace(b"cursor=3", b"")) if page == 2 else reply

    with pytest.raises(BadFile, match="a next page without a cursor"):
        bring(home, ContractsFinder(BUSY, spoil=spoil))


def test_a_last_page_that_is_full_is_told_of_because_more_may_be_missing(home):
    def spoil(page, reply):
        return replace(reply, body=reply.body.replace(b'"next"', b'"last"')) if page == 2 else reply

    brought, _ = bring(home, ContractsFinder(BUSY, spoil=spoil))

    assert len(lines_of(brought)) == 200
    assert any("the last page is full and names no next one" in note for note in brought.notes)


def test_rows_that_paging_loses_are_not_lost(home):
    """Find a Tender's cursor loses rows; the windows that are asked for instead lose none."""
    published = [(NINE + timedelta(minutes=n), notice(n)) for n in range(230)]

    brought, asked = bring(home, FindATender(published), "find-a-tender")

    assert len(lines_of(brought)) == 230
    assert all("cursor" not in each.parameters for each in asked)


def test_rows_that_a_shorter_window_leaves_out_stop_the_pull(home):
    published = [(NINE + timedelta(minutes=n), notice(n)) for n in range(120)]

    def hides(release, length):
        return release["id"] == "000110-2026" and length < timedelta(hours=24)

    with pytest.raises(BadFile, match="1 releases were listed for a longer time and not given"):
        bring(home, FindATender(published, hides=hides), "find-a-tender")
