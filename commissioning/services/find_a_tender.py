"""Find a Tender, the United Kingdom's notices above threshold, as OCDS releases.

Publisher: Cabinet Office. Licence: Open Government Licence v3.0. No key.
Shape: ``GET ocdsReleasePackages?updatedFrom&updatedTo&limit``, newest first; UK local times without a
zone, both ends inclusive, which choose by a time of publication that the release does not tell.
Faults: following ``links.next`` loses rows, because the cursor runs on a key that is not in the order
of the listing. A first page with fewer rows than the limit was whole in every test, so a window is
halved until each first page is that short, and no cursor is ever followed.
Waits: 12 requests in two minutes, then 429 with ``Retry-After``; 503 likewise.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commissioning.services.packages import lines, read_package, row
from commissioning.services.service import Answer, NotData, Portion, Service, Wanted, Window

LIMIT = 100
SHORTEST = timedelta(minutes=1)  # a window of a second is refused by the service
LOCAL = ZoneInfo("Europe/London")
PATH = "ocdsReleasePackages"


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return one portion for each day. The midnight between two belongs to both."""
    days = (wanted.until - wanted.from_on).days + 1
    return tuple(_portion(_day(wanted.from_on + timedelta(days=n))) for n in range(days))


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return the releases of a short page, or the halves of the window of a full one."""
    page = read_package(body)
    if len(page.rows) < LIMIT:
        return Answer(page.rows)
    if portion.window is None:
        raise AssertionError("a day's portion has a window")
    halves = halved(portion.window)
    if not halves:
        raise NotData(f"{LIMIT} releases or more of {portion.title}, too many to be sure of all")
    return Answer(page.rows, tuple(_portion(half) for half in halves), is_partial=True)


def halved(window: Window) -> tuple[Window, ...]:
    """Return a window's two halves, which share an instant, or none where it is too short.

    No half begins or ends in an hour that the clocks repeat or leave out: the service's times have no
    zone, and which of the two hours such a time means is not told.
    """
    middle = (window.start + (window.end - window.start) / 2).replace(microsecond=0)
    for instant in (middle, *_around(middle)):
        if window.start + SHORTEST <= instant <= window.end - SHORTEST and is_certain(instant):
            return Window(window.start, instant), Window(instant, window.end)
    return ()


def is_certain(instant: datetime) -> bool:
    """Return whether a local time is one instant: neither repeated nor left out when clocks change."""
    offsets = {instant.replace(tzinfo=LOCAL, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 1


def _around(instant: datetime) -> tuple[datetime, datetime]:
    """Return the last second before the instant's hour, and the first after it."""
    hour = instant.replace(minute=0, second=0)
    return hour - timedelta(seconds=1), hour + timedelta(hours=1)


def _day(day: date) -> Window:
    return Window(datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time()))


def _portion(window: Window) -> Portion:
    start, end = (instant.isoformat(timespec="seconds") for instant in (window.start, window.end))
    return Portion(
        key=f"{start}--{end}".replace(":", ""),
        title=f"{start.replace('T', ' ')} to {end.replace('T', ' ')}",
        path=PATH,
        parameters=(("updatedFrom", start), ("updatedTo", end), ("limit", str(LIMIT))),
        window=window,
    )


SERVICE = Service(
    name="find-a-tender",
    title="Find a Tender",
    address="https://www.find-tender.service.gov.uk/api/1.0/",
    pace_seconds=10.0,
    portions=portions,
    read=read,
    lines=lines,
    row=row,
    waits={429: 120.0, 503: 120.0},
)
