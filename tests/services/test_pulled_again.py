"""The next pull goes on from the last: a day over again, and a file that holds everything so far."""

from datetime import date, datetime, timedelta

import pytest

from commissioning.errors import BadFile
from models.ledger import Load
from models.store.schema import migrate
from tasks.erase import Archive, finish_erasures
from tests.services.imitated import FindATender, notice
from tests.services.imitation import Imitation, listening
from tests.services.pulling import Waiting, lines_of, place_of, profile_of, pulled, settings_of

pytestmark = pytest.mark.thorough

FIRST, THURSDAY, FRIDAY = date(2026, 4, 1), date(2026, 4, 9), date(2026, 4, 10)
NINE = datetime.fromisoformat("2026-04-09T09:00")


@pytest.fixture
def service():
    """A notice on the first of April, and one on Thursday."""
    published = [(NINE - timedelta(days=8), notice(1)), (NINE, notice(2))]
    with listening(Imitation(FindATender(published))) as imitation:
        imitation.answers.now = lambda: 1e9 * len(imitation.asked)  # it never has enough of us
        yield imitation


def loaded(brought):
    """The ledger's row of a pull, as far as the next one asks for it."""
    return Load(
        snapshot=brought.kept.digest, file=brought.kept.name, edition_on=brought.settings.edition_on
    )


def days_asked(service):
    return sorted({asked.parameters["updatedFrom"][:10] for asked in service.asked})


def pull_on(day, service, home, standing=None, **more):
    settings = settings_of("find-a-tender", service, **{"from_on": FIRST, **more})
    brought = pulled(settings, place_of(home, Waiting()), day, standing)
    brought.settle()
    return brought


def test_the_first_pull_is_from_the_profiles_first_day(service, home):
    brought = pull_on(THURSDAY, service, home)

    assert days_asked(service) == [f"2026-04-{day:02}" for day in range(1, 10)]
    assert brought.settings.edition_on == THURSDAY


def test_the_next_asks_from_a_day_before_the_last_and_holds_everything(service, home):
    first = pull_on(THURSDAY, service, home)
    service.asked.clear()
    changed = {"ocid": notice(1)["ocid"], "id": "000009-2026", "tag": ["awardUpdate"]}
    service.answers.published.append((NINE + timedelta(days=1), changed))

    second = pull_on(FRIDAY, service, home, loaded(first))

    assert days_asked(service) == ["2026-04-08", "2026-04-09", "2026-04-10"]
    # The update is a delta: what it changes came with an earlier pull, and stands beside it.
    assert [line["id"] for line in lines_of(second)] == [
        "000009-2026",
        "000001-2026",
        "000002-2026",
    ]
    assert second.settings.edition_on == FRIDAY


def test_with_nothing_new_the_file_is_the_same_and_so_is_its_edition(service, home):
    first = pull_on(THURSDAY, service, home)
    second = pull_on(FRIDAY, service, home, loaded(first))
    service.asked.clear()

    third = pull_on(FRIDAY + timedelta(days=1), service, home, loaded(second))

    assert first.kept.digest == third.kept.digest
    assert third.settings.edition_on == THURSDAY
    assert days_asked(service) == [
        "2026-04-09",
        "2026-04-10",
        "2026-04-11",
    ]  # not the quiet days again


def test_without_our_own_memory_of_what_was_asked_everything_is_pulled_anew(service, home):
    first = pull_on(THURSDAY, service, home)
    (home / "pulls" / "trafford" / "notices" / "pulled.json").unlink()
    service.asked.clear()

    pull_on(FRIDAY, service, home, loaded(first))

    assert days_asked(service)[0] == str(FIRST)


@pytest.mark.parametrize(
    "more", [{"from_on": date(2026, 3, 31)}, {"buyers": ["Harrogate Town Council"]}]
)
def test_when_the_profile_asks_for_something_else_everything_is_pulled_anew(service, home, more):
    first = pull_on(THURSDAY, service, home)
    service.asked.clear()

    pull_on(THURSDAY, service, home, loaded(first), **more)

    assert days_asked(service)[0] == str(more.get("from_on", FIRST))


def test_a_notice_that_the_service_changes_under_its_own_id_is_kept_as_received_last(service, home):
    first = pull_on(THURSDAY, service, home)
    service.answers.published[1] = (NINE, {**notice(2), "language": "cy"})

    second = pull_on(FRIDAY, service, home, loaded(first))

    assert [(line["id"], line["language"]) for line in lines_of(second)] == [
        ("000001-2026", "en"),
        ("000002-2026", "cy"),
    ]
    assert any(note.startswith("1 releases were changed by the service") for note in second.notes)


@pytest.mark.parametrize("character", ["\u2028", "\x85"])
def test_a_line_end_that_only_unicode_knows_is_no_end_of_a_release(service, home, character):
    service.answers.published[1] = (NINE, {**notice(2), "language": f"a{character}b"})
    first = pull_on(THURSDAY, service, home)

    assert len(lines_of(pull_on(FRIDAY, service, home, loaded(first)))) == 2


def test_after_a_kill_before_the_pages_are_swept_a_change_of_buyers_is_still_noticed(service, home):
    service.answers.published.append((NINE, notice(3, buyer="Else")))
    first = pulled(
        settings_of("find-a-tender", service, from_on=FIRST), place_of(home, Waiting()), THURSDAY
    )
    buyers = ["Harrogate Town Council", "Else"]

    second = pull_on(FRIDAY, service, home, loaded(first), buyers=buyers)
    rolled_back = pull_on(FRIDAY, service, home, loaded(first), buyers=buyers)

    assert len(lines_of(second)) == len(lines_of(rolled_back)) == 3


def test_when_the_last_file_is_gone_everything_is_pulled_anew(service, home):
    first = pull_on(THURSDAY, service, home)
    first.kept.path.unlink()
    service.asked.clear()

    assert len(lines_of(pull_on(FRIDAY, service, home, loaded(first)))) == 2
    assert days_asked(service)[0] == str(FIRST)


def test_a_run_for_a_day_gone_by_asks_nothing_and_changes_nothing(service, home):
    first = pull_on(THURSDAY, service, home)
    service.asked.clear()

    again = pull_on(date(2026, 4, 2), service, home, loaded(first))

    assert service.asked == []
    assert again.kept.digest == first.kept.digest
    assert "was pulled up to 2026-04-09 before, so nothing was asked" in again.notes[0]


def test_pages_are_swept_once_what_they_brought_is_stored(service, home):
    settings = settings_of("find-a-tender", service, from_on=FIRST)
    brought = pulled(settings, place_of(home, Waiting()), THURSDAY)
    pages = home / "pulls" / "trafford" / "notices" / "pages"
    assert len(list(pages.rglob("*.page"))) == 9

    brought.settle()

    assert not pages.exists()


def test_a_day_that_was_not_over_is_asked_for_again_on_another_day(service, home):
    settings = settings_of("find-a-tender", service, from_on=THURSDAY)
    place = place_of(home, Waiting())
    pulled(settings, place, THURSDAY)  # and killed before it was loaded
    service.answers.published.append((NINE + timedelta(hours=9), notice(3)))

    assert len(lines_of(pulled(settings, place, THURSDAY))) == 1
    assert len(lines_of(pulled(settings, place, FRIDAY))) == 2


def test_pages_of_a_pull_under_way_go_when_a_provider_is_erased(service, home):
    settings = settings_of("find-a-tender", service, from_on=THURSDAY)
    place = place_of(home, Waiting())
    migrate(place.engine)
    pulled(settings, place, THURSDAY)

    finish_erasures(Archive(profile_of(settings), place.engine, home))

    assert not list(home.rglob("*.page"))


def test_a_run_stops_after_twelve_hours_and_the_next_goes_on_from_there(service, home):
    waiting = Waiting()
    place = place_of(home, waiting)
    settings = settings_of("find-a-tender", service, from_on=FIRST)
    imitated = service.answers

    def slow(asked):
        waiting.at += 5 * 3600
        return imitated(asked)

    service.answers = slow
    with pytest.raises(
        BadFile, match="3 questions were answered in 12 hours and 6 are left; run it"
    ):
        pulled(settings, place, THURSDAY)
    service.answers = imitated
    service.asked.clear()

    assert len(lines_of(pulled(settings, place, THURSDAY))) == 2
    assert len(service.asked) == 6
