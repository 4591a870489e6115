"""The pages of one window that are followed by cursor, where the window cannot be made any shorter."""

from dataclasses import replace
from hashlib import sha256

from commissioning.services.packages import Package, digest
from commissioning.services.service import Answer, NotData, Portion

MOST_PAGES = 200


def follow(portion: Portion, page: Package, *, limit: int) -> Answer:
    """Return a page's releases, and the next page where it names one.

    Raises NotData where a page comes twice or a next page leads back, and so others must be missing.
    """
    given = digest(page)
    if given in portion.pages:
        raise NotData(f"the same releases on two pages of {portion.title}")
    if page.next_cursor is None:
        is_cut = len(page.rows) >= limit
        note = f"{portion.title}: the last page is full and names no next one; some may be missing"
        return Answer(page.rows, note=note if is_cut else "")
    if page.next_cursor in portion.cursors:
        raise NotData(f"a next page for {portion.title} that it had given before")
    if len(portion.cursors) >= MOST_PAGES:
        raise NotData(f"more than {MOST_PAGES} pages for {portion.title}")
    return Answer(page.rows, (_next(portion, page.next_cursor, given),))


def _next(portion: Portion, cursor: str, page: str) -> Portion:
    parameters = (*(pair for pair in portion.parameters if pair[0] != "cursor"), ("cursor", cursor))
    return replace(
        portion,
        key=f"{portion.series}+{len(portion.cursors) + 2:03}-{sha256(cursor.encode()).hexdigest()[:8]}",
        title=f"{portion.title.partition(', page')[0]}, page {len(portion.cursors) + 2}",
        parameters=parameters,
        cursors=(*portion.cursors, cursor),
        pages=(*portion.pages, page),
        lasts=False,
    )
