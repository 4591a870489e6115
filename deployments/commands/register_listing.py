"""The register as a person or a program reads it: one page, or counts and values."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from commissioning.errors import RequestError, shown
from commissioning.money import pounds
from flows.workplace import open_workplace
from models.feeds import DELIVERY_ROUTES, INSTRUMENTS
from models.store.cut import load_no_at
from models.store.engine import reading
from models.store.pages import (
    Place,
    count_register,
    places_of,
    register_page,
    summarise_register,
)

NOT_RECORDED = "not recorded"

# What a row shows, and in how many characters at most; a reference and money are never cut.
MOST_SHOWN = {
    "reference": None,
    "title": 44,
    "instrument": 18,
    "provider_name": 32,
    "department": 24,
    "starts_on": 10,
    "ends_on": 10,
    "value_pence": None,
}
HEADINGS = ("reference", "title", "instrument", "provider", "department", "start", "end", "value")


def page(
    authority: str, known_at: str, instrument: str | None, after: str, limit: int
) -> dict[str, Any]:
    """Return a page of the register as known at a load, how many there are, and where the next begins."""
    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        load_no = load_no_at(connection, authority, known_at or None)
        place = _place(connection, authority, after) if after else None
        # One more than is shown, to know whether there is a next page.
        found = register_page(
            connection,
            authority,
            load_no=load_no,
            after=place,
            size=limit + 1,
            instrument=instrument,
        )
        listed = found.head(limit)
        return {
            "authority": authority,
            "load_no": load_no,
            "of": count_register(connection, authority, load_no=load_no, instrument=instrument),
            "next": _name(connection, authority, listed) if len(found) > limit else None,
            "agreements": _rows(listed),
        }


def _rows(listed: pd.DataFrame) -> list[dict[str, Any]]:
    days = {name: listed[name].dt.strftime("%Y-%m-%d") for name in ("starts_on", "ends_on")}
    named = listed.assign(**days, reference=listed["label"])
    values = named[["source", *MOST_SHOWN, "delivery_route"]].astype(object)
    return list(values.where(values.notna(), None).to_dict("records"))


def _place(connection: Connection, authority: str, name: str) -> Place:
    """Return the place of the agreement that a page goes on after.

    Raises RequestError where no agreement has that reference, or several sources have.
    """
    source, _, label = name.rpartition(":")
    places = places_of(connection, authority, name) or [
        place for place in places_of(connection, authority, label) if place.source == source
    ]
    if not places:
        raise RequestError(
            f"--after {shown(name)}: {authority} has no such agreement; "
            "give the last reference of the page before."
        )
    if len(places) > 1:
        sources = " and ".join(place.source for place in places)
        raise RequestError(
            f"--after {shown(name)}: {sources} each have one; write --after {places[0].source}:{name}."
        )
    return places[0]


def _name(connection: Connection, authority: str, page: pd.DataFrame) -> str:
    """Return what names the last agreement of a page: with its source where another has it too."""
    last = page.iloc[-1]
    label = str(last["label"])
    is_only = len(places_of(connection, authority, label)) == 1
    return label if is_only else f"{last['source']}:{label}"


def told_page(document: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a page: a table, and how to go on."""
    rows = [[_cell(name, row[name]) for name in MOST_SHOWN] for row in document["agreements"]]
    if rows:
        yield from _table([list(HEADINGS), *rows])
    told = f"{len(rows):,} of {document['of']:,}"
    if document["next"] is not None:
        told = f"{told}; --after {document['next']} shows the next"
    yield f"{told}."


def _cell(name: str, value: Any) -> str:
    if value is None:
        return NOT_RECORDED
    if name == "value_pence":
        return pounds(value)
    text = shown(str(value)).strip("'")
    most = MOST_SHOWN[name] or len(text)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _table(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        *cells, value = row
        told = [cell.ljust(width) for cell, width in zip(cells, widths[:-1], strict=True)]
        yield "  ".join([*told, value.rjust(widths[-1])])


def summarise(authority: str, known_at: str, instrument: str | None) -> dict[str, Any]:
    """Return counts and values by instrument, by delivery route, and by both."""
    workplace = open_workplace(authority)
    with reading(workplace.engine) as connection:
        load_no = load_no_at(connection, authority, known_at or None)
        found = summarise_register(connection, authority, load_no=load_no, instrument=instrument)
    found = found.fillna({"instrument": NOT_RECORDED, "delivery_route": NOT_RECORDED})
    return {
        "authority": authority,
        "load_no": load_no,
        "agreements": int(found["agreements"].sum()),
        "by_instrument": _counted(found, "instrument", INSTRUMENTS),
        "by_delivery_route": _counted(found, "delivery_route", DELIVERY_ROUTES),
        "by_both": found.to_dict("records"),
    }


def _counted(found: pd.DataFrame, name: str, choices: tuple[str, ...]) -> dict[str, int]:
    counts = found.groupby(name)["agreements"].sum()
    in_order = [choice for choice in (*choices, NOT_RECORDED) if choice in counts.index]
    return {choice: int(counts[choice]) for choice in in_order}


def told_summary(document: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a summary: a table by both, then each alone, then all."""
    headings = ["instrument", "delivery route", "agreements", "value"]
    rows = [
        [row["instrument"], row["delivery_route"], f"{row['agreements']:,}", _value(row)]
        for row in document["by_both"]
    ]
    if rows:
        yield from _table([headings, *rows])
    for title in ("by_instrument", "by_delivery_route"):
        counts = ", ".join(f"{name} {count:,}" for name, count in document[title].items())
        if counts:
            yield f"{title.replace('_', ' ').capitalize()}: {counts}."
    yield f"{document['agreements']:,} agreements as known at load {document['load_no']}."


def _value(row: dict[str, Any]) -> str:
    """Return what a line of the summary is worth, and of how many the value is not recorded."""
    if not row["valued"]:
        return NOT_RECORDED
    without = row["agreements"] - row["valued"]
    return pounds(row["value_pence"]) + (f" ({without:,} {NOT_RECORDED})" if without else "")
