"""Answers that no service should give, and what is nevertheless kept of them."""

import json
from datetime import date, datetime, timedelta

import httpx
import pytest

from commissioning.errors import BadFile, RequestError
from commissioning.hosts import Allowed
from commissioning.services import bank_holidays, raw_json, threesixty_giving
from commissioning.services.service import NotData, Wanted
from commissioning.sources.companies_house_api import cells_of
from tasks.http_client import Answered
from tasks.patience import NotNow, must_have_answered
from tests.services.imitated import CONTRACTS_FINDER, ContractsFinder, FindATender, notice
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
NINE = datetime.fromisoformat("2026-04-10T09:00")
FAR = {"events": [{"date": "9999-12-31", "title": "x"}]}
OURS = "Harrogate Town Council"


def bring(answers, home, **more):
    with listening(Imitation(answers)) as imitation:
        if isinstance(answers, FindATender):
            answers.now = lambda: 1e9 * len(imitation.asked)
        settings = settings_of("find-a-tender", imitation, **{"from_on": DAY, **more})
        return pulled(settings, place_of(home, Waiting()), DAY)


def test_a_release_without_a_buyer_is_kept_where_its_process_is(home):
    later = {"date": "2026-04-10T12:00:00Z", "tag": ["contractTermination"]}
    ours = {**later, "ocid": notice(1)["ocid"], "id": "000008-2026"}
    theirs = {**later, "ocid": notice(2)["ocid"], "id": "000009-2026"}
    published = [(NINE, ours), (NINE, theirs), (NINE, notice(1)), (NINE, notice(2, buyer="Else"))]

    brought = bring(FindATender(published), home, buyers=[OURS])

    assert {line["id"] for line in lines_of(brought)} == {"000001-2026", "000008-2026"}
    assert "2 of other buyers left out" in brought.notes[0]


def test_spaces_in_a_buyers_name_do_not_matter_and_a_name_like_it_is_told_of(home):
    names = ["Harrogate  Town Council ", "Harrogate Town Council (Parks)", "Leeds City Council"]
    published = [(NINE, notice(n, buyer=name)) for n, name in enumerate(names)]

    brought = bring(FindATender(published), home, buyers=[OURS])

    assert [line["id"] for line in lines_of(brought)] == ["000000-2026"]
    [alike] = [note for note in brought.notes if "alike" in note]
    assert "'Harrogate Town Council (Parks)' (1)" in alike
    assert "Leeds" not in alike


def test_one_byte_that_is_not_utf_8_spoils_no_other_character(home):
    release = {**notice(1), "language": "Café £5 BAD"}
    body = json.dumps({"releases": [release]}, ensure_ascii=False).encode()

    [line] = lines_of(bring(lambda _asked: Reply(body.replace(b"BAD", b"\xa36")), home))

    assert line["language"] == "Café £5 £6"


@pytest.mark.parametrize("links", [None, []])
def test_no_links_are_no_next_page(home, links):
    brought = bring(lambda _asked: as_json({"releases": [notice(1)], "links": links}), home)

    assert len(lines_of(brought)) == 1


def test_half_a_character_in_an_identifier_stops_nothing(home):
    body = json.dumps({"releases": [{**notice(1), "id": "x\ud83d"}]}).encode()

    assert len(lines_of(bring(lambda _asked: Reply(body), home))) == 1


def test_only_the_first_broken_number_of_a_page_is_tried_as_json(monkeypatch):
    """Each failed try counts the lines before it, so that a page of 64 MB took for ever."""
    tried = []

    class Decoder(json.JSONDecoder):
        def raw_decode(self, text, start=0):
            tried.append(start)
            return super().raw_decode(text, start)

    monkeypatch.setattr(raw_json, "DECODER", Decoder(strict=False))

    assert raw_json.elements('[{"v": 1}, {"v": 00}, {"v": 00}, {"v": 3}]') == [
        '{"v": 1}',
        '{"v": 00}',
        '{"v": 00}',
        '{"v": 3}',
    ]
    assert len(tried) == 2


def test_a_cursor_that_is_good_no_longer_is_not_asked_for_again(home):
    busy = [{**CONTRACTS_FINDER[0], "id": f"{n:05}"} for n in range(150)]
    broken = [True]

    def spoil(page, reply):
        return as_json({"message": "boom"}, 400) if page > 1 and broken[0] else reply

    with listening(Imitation(ContractsFinder(busy, spoil=spoil))) as imitation:
        first = date(2025, 3, 11)
        settings = settings_of("contracts-finder", imitation, from_on=first)
        place = place_of(home, Waiting())
        with pytest.raises(BadFile, match="boom"):
            pulled(settings, place, first)
        broken[0] = False
        imitation.asked.clear()

        assert len(lines_of(pulled(settings, place, first))) == 150
        assert "cursor" not in imitation.asked[0].parameters


def test_a_list_of_grants_that_did_not_add_up_is_asked_for_anew_on_the_same_day(home):
    grants = [{"data": {"id": f"360G-x-{n:03}"}} for n in range(150)]
    overlapping = [grants[:99] + grants[149:] + grants[99:149]]  # of the first page alone

    def answers(asked):
        start = int(asked.parameters["offset"])
        listed = overlapping[0] if overlapping and start == 0 else grants
        return as_json({"count": 150, "next": None, "results": listed[start : start + 100]})

    with listening(Imitation(answers)) as imitation:
        settings = settings_of(
            "threesixty-giving", imitation, feed="grants", buyers=["GB-LAE-TRF"], adapter="any"
        )
        place = place_of(home, Waiting())
        with pytest.raises(BadFile, match="149 different grants"):
            pulled(settings, place, DAY)
        overlapping.clear()

        assert len(lines_of(pulled(settings, place, DAY))) == 150


def test_a_count_of_thousands_of_digits_is_no_data():
    [portion] = threesixty_giving.portions(Wanted(DAY, DAY, ("GB-X",)))

    with pytest.raises(NotData, match="without a count"):
        threesixty_giving.read(portion, b'{"count":' + b"9" * 5000 + b',"results":[]}')


@pytest.mark.parametrize("after", ["Fri, 10 Apr 99999999999999999999 09:05:00 GMT", "soon"])
def test_a_time_to_wait_until_that_is_none_is_passed_over(after):
    headers = httpx.Headers({"retry-after": after, "date": "Fri, 10 Apr 2026 09:05:00 GMT"})

    with pytest.raises(NotNow) as asked_for:
        must_have_answered(Answered("https://x/", 429, headers, iter(())), waits={429: 60.0})
    assert asked_for.value.seconds == 60.0


@pytest.mark.parametrize(
    ("told", "insolvency"),
    [
        (None, "no"),
        ({"cases": []}, "no"),
        ({"cases": 5}, ""),
        ("x", ""),
        ({"cases": [{"dates": 3}]}, "yes"),
    ],
)
def test_an_insolvency_that_cannot_be_read_is_not_recorded(told, insolvency):
    answer = {"number": "01234567", "company": {"company_name": "Alpha"}, "insolvency": told}

    assert cells_of(answer)["insolvency"] == insolvency


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b"{}",
        b'{"england-and-wales":{"events":[]}}',
        json.dumps(dict.fromkeys(bank_holidays.CALENDARS, FAR)).encode(),
    ],
    ids=["deep", "none", "empty", "far"],
)
def test_bank_holidays_that_cannot_be_are_refused(body):
    with pytest.raises(NotData):
        bank_holidays.read(body)


@pytest.mark.parametrize(
    "number",
    [
        "::7f00:1",
        "::ffff:0:7f00:1",
        "168.63.129.16",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_an_address_of_our_own_is_refused_however_it_is_written(number):
    assert Allowed(frozenset({"host"})).refusal_at("host", number)
    assert Allowed(frozenset({"host"})).refusal_at("host", "64:ff9b::808:808") is None


def test_a_day_to_come_is_refused_before_anything_is_asked(home):
    with listening(Imitation(FindATender([(NINE, notice(1))]))) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY)
        place = place_of(home, Waiting(), today=DAY)
        with pytest.raises(RequestError, match="2026-04-11 is after today, 2026-04-10"):
            pulled(settings, place, DAY + timedelta(days=1))

    assert imitation.asked == []


def test_what_a_register_says_today_is_of_today_whatever_day_a_run_is_about(home):
    def answers(_asked):
        return as_json({"count": 1, "results": [{"data": {"id": "360G-x-1"}}]})

    with listening(Imitation(answers)) as imitation:
        settings = settings_of(
            "threesixty-giving", imitation, feed="grants", buyers=["GB-LAE-TRF"], adapter="any"
        )
        place = place_of(home, Waiting(), today=DAY)
        brought = pulled(settings, place, date(2022, 7, 31))

    assert brought.settings.edition_on == DAY
