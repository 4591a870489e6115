"""360Giving's datastore: every grant that a funder has published in the standard.

Publisher: 360Giving, of each funder's own files. Licence: each funder's own. No key.
Shape: ``GET api/v1/org/ID/grants_made/?limit&offset`` for a funder's identifier; ``count``, ``next`` and
``results``, each of which has the grant as the funder wrote it under ``data``.
Faults: the list is in no settled order, so that pages may overlap and leave grants out; the different
grants are held against ``count``. 404 is a funder that the datastore does not know.
Waits: two questions a second, then 429.
"""

from collections.abc import Iterable

from commissioning.services.packages import object_in, said_in, text_of
from commissioning.services.raw_json import NotWhole, elements, members, on_one_line
from commissioning.services.service import Answer, NotData, Portion, Row, Service, Wanted

LIMIT = 100
PATH = "api/v1/org/{funder}/grants_made/"


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return the first page of each funder's grants."""
    return tuple(_portion(funder, 0, ()) for funder in wanted.numbers)


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return a page's grants, and the next page while there are more."""
    if body is None:
        return Answer(note=f"360Giving knows no funder {portion.number}")
    page = object_in(body)
    count = page.get("count", "")
    if "results" not in page or not count.isdigit():
        raise NotData(said_in(page) or "an object without a count and results")
    try:
        found = tuple(_row(text) for text in elements(page["results"]))
    except NotWhole:
        raise NotData("results that are not a list of grants") from None
    seen = (*portion.seen, *(row.key[0] for row in found))
    if found and len(seen) < int(count):
        return Answer(found, (_portion(portion.number, len(seen), seen),))
    if len(set(seen)) != int(count):
        what = f"{len(set(seen)):,} different grants of {portion.number} where it counts {int(count):,}"
        raise NotData(what)
    return Answer(found)


def lines(rows: Iterable[Row]) -> list[str]:
    """Return each grant once, in the order of their identifiers."""
    return [text for _, text in sorted({(row.key, row.text) for row in rows})]


def _row(text: str) -> Row:
    grant = members(text).get("data", "")
    identifier = text_of(members(grant).get("id", ""))
    if not identifier:
        raise NotData("a result without a grant, or a grant without its identifier")
    return Row((identifier,), on_one_line(grant))


def _portion(funder: str, offset: int, seen: tuple[str, ...]) -> Portion:
    return Portion(
        key=f"{funder.replace('/', '_')}+{offset:07}",
        title=f"{funder}, from grant {offset + 1:,}",
        path=PATH.format(funder=funder),
        parameters=(("limit", str(LIMIT)), ("offset", str(offset))),
        number=funder,
        seen=seen,
    )


SERVICE = Service(
    name="threesixty-giving",
    title="360Giving",
    address="https://api.threesixtygiving.org/",
    pace_seconds=0.5,
    portions=portions,
    read=read,
    lines=lines,
    absent=frozenset({404}),
    by_buyer=True,
)
