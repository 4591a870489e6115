"""A download that is cut anywhere is refused and nothing of it is kept, whether its length was told or not."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from commissioning.errors import BadFile
from tests.battery.downloading import REGISTER, downloaded
from tests.services.imitated import FindATender, notice
from tests.services.imitation import Imitation, Reply, listening
from tests.services.pulling import Waiting, place_of, pulled, settings_of

DAY = date(2026, 4, 10)
NINE = datetime.fromisoformat("2026-04-10T09:00")
# Twenty places: before the first byte, after it, all along, and just before the last.
OFFSETS = (0, 1, *(len(REGISTER) * part // 18 for part in range(1, 18)), len(REGISTER) - 1)


def download(reply, home):
    with listening(Imitation(lambda _asked: reply)) as imitation:
        return downloaded(imitation, home, Waiting())


WAYS = {
    "with its length": Reply(REGISTER, kind="text/csv"),
    "in chunks": Reply(REGISTER, kind="text/csv", is_chunked=True),
    "without its length": Reply(REGISTER, kind="text/csv", has_length=False),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("offset", OFFSETS)
def test_a_download_that_is_cut_is_refused(home, way, offset):
    with pytest.raises(BadFile, match=r"register\.csv: .*, 4 times in 85 seconds; try again later"):
        download(replace(WAYS[way], cut_at=offset), home)

    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("way", ["with its length", "in chunks"])
def test_the_same_download_whole_is_kept_byte_for_byte(home, way):
    kept = download(WAYS[way], home)

    assert kept.path.read_bytes() == REGISTER


def test_a_download_that_does_not_say_where_it_ends_is_not_believed(home):
    with pytest.raises(BadFile, match="does not say where it ends"):
        download(WAYS["without its length"], home)


@pytest.mark.parametrize("offset", [0, 1, 500, 2000])
def test_a_page_that_is_cut_once_is_asked_for_again(home, offset):
    published = [(NINE, notice(number)) for number in range(5)]
    with listening(Imitation(FindATender(published))) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY)
        whole = FindATender(published)
        imitation.answers = lambda asked: (
            replace(whole(asked), cut_at=offset) if len(imitation.asked) == 1 else whole(asked)
        )
        brought = pulled(settings, place_of(home, Waiting()), DAY)

    assert len(imitation.asked) == 2
    assert len(brought.kept.path.read_text().splitlines()) == 5
