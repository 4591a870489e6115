"""Contracts Finder, England's notices, as OCDS releases; from February 2025 most are on Find a Tender.

Publisher: Crown Commercial Service. Licence: Open Government Licence v3.0. No key for reading.
Shape: ``GET Published/Notices/OCDS/Search?publishedFrom&publishedTo&limit``, days as YYYY-MM-DD,
next page from ``links.next``.
Faults: bodies in ISO-8859-1 with stray characters. Paging is trusted no more than Find a Tender's:
windows are halved until a first page is short, and only within a single day is a cursor followed.
Waits: 403 means too many requests, wait five minutes; 429 is seen as well.
"""

from datetime import datetime, time, timedelta
from hashlib import sha256

from commissioning.services.packages import digest, lines, read_package, row
from commissioning.services.service import Answer, NotData, Portion, Service, Wanted, Window

LIMIT = 100
DAYS = 15  # what other readers ask for at once: open-contracting/kingfisher-collect
MOST_PAGES = 200
PATH = "Published/Notices/OCDS/Search"


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return one portion for each fifteen days, the last day on its own since it is not over yet."""
    found, first = [], wanted.from_on
    while first < wanted.until:
        last = min(first + timedelta(days=DAYS - 1), wanted.until - timedelta(days=1))
        found.append(Window(datetime.combine(first, time()), datetime.combine(last, time())))
        first = last + timedelta(days=1)
    today = datetime.combine(wanted.until, time())
    return tuple(_portion(window) for window in (*found, Window(today, today)))


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return a short page's releases, the halves of a full one's window, or a day's next page."""
    page = read_package(body)
    window = portion.window
    if window is None:
        raise AssertionError("a portion of days has a window")
    if not portion.cursors and len(page.rows) >= LIMIT and window.start < window.end:
        return Answer(page.rows, tuple(map(_portion, _halved(window))), is_partial=True)
    given = digest(page)
    if given in portion.pages:
        raise NotData(f"the same releases on two pages of {portion.title}")
    if page.next_cursor is None:
        is_cut = len(page.rows) >= LIMIT
        note = f"{portion.title}: the last page is full and names no next one; some may be missing"
        return Answer(page.rows, note=note if is_cut else "")
    if page.next_cursor in portion.cursors:
        raise NotData(f"a next page for {portion.title} that it had given before")
    if len(portion.cursors) >= MOST_PAGES:
        raise NotData(f"more than {MOST_PAGES} pages for {portion.title}")
    return Answer(page.rows, (_next(portion, page.next_cursor, given),))


def _halved(window: Window) -> tuple[Window, Window]:
    middle = window.start + timedelta(days=(window.end - window.start).days // 2)
    return Window(window.start, middle), Window(middle + timedelta(days=1), window.end)


def _portion(window: Window) -> Portion:
    start, end = window.start.date().isoformat(), window.end.date().isoformat()
    return Portion(
        key=f"{start}--{end}",
        title=start if start == end else f"{start} to {end}",
        path=PATH,
        parameters=(("publishedFrom", start), ("publishedTo", end), ("limit", str(LIMIT))),
        window=window,
    )


def _next(portion: Portion, cursor: str, page: str) -> Portion:
    first = portion.key.partition("+")[0]
    parameters = (*(pair for pair in portion.parameters if pair[0] != "cursor"), ("cursor", cursor))
    return Portion(
        key=f"{first}+{len(portion.cursors) + 2:03}-{sha256(cursor.encode()).hexdigest()[:8]}",
        title=f"{portion.title.partition(', page')[0]}, page {len(portion.cursors) + 2}",
        path=PATH,
        parameters=parameters,
        window=portion.window,
        cursors=(*portion.cursors, cursor),
        pages=(*portion.pages, page),
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
