"""GOV.UK's bank holidays are kept, and held against the calendars that working days are counted by."""

import json
from datetime import date

import pytest

from commissioning.errors import BadFile
from commissioning.hosts import Allowed
from commissioning.services.bank_holidays import differences, read
from tasks.bank_holidays import KEPT, refresh_bank_holidays
from tests.services.imitated import EXTRACTS
from tests.services.imitation import HOST, Imitation, Reply, as_json, listening
from tests.services.pulling import Waiting

FILE = (EXTRACTS / "govuk_bank_holidays.json").read_bytes()
ALLOWED = Allowed(frozenset(), frozenset({HOST}))


@pytest.mark.parametrize(
    ("calendar", "events"),
    [("england-and-wales", 140), ("scotland", 157), ("northern-ireland", 174)],
)
def test_every_day_of_every_calendar_is_read(calendar, events):
    published = read(FILE)

    assert len(published[calendar]) == events == len(json.loads(FILE)[calendar]["events"])
    assert "New Year’s Day" in published[calendar].values()  # with GOV.UK's own apostrophe


@pytest.mark.parametrize("calendar", ["england-and-wales", "northern-ireland"])
def test_our_calendars_agree_with_the_published_file(calendar):
    assert differences(read(FILE)[calendar], calendar) == []


def test_a_day_proclaimed_after_the_file_was_saved_is_ours_alone():
    assert differences(read(FILE)["scotland"], "scotland") == ["2026-06-15 is a holiday here alone"]


def test_a_day_that_is_only_published_is_told_of_by_name():
    published = read(FILE)["england-and-wales"] | {date(2027, 6, 7): "A coronation"}

    assert differences(published, "england-and-wales") == [
        "2027-06-07 (A coronation) is not a holiday here"
    ]


def test_the_file_is_kept_as_received(home):
    with listening(Imitation(lambda _asked: Reply(FILE))) as imitation:
        kept = refresh_bank_holidays.fn(
            home, ALLOWED, address=imitation.address, clock=Waiting().clock()
        )

    assert kept == home / KEPT
    assert kept.read_bytes() == FILE


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(b"<html>Sorry</html>", kind="text/html"), "a web page"),
        (Reply(b""), "an empty answer"),
        (as_json({"message": "no"}), "an error in JSON, 'no'"),
        (as_json([1]), "no calendars"),
        (Reply(FILE, cut_at=1000), "the answer was cut off, 4 times"),
    ],
)
def test_what_is_not_the_file_leaves_the_last_one(home, reply, says):
    (home / KEPT).write_bytes(FILE)
    with (
        listening(Imitation(lambda _asked: reply)) as imitation,
        pytest.raises(BadFile, match=says),
    ):
        refresh_bank_holidays.fn(home, ALLOWED, address=imitation.address, clock=Waiting().clock())

    assert (home / KEPT).read_bytes() == FILE
