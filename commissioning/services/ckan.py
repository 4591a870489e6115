"""CKAN: a resource of an open data portal, such as opendata.gov.je, from its datastore or else its file.

Publisher and licence: the portal's own; Jersey's asks for an attribution with the day it was accessed. No
key.
Shape: ``GET api/3/action/datastore_search?resource_id&limit&offset``; ``{success, result{total, fields,
records}}``. A resource that is in no datastore is found by ``resource_show`` and fetched from its ``url``.
Faults: an error is ``{success: false, error}``, with status 200 or 404. The datastore adds ``_id``,
and ``rank`` where ``q`` is asked.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from commissioning.errors import shown
from commissioning.services import csv_pages
from commissioning.services.csv_pages import as_csv, read_page
from commissioning.services.packages import decoded, not_data, said_in
from commissioning.services.service import (
    Answer,
    NotData,
    Portion,
    Row,
    Service,
    Wanted,
    asked_as,
)

RESOURCE = re.compile(r"[A-Za-z0-9-]{1,64}")
LIMIT = 10_000
ADDED = ("_id", "_full_text")
RANK = "rank"  # added as well where q is asked; else a column of the table's own


def asks(ask: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with what a source asks for, and the remedy."""
    if not RESOURCE.fullmatch(ask.get("resource_id", "")):
        return "no resource_id under ask", "add resource_id, from the resource's page"
    if unknown := sorted(ask.keys() - {"resource_id", "filters", "q"}):
        return f"{unknown[0]} under ask", "use resource_id, filters, q"
    return None


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return the first page of the resource."""
    resource = wanted.ask["resource_id"]
    return (
        Portion(
            key=f"{resource}-{asked_as(wanted.ask)}+0000000000",
            title=f"{resource}, from row 1",
            path="api/3/action/datastore_search",
            parameters=(*wanted.ask.items(), ("limit", str(LIMIT)), ("offset", "0")),
            number="0",
            lasts=False,
        ),
    )


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return a page and the next, or where the resource lies when it is in no datastore, or its file."""
    if "://" in portion.path:
        return Answer((Row((portion.key,), read_page(body).text),))
    if portion.path.endswith("resource_show"):
        return Answer(then=(_file(portion, _result(body)),))
    if body is None:
        return Answer(then=(_shown(portion),))
    result = _result(body)
    fields, records, total = (result.get(name) for name in ("fields", "records", "total"))
    if not isinstance(fields, list) or not isinstance(records, list) or not isinstance(total, int):
        raise NotData("a result without fields, records and their total")
    if portion.seen and portion.seen[0] != str(total):
        raise NotData(f"{total:,} rows in all, where the page before had {int(portion.seen[0]):,}")
    added = (*ADDED, RANK) if "q" in dict(portion.parameters) else ADDED
    names = [str(field["id"]) for field in fields if field.get("id") not in added]
    done = int(portion.number) + len(records)
    if (done < total and not records) or done > total:
        raise NotData(f"{done:,} rows where it counts {total:,}")
    if not total:
        raise NotData("a table and not one row")
    cells = [[_cell(record.get(name)) for name in names] for record in records]
    rows = (Row((portion.key,), as_csv([names, *cells])),)
    return Answer(rows, (_next(portion, done, total),) if done < total else ())


def _result(body: bytes | None) -> dict[str, Any]:
    if instead := not_data(body or b""):
        raise NotData(instead)
    try:
        told = json.loads(decoded(body or b""))
    except (ValueError, RecursionError):
        raise NotData(f"no whole JSON object, but {shown(decoded(body or b''))}") from None
    result = told.get("result") if isinstance(told, dict) and told.get("success") else None
    if not isinstance(result, dict):
        raise NotData(said_in({"error": json.dumps(told)}) or "no result")
    return result


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _next(portion: Portion, done: int, total: int) -> Portion:
    others = tuple(pair for pair in portion.parameters if pair[0] != "offset")
    return replace(
        portion,
        key=f"{portion.series}+{done:010}",
        title=f"{_resource(portion)}, from row {done + 1:,}",
        parameters=(*others, ("offset", str(done))),
        number=str(done),
        seen=(str(total),),
    )


def _shown(portion: Portion) -> Portion:
    return replace(
        portion,
        key=f"{portion.series}+where",
        title=f"where {_resource(portion)} lies",
        path="api/3/action/resource_show",
        parameters=(("id", _resource(portion)),),
    )


def _file(portion: Portion, result: dict[str, Any]) -> Portion:
    address = str(result.get("url", ""))
    if not address.startswith(("https://", "http://")):
        raise NotData("a resource without the address of its file")
    return replace(
        portion,
        key=f"{portion.series}+file",
        title=portion.title.replace("where", "the file of").removesuffix(" lies"),
        path=address,
        parameters=(),
    )


def _resource(portion: Portion) -> str:
    return portion.title.partition(",")[0]


SERVICE = Service(
    name="ckan",
    title="the open data portal",
    address="https://opendata.gov.je/",
    pace_seconds=1.0,
    portions=portions,
    read=read,
    lines=csv_pages.lines,
    absent=frozenset({404}),
    asks=asks,
    suffix="csv",
)
