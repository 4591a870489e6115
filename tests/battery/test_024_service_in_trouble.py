"""A service in trouble is asked again as it says, within bounds, and given up with a clear sentence."""

import gzip
from datetime import date

import pytest

from commissioning.errors import BadFile
from tasks.http_client import Limits
from tests.battery.downloading import REGISTER, downloaded
from tests.battery.sentences import JARGON
from tests.services.imitated import FindATender, too_many
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.pulling import Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
GOOD = Reply(REGISTER, kind="text/csv")
HURRIED = Limits(
    connect_seconds=0.3,
    read_seconds=0.3,
    total_seconds=0.6,
    slow_after_seconds=0.2,
    least_rate=1000.0,
)
SENT_AT = "Fri, 10 Apr 2026 09:00:00 GMT"


@pytest.fixture
def waiting():
    return Waiting()


@pytest.fixture
def service():
    with listening(Imitation(lambda _asked: GOOD)) as imitation:
        yield imitation


def fetched(service, home, waiting, *first, then=GOOD, limits=HURRIED):
    """Return what is fetched of a service that says these first, and then always the same."""
    service.first.extend(first)
    service.answers = lambda _asked: then
    return downloaded(service, home, waiting, limits=limits)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "1"}, 1),
        ({"Retry-After": "Fri, 10 Apr 2026 09:05:00 GMT", "Date": SENT_AT}, 300),
        ({"Retry-After": "Fri, 10 Apr 2026 08:00:00 GMT", "Date": SENT_AT}, 1),  # gone by already
        ({"Retry-After": "Fri, 10 Apr 2026 09:05:00 GMT"}, 60),  # by whose clock is not said
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "-5"}, 60),
        ({}, 60),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_that_a_service_asks_for_is_kept(service, home, waiting, status, headers, seconds):
    kept = fetched(service, home, waiting, Reply(b"later", status, headers))

    assert waiting.at == seconds
    assert max(waiting.waits) <= 60  # in slices, so that whoever waits shows that they live
    assert kept.size == len(REGISTER)


def test_find_a_tenders_own_words_are_understood(home, waiting):
    with listening(Imitation(FindATender([]), lambda: waiting.at)) as imitation:
        imitation.first.append(too_many())
        with pytest.raises(BadFile, match="gave 0 releases"):
            pulled(
                settings_of("find-a-tender", imitation, from_on=DAY), place_of(home, waiting), DAY
            )

    assert [asked.at for asked in imitation.asked] == [0, 120]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_three_faults_and_then_the_file_is_a_file(service, home, waiting, status):
    kept = fetched(service, home, waiting, *[Reply(b"oh", status)] * 3)

    assert kept.path.read_bytes() == REGISTER
    assert len(service.asked) == 4
    assert waiting.at == 5 + 20 + 60


TROUBLES = {
    "always 500": (Reply(b"oh", 500), "the service answered 500, 4 times"),
    "silence": (Reply(silent_for=1.0), "the service did not answer in time, 4 times"),
    "a reset": (Reply(resets=True), "4 times"),
    "a body byte by byte": (
        Reply(REGISTER, kind="text/csv", dribble=0.02),
        "the answer came at less than 1000 bytes a second, 4 times",
    ),
    "headers byte by byte": (
        Reply(REGISTER, headers={"X": "y" * 200}, dribble=0.02, dribbles_headers=True),
        "the answer took more than 0.6 seconds, 4 times",
    ),
    "always too many": (too_many(), "the service answered 429, too many requests, 11 times"),
    "a wait of a day": (
        too_many("86400"),
        "the service answered 429, too many requests, and asks for 86,400 seconds more",
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_without_end_ends_in_a_clear_sentence(service, home, waiting, trouble):
    reply, says = TROUBLES[trouble]
    with pytest.raises(BadFile) as given_up:
        fetched(service, home, waiting, then=reply)

    sentence = str(given_up.value)
    assert says in sentence
    assert sentence.endswith("; try again later; the data already loaded stay as they are.")
    assert not JARGON.search(sentence)
    assert len(service.asked) <= 11
    assert waiting.at <= 3600


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_refusal_is_not_asked_again_and_its_words_are_told(service, home, waiting, status):
    reply = as_json({"status": status, "message": "Request parameters unknown"}, status)
    with pytest.raises(BadFile, match=f"answered {status}: .*Request parameters unknown"):
        fetched(service, home, waiting, then=reply)

    assert (len(service.asked), waiting.at) == (1, 0)


def test_nobody_there_is_told_in_a_sentence(home, waiting):
    imitation = Imitation(lambda _asked: GOOD, port=1)  # a port that nobody listens on
    with pytest.raises(BadFile, match="nobody answers there, 4 times"):
        downloaded(imitation, home, waiting, limits=HURRIED)


def test_what_unpacks_to_too_much_is_stopped_on_the_way(service, home, waiting):
    bomb = gzip.compress(b"x" * (50 << 20))  # fifty megabytes in fifty kilobytes
    reply = Reply(bomb, headers={"Content-Encoding": "gzip"}, kind="text/csv")
    with pytest.raises(BadFile, match="it is larger than 1,000,000 bytes"):
        fetched(service, home, waiting, then=reply, limits=Limits(most_bytes=1_000_000))


@pytest.mark.parametrize("cut", [None, 10, 2000])
def test_a_packed_file_is_unpacked_and_a_cut_one_is_found_out(service, home, waiting, cut):
    packed = gzip.compress(REGISTER)
    reply = Reply(packed[:cut], headers={"Content-Encoding": "gzip"}, kind="text/csv")
    if cut is None:
        assert fetched(service, home, waiting, then=reply).path.read_bytes() == REGISTER
        return
    with pytest.raises(BadFile, match="the answer was cut off, 4 times"):
        fetched(service, home, waiting, then=reply)
