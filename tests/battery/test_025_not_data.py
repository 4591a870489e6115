"""A service that answers with something else than its data is told from one that has none; old data stand."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from commissioning.errors import BadFile
from models.store.engine import reading
from models.store.known import latest_load_no, stale_sources
from models.store.schema import migrate
from tasks.load import load_source
from tests.battery.downloading import REGISTER, downloaded, register_at
from tests.battery.invariants import check_invariants
from tests.services.imitated import FindATender, notice
from tests.services.imitation import Imitation, Reply, as_json, listening
from tests.services.pulling import Waiting, place_of, profile_of, pulled, settings_of

DAY = date(2026, 4, 10)
NINE = datetime.fromisoformat("2026-04-10T09:00")
GOOD = Reply(b"".join(REGISTER.splitlines(keepends=True)[:12]), kind="text/csv")
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Log in</body></html>"
INSTEAD = {
    "a web page": (Reply(PAGE, kind="text/html; charset=utf-8"), "a web page"),
    "a web page that says it is a table": (Reply(PAGE, kind="text/csv"), "a web page"),
    "an error in JSON": (
        as_json({"statusCode": 500, "message": "Internal server error"}),
        "an error in JSON, 'Internal server error'",
    ),
    "an error of CKAN": (
        as_json({"success": False, "error": {"message": "Not found"}}),
        "an error in JSON",
    ),
    "nothing": (Reply(b"", kind="text/csv"), "an empty answer"),
    "nothing but spaces": (Reply(b"\xef\xbb\xbf \r\n", kind="text/csv"), "an empty answer"),
    "not modified": (Reply(b"", 304, kind="text/csv"), "304"),
}


@pytest.fixture
def place(home):
    place = place_of(home, Waiting())
    migrate(place.engine)
    return place


def load(imitation, place):
    settings = register_at(imitation.address)
    return load_source(profile_of(settings), "notices", place, loaded_on=DAY, settings=settings)


def in_force(place):
    with place.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM agreement_version ORDER BY 1, 2")).fetchall()


def stale(place):
    with reading(place.engine) as connection:
        at = latest_load_no(connection, "trafford")
        return stale_sources(connection, "trafford", load_no=at)


@pytest.mark.parametrize("instead", INSTEAD)
def test_what_is_not_the_file_is_refused_and_not_kept(home, instead):
    reply, says = INSTEAD[instead]
    with listening(Imitation(lambda _asked: reply)) as imitation:
        with pytest.raises(BadFile) as refused:
            downloaded(imitation, home, Waiting())
        assert len(imitation.asked) == 1

    assert f"source returned not-data ({says}" in str(refused.value)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_the_old_data_stand_and_are_stale_until_the_service_gives_its_data_again(place, home):
    with listening(Imitation(lambda _asked: GOOD)) as imitation:
        assert load(imitation, place).counts.rows_loaded == 11
        before = in_force(place)

        for reply, says in INSTEAD.values():
            imitation.first.append(reply)
            with pytest.raises(BadFile):
                load(imitation, place)
            assert in_force(place) == before
            assert says in stale(place)["notices"]

        assert load(imitation, place).unchanged
        assert stale(place) == {}
    check_invariants(f"sqlite:///{home / 'commissioning.db'}", home)


def test_a_log_in_page_that_a_redirect_leads_to_is_no_data(place):
    def answers(asked):
        if asked.path == "/login":
            return Reply(PAGE, kind="text/html")
        return Reply(status=302, headers={"Location": "/login?back=register.csv"})

    with listening(Imitation(answers)) as imitation, pytest.raises(BadFile, match="a web page"):
        load(imitation, place)


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(PAGE, kind="text/html"), "a web page"),
        (Reply(b""), "an empty answer"),
        (as_json({"message": "Endpoint request timed out"}), "'Endpoint request timed out'"),
        (as_json({"version": "1.1"}), "an object without releases"),
        (as_json({"releases": "none"}), "releases that are not a list"),
        (as_json([]), "no whole JSON object"),
        (Reply(b'{"releases": [{"ocid": "x"'), "no whole JSON object"),
        (Reply(b"", 304), "304"),
    ],
)
def test_a_page_that_is_no_package_stops_the_pull_and_is_not_kept(home, reply, says):
    place = place_of(home, Waiting())
    with listening(Imitation(FindATender([(NINE, notice(1))]))) as imitation:
        settings = settings_of("find-a-tender", imitation, from_on=DAY)
        imitation.first.append(reply)
        with pytest.raises(BadFile) as refused:
            pulled(settings, place, DAY)
        assert "source returned not-data (" in str(refused.value)
        assert says in str(refused.value)

        assert len(pulled(settings, place, DAY).kept.path.read_text().splitlines()) == 1
        assert len(imitation.asked) == 2
