"""A service's data, portion by portion at its own pace, as one file of JSON lines in a settled order.

Every good page is kept at once, so that a pull that is killed asks only for what is missing when it is
run again. A service of notices adds to what the source had: its file holds every release since the
profile's first day, because a later one may change a process that an earlier pull brought.
"""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import SecretStr

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.snapshot import Kept, keep
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.services import SERVICES, Service
from commissioning.services.found import Found
from commissioning.services.packages import release_of
from commissioning.services.raw_json import NotWhole
from commissioning.services.service import NotData, Row, Wanted
from models.ledger import Load
from models.store.engine import reading
from models.store.provider_ids import provider_ids
from tasks.asking import Asking, Progress
from tasks.patience import LATER
from tasks.place import Place
from tasks.pulled_pages import PULLS, PulledPages
from tasks.step import flow_log, step

OVERLAP = timedelta(days=1)


@dataclass(frozen=True)
class Pulled:
    """What a pull came to: the file, the settings with its edition, and what a person should know."""

    kept: Kept
    settings: SourceSettings
    notes: tuple[str, ...]
    pages: PulledPages

    def settle(self) -> None:
        """Sweep its pages: what they brought is in the database."""
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

    Raises BadFile when the service does not answer, or answers with something else than its data, and
    RequestError when that day is still to come: what will be published then would never be asked for.
    """
    service = SERVICES[str(settings.service)]
    on = _day_asked(name, service, place, on)
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
        parameters=_key_as_parameter(service, place),
    )
    others = frozenset() if service.by_buyer else settings.buyers
    found = Found(others, (row.key[0] for row in before.rows))
    if wanted.from_on <= wanted.until:
        for answer in asking.answers(wanted, pages, progress):
            found.take(answer)
    found.end()
    rows = [*before.rows, *found.rows]
    content = _content(service, rows)
    if not content:
        what = f"{found.summary(service, wanted)}, so there is nothing to load"
        raise BadFile(service.title, what, _remedy(service))
    kept = keep(io.BytesIO(content), _file(service), place.snapshots)
    if service.asks:
        pages.sweep()  # else a table that is refused for its rows would be taken for today's again
    is_same = standing is not None and standing.snapshot == kept.digest
    edition_on = standing.edition_on if standing and is_same else on
    until = max(on, before.until or on)
    pages.remember(kept.digest, {**_asked(settings), "until": until.isoformat()})
    notes = (_summary(service, found, wanted, before), *_changed(service, rows), *found.notes)
    for note in notes:
        flow_log().info("%s: %s: %s", profile.name, name, note)
    return Pulled(kept, settings.model_copy(update={"edition_on": edition_on}), notes, pages)


def _day_asked(name: str, service: Service, place: Place, on: date) -> date:
    """Return the day a service is asked for: what a register or a list of grants says, it says of today."""
    today = place.today or on
    if on > today:
        raise RequestError(
            f"{name}: {on} is after today, {today}, and {service.title} cannot tell what is still to come; "
            "ask for today or a day before it."
        )
    return on if service.row else today


def _content(service: Service, rows: Sequence[Row]) -> bytes:
    try:
        return "".join(f"{line}\n" for line in service.lines(rows)).encode()
    except NotData as error:
        raise BadFile(service.title, f"source returned not-data ({error})", LATER) from None


def _remedy(service: Service) -> str:
    if service.asks:
        return "check what the profile asks for"
    if service.scheme:
        return "check the identifiers of the register's providers"
    return f"check {'buyers' if service.by_buyer else 'from_on and buyers'} in the profile"


def _summary(service: Service, found: Found, wanted: Wanted, before: "_Before") -> str:
    if wanted.from_on > wanted.until:
        return (
            f"{service.title} was pulled up to {before.until} before, so nothing was asked of it for "
            f"{wanted.until}."
        )
    return f"{found.summary(service, wanted)}."


def _changed(service: Service, rows: Sequence[Row]) -> list[str]:
    """Return a note of the releases that the service has changed under their own identifiers."""
    if service.row is None:
        return []
    texts = Counter(release for release, _ in {(release_of(row), row.text) for row in rows})
    changed = sum(count > 1 for count in texts.values())
    if not changed:
        return []
    return [
        f"{changed:,} releases were changed by the service under their own identifiers, and are kept as "
        "received last"
    ]


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
    """Return what to go on from: nothing where it was not pulled for what the profile asks for now."""
    if standing is None or service.row is None or standing.file != _file(service):
        return _Before()
    told = pages.remembered(standing.snapshot)
    path = place.snapshots / standing.snapshot
    if any(told.get(key) != value for key, value in _asked(settings).items()):
        return _Before()
    if not path.is_file():  # erased, or not restored from the backup
        return _Before()
    lines = (
        path.read_bytes().decode().split("\n")
    )  # and at no other end of a line that Unicode knows
    try:
        rows = tuple(service.row(line) for line in lines if line)
    except NotWhole:
        return _Before()
    until = date.fromisoformat(told["until"])
    return _Before(rows, min(until, place.today or until))


def _asked(settings: SourceSettings) -> dict[str, str | list[str]]:
    return {
        "service": str(settings.service),
        "address": settings.address or "",
        "ask": [f"{name}={value}" for name, value in sorted(settings.ask.items())],
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
    if service.by_buyer:
        return Wanted(on, on, settings.buyers)
    if service.asks:
        return Wanted(on, on, ask=settings.ask)
    first = settings.from_on or on
    if first > on:
        raise RequestError(
            f"{name}: from_on {first} is after the day of the run, {on}; put it earlier."
        )
    return Wanted(max(first, before.until - OVERLAP) if before.until else first, on)


def _headers(service: Service, place: Place) -> dict[str, str]:
    if not service.key_variable or service.key_parameter:
        return {}
    key = place.keys.get(service.key_variable)
    if key is None:
        raise RequestError(
            f"{service.title} asks for a key: set the environment variable {service.key_variable} "
            "to yours, which is free."
        )
    return service.headers(_secret(service, key))


def _key_as_parameter(service: Service, place: Place) -> tuple[tuple[str, str], ...]:
    key = place.keys.get(service.key_variable)
    if not service.key_parameter or key is None:
        return ()
    return ((service.key_parameter, _secret(service, key)),)


def _secret(service: Service, key: SecretStr) -> str:
    secret = key.get_secret_value()
    if not (secret.isascii() and secret.isprintable()):
        raise RequestError(
            f"{service.key_variable} holds characters that no key has; set it to the key alone."
        )
    return secret


def _file(service: Service) -> str:
    return f"{service.name}.{service.suffix}"
