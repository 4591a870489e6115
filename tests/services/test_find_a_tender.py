"""Notices are pulled from Find a Tender whole, at its own pace, and never twice."""

import json
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from commissioning.errors import BadFile
from commissioning.services.find_a_tender import halved
from commissioning.services.service import Window
from tests.services.imitated import NOTICE, FindATender, notice
from tests.services.imitation import Imitation, as_json, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of

pytestmark = pytest.mark.thorough

DAY = date(2026, 4, 10)
NINE = datetime.fromisoformat("2026-04-10T09:00")


@pytest.fixture
def waiting():
    return Waiting()


@contextmanager
def tender(waiting, published, **spoilt):
    """Let Find a Tender listen, on the clock that only waiting moves."""

    def now():
        return waiting.at

    with listening(Imitation(FindATender(published, now, **spoilt), now)) as imitation:
        yield imitation


@pytest.fixture
def service(waiting):
    """A day with 150 notices between nine and half past eleven, one each minute."""
    with tender(waiting, [(NINE + timedelta(minutes=n), notice(n)) for n in range(150)]) as found:
        yield found


def asked_windows(imitation):
    return [(a.parameters["updatedFrom"], a.parameters["updatedTo"]) for a in imitation.asked]


def test_a_day_is_halved_until_each_first_page_is_short_and_no_cursor_is_followed(
    service, waiting, home
):
    settings = settings_of("find-a-tender", service, from_on=DAY)

    brought = pulled(settings, place_of(home, waiting), DAY)

    assert [line["id"] for line in lines_of(brought)] == [f"{n:06}-2026" for n in range(150)]
    assert all("cursor" not in asked.parameters for asked in service.asked)
    assert asked_windows(service)[:3] == [
        ("2026-04-10T00:00:00", "2026-04-11T00:00:00"),
        ("2026-04-10T00:00:00", "2026-04-10T12:00:00"),
        ("2026-04-10T00:00:00", "2026-04-10T06:00:00"),
    ]
    assert all(asked.parameters["limit"] == "100" for asked in service.asked)


def test_the_service_is_asked_one_question_in_ten_seconds_and_so_never_refuses(
    service, waiting, home
):
    brought = pulled(
        settings_of("find-a-tender", service, from_on=DAY - timedelta(days=20)),
        place_of(home, waiting),
        DAY,
    )

    times = [asked.at for asked in service.asked]
    assert len(times) > 20
    assert {after - before for before, after in pairwise(times)} == {10.0}
    assert len(lines_of(brought)) == 150


def test_a_release_is_kept_as_it_was_written(waiting, home):
    with tender(waiting, [(NINE, NOTICE["releases"][0])]) as imitation:
        brought = pulled(
            settings_of("find-a-tender", imitation, from_on=DAY), place_of(home, waiting), DAY
        )

    assert lines_of(brought) == NOTICE["releases"]


def test_a_number_that_is_none_does_not_lose_the_page_it_stands_on(waiting, home):
    published = [(NINE + timedelta(minutes=n), notice(n)) for n in range(3)]
    published[1][1]["tender"] = {"value": {"amount": "BROKEN", "currency": "GBP"}}
    published[2][1]["tender"] = {"value": {"amount": "HUGE", "currency": "GBP"}}

    def broken(page):
        return page.replace('"BROKEN"', " 000,").replace('"HUGE"', "1e9999")

    with tender(waiting, published, text=broken) as imitation:
        brought = pulled(
            settings_of("find-a-tender", imitation, from_on=DAY), place_of(home, waiting), DAY
        )

    first, second, third = brought.kept.path.read_text().splitlines()
    assert json.loads(first)["id"] == "000000-2026"
    assert '"amount":  000,, "currency": "GBP"' in second
    assert '"amount": 1e9999' in third


def test_a_release_given_twice_is_kept_once_and_counted(waiting, home):
    noon = NINE - timedelta(hours=21)
    pages = [(noon, notice(1)), (noon, notice(1)), (noon, notice(1)), (noon, notice(2))]
    with tender(waiting, pages) as imitation:
        brought = pulled(
            settings_of("find-a-tender", imitation, from_on=DAY - timedelta(days=1)),
            place_of(home, waiting),
            DAY,
        )

    assert [line["id"] for line in lines_of(brought)] == ["000001-2026", "000002-2026"]
    assert "gave 4 releases from 2026-04-09 to 2026-04-10: 2 kept, " in brought.notes[0]
    assert "2 repeats left out" in brought.notes[0]


def test_one_notice_with_two_processes_is_two_releases(waiting, home):
    twice = [(NINE, notice(1)), (NINE, {**notice(2), "id": notice(1)["id"]})]
    with tender(waiting, twice) as imitation:
        brought = pulled(
            settings_of("find-a-tender", imitation, from_on=DAY), place_of(home, waiting), DAY
        )

    assert [line["ocid"][-6:] for line in lines_of(brought)] == ["000001", "000002"]


@pytest.mark.parametrize("buyers", [["Trafford Council"], ["trafford council", "Nobody"]])
def test_releases_of_other_buyers_are_counted_and_left_out(waiting, home, buyers):
    published = [(NINE, notice(1)), (NINE, notice(2, buyer="Trafford Council"))]
    with tender(waiting, published) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY, buyers=buyers)
        brought = pulled(settings, place_of(home, waiting), DAY)

    assert [line["id"] for line in lines_of(brought)] == ["000002-2026"]
    assert "1 kept, 1 of other buyers left out" in brought.notes[0]


def test_a_buyer_is_known_by_its_identifier_too(waiting, home):
    [release] = NOTICE["releases"]
    with tender(waiting, [(NINE, release), (NINE, notice(7))]) as imitation:
        settings = settings_of(
            "find-a-tender", imitation, from_on=DAY, buyers=["GB-PPON-PDTL-7248-GWZW"]
        )
        assert len(lines_of(pulled(settings, place_of(home, waiting), DAY))) == 2


def test_releases_that_only_the_longer_window_has_are_kept_and_told_of(waiting, home):
    published = [(NINE + timedelta(minutes=n), notice(n)) for n in range(100)]

    def hides(release, length):
        return release["id"] == "000050-2026" and length < timedelta(hours=24)

    with tender(waiting, published, hides=hides) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY)
        brought = pulled(settings, place_of(home, waiting), DAY)

    assert len(lines_of(brought)) == 100
    assert any("1 releases were listed for a longer time" in note for note in brought.notes)


def test_more_in_a_minute_than_a_page_holds_is_followed_by_cursor_and_told_of(waiting, home):
    first, second = ([notice(n) for n in range(start, start + 100)] for start in (0, 100))
    nine = [f"2026-04-10T{time}" for time in ("09:00:00", "09:01:00")]

    def answers(asked):
        if "cursor" in asked.parameters:
            return as_json({"releases": second, "links": None})
        start, end = asked.parameters["updatedFrom"], asked.parameters["updatedTo"]
        busy = start < nine[1] and end > nine[0]
        return as_json(
            {"releases": first if busy else [], "links": {"next": "https://x.example/?cursor=a"}}
        )

    with listening(Imitation(answers)) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY)
        brought = pulled(settings, place_of(home, waiting), DAY)

    assert len(lines_of(brought)) == 200
    assert any("too many to be sure of all; some may be missing" in n for n in brought.notes)


def test_a_pull_that_is_stopped_half_way_asks_only_for_what_is_missing(service, waiting, home):
    settings = settings_of("find-a-tender", service, from_on=DAY - timedelta(days=2))
    place = place_of(home, waiting)
    imitated, service.answers = service.answers, refusing_after(4, service)

    with pytest.raises(BadFile):
        pulled(settings, place, DAY)
    before = asked_windows(service)[:4]
    service.asked.clear()
    service.answers = imitated
    brought = pulled(settings, place, DAY)

    assert len(lines_of(brought)) == 150
    # The day before last is over, so its page is good for ever; the others of the same day are too.
    assert not set(before) & set(asked_windows(service))


def refusing_after(count, imitation):
    answer = imitation.answers

    def answers(asked):
        if len(imitation.asked) > count:
            asked.parameters["stop"] = "yes"  # a parameter that the service does not know
        return answer(asked)

    return answers


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2026, 3, 29)])
def test_no_window_ends_in_an_hour_that_clocks_repeat_or_leave_out(day):
    midnight = datetime.combine(day, time())
    windows = [Window(midnight, midnight + timedelta(hours=4))]
    ends = set()
    while windows:
        window = windows.pop()
        ends |= {window.start, window.end}
        windows.extend(halved(window))

    unsure = [end for end in ends if end.hour == 1]
    assert unsure == []
    assert {end.hour for end in ends} == {
        0,
        2,
        3,
        4,
    }  # the hour is still asked, between two sure ends


def test_halves_share_an_instant_and_no_second_is_left_out():
    whole = Window(NINE, NINE + timedelta(days=1))

    first, second = halved(whole)

    assert (first.start, second.end) == (whole.start, whole.end)
    assert first.end == second.start
    assert halved(Window(whole.start, whole.start + timedelta(seconds=90))) == ()
