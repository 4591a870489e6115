"""What each area's code names, when it was in force and what replaced it: models/area_tables/README.md."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

TABLES = Path(__file__).parent / "area_tables"

SMALL_AREAS = ("E01", "W01")

# Of these entities every code is listed; of the others none, or only some.
LISTED_WHOLE = frozenset(
    [
        *("E92", "W92", "S92", "N92", "K02", "K03", "K04", "E12", "E10", "E40", "E54"),
        *("E06", "E07", "E08", "E09", "W06", "S12", "N09", *SMALL_AREAS),
    ]
)


@dataclass(frozen=True)
class AreaCode:
    """One code: its area's name, its first and last day where known, and the codes that replaced it."""

    code: str
    name: str
    from_on: date | None
    until_on: date | None
    replaced_by: tuple[str, ...]
    within: str


@cache
def area_codes() -> dict[str, AreaCode]:
    """Return every code that is listed one by one."""
    return {
        row["code"]: AreaCode(
            code=row["code"],
            name=row["name"],
            from_on=day(row["from_on"]),
            until_on=day(row["until_on"]),
            replaced_by=tuple(filter(None, row["replaced_by"].split(";"))),
            within=row["within"],
        )
        for row in table("areas")
    }


@cache
def small_area_codes() -> frozenset[str]:
    """Return the codes of the small areas of England and Wales, of 2011 and of 2021."""
    return frozenset(
        f"{row['first'][:3]}{number:06}"
        for row in table("small_areas")
        for number in range(int(row["first"][3:]), int(row["last"][3:]) + 1)
    )


@cache
def small_areas_changed() -> tuple[frozenset[str], frozenset[str]]:
    """Return the small areas of 2011 that are none of 2021, and those of 2021 that were none of 2011."""
    rows = table("small_areas_changed")
    return frozenset(row["code_2011"] for row in rows), frozenset(row["code_2021"] for row in rows)


@cache
def area_by_name() -> dict[str, AreaCode]:
    """Return the areas in force by their names in small letters, of names that one alone has."""
    named = [area for area in area_codes().values() if area.until_on is None]
    times = Counter(area.name.casefold() for area in named)
    return {area.name.casefold(): area for area in named if times[area.name.casefold()] == 1}


def is_listed(codes: pd.Series) -> pd.Series:
    """Tell of each code whether it is one; a code of an entity that is not listed whole is taken for one."""
    listed = area_codes()
    known = [
        code in listed
        or code[:3] not in LISTED_WHOLE
        or (code[:3] in SMALL_AREAS and code in small_area_codes())
        for code in codes.tolist()
    ]
    return pd.Series(known, codes.index, dtype="bool")


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """Return a day, or nothing where the table has none."""
    return date.fromisoformat(text) if text else None
