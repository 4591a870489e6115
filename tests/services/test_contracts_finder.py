"""Notices are pulled from Contracts Finder in fifteen-day windows, days and, where a day is long, pages."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.errors import BadFile
from tests.services.imitated import CONTRACTS_FINDER, ContractsFinder
from tests.services.imitation import Imitation, Reply, listening
from tests.services.pulling import Waiting, lines_of, place_of, pulled, settings_of

FIRST, LAST = date(2025, 1, 23), date(2025, 3, 12)
BUSY_DAY = "2025-03-11"


@pytest.fixture
def waiting():
    return Waiting()


def busy(count):
    """A day with so many releases: one real one under as many numbers."""
    return [{**CONTRACTS_FINDER[0], "id": f"{n:05}"} for n in range(count)]


def bring(imitation, waiting, home, first=FIRST):
    settings = settings_of("contracts-finder", imitation, from_on=first)
    return pulled(settings, place_of(home, waiting), LAST)


def test_every_release_comes_in_windows_of_fifteen_days(waiting, home):
    with listening(Imitation(ContractsFinder(CONTRACTS_FINDER))) as imitation:
        brought = bring(imitation, waiting, home)

    by_id = {release["id"]: release for release in CONTRACTS_FINDER}
    assert {line["id"]: line for line in lines_of(brought)} == by_id
    days = [(a.parameters["publishedFrom"], a.parameters["publishedTo"]) for a in imitation.asked]
    assert days == [
        ("2025-01-23", "2025-02-06"),
        ("2025-02-07", "2025-02-21"),
        ("2025-02-22", "2025-03-08"),
        ("2025-03-09", "2025-03-11"),
        ("2025-03-12", "2025-03-12"),
    ]


def test_characters_of_iso_8859_1_come_through(waiting, home):
    release = {**CONTRACTS_FINDER[0], "language": "£5 – Ynys Môn"}  # a dash that ISO-8859-1 has not
    with listening(Imitation(ContractsFinder([release]))) as imitation:
        [line] = lines_of(bring(imitation, waiting, home, date(2025, 3, 11)))

    assert line["language"] == "£5 ? Ynys Môn"


def test_stray_bytes_are_read_as_windows_writes_them_and_control_characters_are_spaces(
    waiting, home
):
    def spoil(_page, reply):
        return replace(reply, body=reply.body.replace(b"DASH", b"\x96 \x0b \x81"))

    release = {**CONTRACTS_FINDER[0], "language": "DASH"}
    with listening(Imitation(ContractsFinder([release], spoil=spoil))) as imitation:
        [line] = lines_of(bring(imitation, waiting, home, date(2025, 3, 11)))

    assert line["language"] == "–   \x81"


def test_only_a_day_that_is_too_long_for_a_page_is_followed_page_by_page(waiting, home):
    with listening(Imitation(ContractsFinder(busy(230)))) as imitation:
        brought = bring(imitation, waiting, home, date(2025, 3, 9))

    assert [line["id"] for line in lines_of(brought)] == [f"{n:05}" for n in range(230)]
    with_cursor = [asked.parameters for asked in imitation.asked if "cursor" in asked.parameters]
    assert [asked["cursor"] for asked in with_cursor] == ["2", "3"]
    assert {asked["publishedFrom"] for asked in with_cursor} == {BUSY_DAY}
    # The address of the next page leads elsewhere; only its cursor is taken.
    assert {asked.path for asked in imitation.asked} == {"/Published/Notices/OCDS/Search"}


def test_after_403_the_service_is_left_alone_for_five_minutes(waiting, home):
    with listening(Imitation(ContractsFinder(CONTRACTS_FINDER), lambda: waiting.at)) as imitation:
        imitation.first.append(Reply(b"Forbidden", 403, kind="text/html"))
        bring(imitation, waiting, home, date(2025, 3, 11))

    first, second = imitation.asked[:2]
    assert first.parameters == second.parameters
    assert second.at - first.at == 300


def test_a_day_with_several_releases_of_one_process_keeps_them_all(waiting, home):
    with listening(Imitation(ContractsFinder(CONTRACTS_FINDER))) as imitation:
        lines = lines_of(bring(imitation, waiting, home))

    wirral = [line for line in lines if line["buyer"]["name"] == "Wirral Borough Council"]
    assert len(wirral) == 2
    assert len({line["ocid"] for line in wirral}) == 1


def test_a_full_last_page_is_told_of(waiting, home):
    with listening(Imitation(ContractsFinder(busy(100)))) as imitation:
        brought = bring(imitation, waiting, home, date(2025, 3, 11))

    assert any("the last page is full and names no next one" in note for note in brought.notes)


@pytest.mark.parametrize("first", [date(2025, 3, 13)])
def test_a_first_day_that_is_still_to_come_is_refused(waiting, home, first):
    with (
        listening(Imitation(ContractsFinder([]))) as imitation,
        pytest.raises(Exception, match="from_on 2025-03-13 is after the day of the run"),
    ):
        bring(imitation, waiting, home, first)


def test_nothing_at_all_is_no_register_without_notices(waiting, home):
    with (
        listening(Imitation(ContractsFinder([]))) as imitation,
        pytest.raises(BadFile, match=r"gave 0 releases .*, so there is nothing to load"),
    ):
        bring(imitation, waiting, home)
