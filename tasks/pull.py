"""A service's data, portion by portion at its own pace, as one file of JSON lines in a settled order.

Every good page is kept at once, so that a pull that is killed asks only for what is missing when it is
run again. A service of notices adds to what the source had: its file holds every release since the
profile's first day, because a later one may change a process that an earlier pull brought.
"""

import io
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.snapshot import Kept, keep
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.services import SERVICES, Service
from commissioning.services.found import Found
from commissioning.services.service import Row, Wanted
from models.ledger import Load
from models.store.engine import reading
from models.store.provider_ids import provider_ids
from tasks.asking import Asking, Progress
from tasks.patience import LATER
from tasks.place import Place
from tasks.pulled_pages import PULLS, PulledPages
from tasks.step import step

OVERLAP = timedelta(days=1)


@dataclass(frozen=True)
class Pulled:
    """What a pull came to: the file, the settings with its edition, and what a person should know."""

    kept: Kept
    settings: SourceSettings
    notes: tuple[str, ...]
    pages: PulledPages
    told: dict[str, str | list[str]]

    def settle(self) -> None:
        """Remember how far the pull went and sweep its pages: what they brought is in the database."""
        self.pages.remember(self.told)
        self.pages.sweep()


@step
def pull(
    profile: Profile,
    name: str,
    settings: SourceSettings,
    place: Place,
    *,
    standing: Load | None,
    on: date,
    progress: Progress = lambda _done, _of: None,
) -> Pulled:
    """Bring what a service has new since the source's last load up to the day of the run, ``on``.

    Raises BadFile when the service does not answer, or answers with something else than its data.
    """
    service = SERVICES[str(settings.service)]
    address = settings.address or service.address
    pages = PulledPages(place.home / PULLS / profile.name / name, address, on)
    before = _before(service, settings, place, pages, standing)
    wanted = _wanted(profile, name, service, settings, place, before, on)
    asking = Asking(
        service,
        address,
        profile.allowed,
        _headers(service, place),
        place.clock,
    )
    found = Found(frozenset(buyer.casefold() for buyer in settings.buyers))
    for answer in asking.answers(wanted, pages, progress):
        found.take(answer)
    if found.lost:
        pages.sweep()
        what = f"{found.lost:,} releases were listed for a longer time and not given for its parts"
        raise BadFile(service.title, what, LATER)
    lines = service.lines([*before.rows, *found.rows])
    content = "".join(f"{line}\n" for line in lines).encode()
    if not content:
        what = f"{found.summary(service, wanted)}, so there is nothing to load"
        raise BadFile(service.title, what, "check from_on and buyers in the profile")
    kept = keep(io.BytesIO(content), _file(service), place.snapshots)
    is_same = standing is not None and standing.snapshot == kept.digest
    edition_on = standing.edition_on if standing and is_same else on
    told = {**_asked(settings), "until": on.isoformat(), "snapshot": kept.digest}
    notes = (f"{found.summary(service, wanted)}.", *found.notes)
    return Pulled(kept, settings.model_copy(update={"edition_on": edition_on}), notes, pages, told)


@dataclass(frozen=True)
class _Before:
    """What the source's last pull brought, and the last day it asked for."""

    rows: tuple[Row, ...] = ()
    until: date | None = None


def _before(
    service: Service,
    settings: SourceSettings,
    place: Place,
    pages: PulledPages,
    standing: Load | None,
) -> _Before:
    """Return what to go on from: nothing where the profile asks for something else than it did."""
    if standing is None or service.row is None or standing.file != _file(service):
        return _Before()
    path = place.snapshots / standing.snapshot
    told = pages.remembered()
    until = standing.edition_on
    if told.get("snapshot") == standing.snapshot:
        if any(told.get(key) != value for key, value in _asked(settings).items()):
            return _Before()
        until = date.fromisoformat(told["until"])
    if not path.is_file():  # erased, or not restored from the backup
        return _Before()
    lines = path.read_text(encoding="utf-8").splitlines()
    return _Before(tuple(service.row(line) for line in lines), until)


def _asked(settings: SourceSettings) -> dict[str, str | list[str]]:
    return {
        "service": str(settings.service),
        "address": settings.address or "",
        "from_on": str(settings.from_on),
        "buyers": sorted(settings.buyers),
    }


def _wanted(
    profile: Profile,
    name: str,
    service: Service,
    settings: SourceSettings,
    place: Place,
    before: _Before,
    on: date,
) -> Wanted:
    if service.scheme:
        with reading(place.engine) as connection:
            known = provider_ids(connection, profile.name)
        numbers = [known_as for known_as in known if known_as.startswith(service.scheme)]
        if not numbers:
            raise RequestError(
                f"{name}: no provider of the register has an identifier that begins {service.scheme}; "
                "load agreements whose providers have one, or leave the source out."
            )
        bare = tuple(known_as.removeprefix(service.scheme) for known_as in numbers)
        return Wanted(on, on, bare)
    first = settings.from_on or on
    if first > on:
        raise RequestError(
            f"{name}: from_on {first} is after the day of the run, {on}; put it earlier."
        )
    return Wanted(max(first, before.until - OVERLAP) if before.until else first, on)


def _headers(service: Service, place: Place) -> dict[str, str]:
    if not service.key_variable:
        return {}
    key = place.keys.get(service.key_variable)
    if key is None:
        raise RequestError(
            f"{service.title} asks for a key: set the environment variable {service.key_variable} "
            "to yours, which is free."
        )
    return service.headers(key.get_secret_value())


def _file(service: Service) -> str:
    return f"{service.name}.jsonl"
