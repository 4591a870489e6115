"""Contracts Finder, England's notices, as OCDS releases; from February 2025 most are on Find a Tender.

Publisher: Crown Commercial Service. Licence: Open Government Licence v3.0. No key for reading.
Shape: ``GET Published/Notices/OCDS/Search?publishedFrom&publishedTo&limit``, days as YYYY-MM-DD,
next page from ``links.next``.
Faults: bodies in ISO-8859-1 with stray characters. Paging is trusted no more than Find a Tender's:
windows are halved until a first page is short, and only from one day to the next is a cursor followed.
Waits: 403 means too many requests, wait five minutes; 429 is seen as well.
"""

from datetime import datetime, time, timedelta

from commissioning.services.packages import lines, read_package, row
from commissioning.services.paging import follow
from commissioning.services.service import Answer, Portion, Service, Wanted, Window

LIMIT = 100
DAYS = 15  # what other readers ask for at once: open-contracting/kingfisher-collect
PATH = "Published/Notices/OCDS/Search"


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return one portion for each fifteen days.

    The day between two belongs to both, because it is not told whether the last day of a window is
    inside it; the last window goes on to the day after, for the same reason.
    """
    found, first = [], wanted.from_on
    while first <= wanted.until:
        last = min(first + timedelta(days=DAYS), wanted.until + timedelta(days=1))
        found.append(Window(datetime.combine(first, time()), datetime.combine(last, time())))
        first = last
    return tuple(map(_portion, found))


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return a short page's releases, the halves of a full one's window, or a day's next page."""
    page = read_package(body)
    window = portion.window
    if window is None:
        raise AssertionError("a portion of days has a window")
    is_long = window.end - window.start > timedelta(days=1)
    if not portion.cursors and len(page.rows) >= LIMIT and is_long:
        return Answer(page.rows, tuple(map(_portion, _halved(window))), is_partial=True)
    return follow(portion, page, limit=LIMIT)


def _halved(window: Window) -> tuple[Window, Window]:
    middle = window.start + timedelta(days=(window.end - window.start).days // 2)
    return Window(window.start, middle), Window(middle, window.end)


def _portion(window: Window) -> Portion:
    start, end = window.start.date().isoformat(), window.end.date().isoformat()
    return Portion(
        key=f"{start}--{end}",
        title=f"{start} to {end}",
        path=PATH,
        parameters=(("publishedFrom", start), ("publishedTo", end), ("limit", str(LIMIT))),
        window=window,
        lasts=window.end - window.start > timedelta(days=1),
    )


SERVICE = Service(
    name="contracts-finder",
    title="Contracts Finder",
    address="https://www.contractsfinder.service.gov.uk/",
    pace_seconds=1.0,
    portions=portions,
    read=read,
    lines=lines,
    row=row,
    waits={403: 300.0, 429: 300.0, 503: 60.0},
)
