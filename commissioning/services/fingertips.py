"""Fingertips: public health indicators of England, by area, sex, age and category of people.

Publisher: Office for Health Improvement and Disparities. Licence: Open Government Licence v3.0. No key.
Shape: ``GET all_data/csv/by_indicator_id?indicator_ids&child_area_type_id&parent_area_type_id``, or
``by_profile_id`` or ``by_group_id``; one table with England, its regions and the areas asked for.
``GET area_types`` lists the kinds of area, and is asked first: for one that it has not the service
fails with 500, or with a header and no row.
Faults: kinds of area are versions of geography. Two of them, such as 402 and 502, are the same
authorities in different years, and both at once double the rows.
"""

import json
import re
from collections.abc import Mapping

from commissioning.errors import shown
from commissioning.services import csv_pages
from commissioning.services.csv_pages import read_page
from commissioning.services.packages import decoded, not_data
from commissioning.services.service import Answer, NotData, Portion, Row, Service, Wanted

AREA_TYPES = "area-types"
CHILD, PARENT = "child_area_type_id", "parent_area_type_id"
BY = {
    "indicator_ids": "by_indicator_id",
    "profile_id": "by_profile_id",
    "group_id": "by_group_id",
}
COLUMNS = ("Indicator ID", "Area Code", "Value")  # text of an error may have commas as well
NUMBER = re.compile(r"[0-9]{1,9}")
VERSION = re.compile(r"\s*\([^()]*\)\s*$")


def asks(ask: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with what a source asks for, and the remedy."""
    for name in (CHILD, PARENT):
        if name not in ask:
            return f"no {name} under ask", f"add {name}, the number of a kind of area"
    return asks_for(ask, (CHILD, PARENT))


def asks_for(ask: Mapping[str, str], others: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Return what is wrong with a choice of indicators, beside which ``others`` may be asked, and the remedy."""
    by = [name for name in BY if name in ask]
    if len(by) != 1 and by != ["indicator_ids", "profile_id"]:
        return "no one choice of indicators under ask", f"name one of {', '.join(BY)}"
    if unknown := sorted(ask.keys() - {*BY, *others}):
        return f"{unknown[0]} under ask", f"use {', '.join((*BY, *others))}"
    for name, value in ask.items():
        if name == "indicator_ids":
            if not all(map(NUMBER.fullmatch, ids_of(value))):
                return f"indicator_ids {shown(value)}", "write numbers, with commas between them"
        elif not NUMBER.fullmatch(value):
            return (
                f"{name} {shown(value)}",
                "write one number; two versions of one kind of area would double the rows",
            )
    return None


def doubles(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """Return what two questions would both bring: an indicator of the same areas in two versions.

    The numbers of a kind of area's versions end alike: 102, 202, 302, 402 and 502 are upper-tier authorities.
    """
    kinds = [int(ask[CHILD]) for ask in (one, other)]
    if kinds[0] == kinds[1] or min(kinds) <= 100 or kinds[0] % 100 != kinds[1] % 100:
        return ""
    both = [name for name in BY if name in one and name in other]
    shared = set(ids_of(one.get(both[0], ""))) & set(ids_of(other[both[0]])) if both else set()
    named = ", ".join(sorted(shared))
    return f"{both[0]} {named} of one kind of area as {kinds[0]} and {kinds[1]}" if shared else ""


def ids_of(written: str) -> list[str]:
    """Return the indicators' numbers, each once."""
    return list(dict.fromkeys(part.strip() for part in written.split(",")))


def portions(wanted: Wanted) -> tuple[Portion, ...]:
    """Return the question that comes first: which kinds of area there are."""
    key = " ".join(f"{name}={value}" for name, value in sorted(wanted.ask.items()))
    return (
        Portion(
            key=AREA_TYPES,
            title="kinds of area",
            path="api/area_types",
            number=key,
        ),
    )


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return the questions for the data once the kinds of area are known, and then each table."""
    if portion.key == AREA_TYPES:
        ask = dict(pair.split("=", 1) for pair in portion.number.split(" "))
        _must_be_known(ask, body)
        return Answer(then=_data(ask))
    page = read_page(body)
    page.must_be_whole(COLUMNS)
    versions = sorted(set(page.column("Area Type")))
    by_name: dict[str, list[str]] = {}
    for version in versions:
        by_name.setdefault(VERSION.sub("", version), []).append(version)
    if twice := next((each for each in by_name.values() if len(each) > 1), None):
        raise NotData(
            f"two versions of one kind of area, {' and '.join(map(shown, twice[:2]))}, "
            "which doubles the rows"
        )
    return Answer((Row((portion.key,), page.text),))


def _data(ask: Mapping[str, str]) -> tuple[Portion, ...]:
    kinds = ((CHILD, ask[CHILD]), (PARENT, ask[PARENT]))
    sortable = ("include_sortable_time_periods", "yes")
    if "indicator_ids" in ask:
        profile = (("profile_id", ask["profile_id"]),) if "profile_id" in ask else ()
        each = [
            (("indicator_ids", number), *kinds, *profile) for number in ids_of(ask["indicator_ids"])
        ]
    else:
        each = [(*((name, ask[name]) for name in BY if name in ask), *kinds)]
    return tuple(
        Portion(
            key=f"{BY[parameters[0][0]]}-" + "-".join(value for _, value in parameters),
            title=f"{parameters[0][0].removesuffix('_ids').removesuffix('_id')} {parameters[0][1]}",
            path=f"api/all_data/csv/{BY[parameters[0][0]]}",
            parameters=(*parameters, sortable),
        )
        for parameters in each
    )


def _must_be_known(ask: Mapping[str, str], body: bytes | None) -> None:
    if instead := not_data(body or b""):
        raise NotData(instead)
    try:
        known = {str(kind["Id"]): str(kind["Name"]) for kind in json.loads(decoded(body or b""))}
    except (ValueError, TypeError, KeyError):
        raise NotData(f"no list of kinds of area, but {shown(decoded(body or b''))}") from None
    for name in (CHILD, PARENT):
        if ask[name] not in known:
            raise NotData(f"no kind of area {ask[name]}, which {name} in the profile names")


SERVICE = Service(
    name="fingertips",
    title="Fingertips",
    address="https://fingertips.phe.org.uk/",
    pace_seconds=1.0,
    portions=portions,
    read=read,
    lines=csv_pages.lines,
    asks=asks,
    doubles=doubles,
    described_by="fingertips_metadata",
    suffix="csv",
)
