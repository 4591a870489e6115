"""A small needs profile in sight of what is asked of it: one district of the North West and its wards."""

from dataclasses import replace
from typing import Any

import pandas as pd

from commissioning.packs.need_comparison import Own, headline_measures, own_measures
from commissioning.packs.need_inputs import NeedInputs
from commissioning.packs.need_measures import measured
from commissioning.packs.stale import COLUMNS
from tests.packs.builders import ON, Q1, districts, small_areas, source

OWN, ENGLAND, NORTH_WEST = "E08000006", "E92000001", "E12000002"
GIVEN = {
    **{"area_name": None, "sex": None, "age": None, "group": None, "value": None, "lower": None},
    **{"upper": None, "count": None, "denominator": None, "mark": None, "source": "needs"},
    **{"starts_on": "2025-01-01", "ends_on": "2025-12-31", "edition_on": "2026-01-31"},
}


def observed(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return observations of 2025 unless a row says otherwise; of our own area unless it names another."""
    given = [{**GIVEN, "indicator": "carers", "area_code": OWN, **row} for row in rows]
    frame = pd.DataFrame(given, columns=["indicator", "area_code", *GIVEN])
    days = {name: pd.to_datetime(frame[name]) for name in ("starts_on", "ends_on", "edition_on")}
    return frame.assign(**days)


def refused(**fields: Any) -> pd.DataFrame:
    """Return the refusal of the source of the needs data."""
    row = {
        "source": "needs",
        "title": "Needs data",
        "feed": "observations",
        "edition_on": pd.Timestamp("2026-01-31"),
        "refused_on": ON,
        "sentence": "needs.csv is a web page; fetch it again",
        "is_in_force": True,
        "load_no": 3,
        "loaded_on": pd.Timestamp("2026-02-02"),
    }
    return pd.DataFrame([{**row, **fields}], columns=COLUMNS)


def need_inputs(*rows: dict[str, Any], **fields: Any) -> NeedInputs:
    """Return the inputs of a profile of those observations; the rest of each test changes one of them."""
    made = NeedInputs(
        authority="anytown",
        title="Anytown Council",
        audience="needs",
        period=Q1,
        on=ON,
        area_code=OWN,
        area_name="Anytown",
        neighbours=(),
        indicators={},
        observations=observed(*rows),
        refused=pd.DataFrame(columns=COLUMNS),
        sources=pd.DataFrame([source(source="needs", title="Needs data")]),
        package_version="0.1.0",
    )
    return replace(made, **fields)


def measures(inputs: NeedInputs) -> list[Own]:
    """Return the measures of everyone in the authority's own area."""
    return headline_measures(own_measures(measured(inputs.observations), inputs))


def over_years(counts: list[int], of: int = 1_000) -> list[dict[str, Any]]:
    """Return that many of so many people in each year up to 2025."""
    years = range(2026 - len(counts), 2026)
    return [
        {
            "count": count,
            "denominator": of,
            "starts_on": f"{year}-01-01",
            "ends_on": f"{year}-12-31",
        }
        for year, count in zip(years, counts, strict=True)
    ]


def full_need_inputs() -> NeedInputs:
    """Return the inputs of a profile in which every section has something to show."""
    wards = [
        {
            "area_code": f"E0500{place:04}",
            "area_name": f"Ward {place}",
            "count": 5 * place,
            "denominator": 100,
            "source": "wards",
        }
        for place in range(1, 13)
    ]
    wards.append({"count": 140, "denominator": 1_000, "source": "wards"})
    people = [
        {"indicator": "mid_year_population", "sex": sex, "age": age, "count": count}
        for sex, counts in {"Persons": (500, 120, 380), "Males": (240, 50, 190)}.items()
        for age, count in zip(("All ages", "0-15", "16+"), counts, strict=True)
    ]
    others = [
        {"area_code": code, "count": count, "denominator": 1_000}
        for code, count in {ENGLAND: 90, NORTH_WEST: 140, "E08000007": 95}.items()
    ]
    deprived = [{**row, "source": "index"} for row in [*districts(24), *small_areas([108, 33_000])]]
    made = need_inputs(*over_years([60, 80, 100, 120, 140]), *others, *wards, *people)
    return replace(
        made,
        observations=pd.concat([made.observations, observed(*deprived)], ignore_index=True),
        neighbours=("E08000007",),
        refused=refused(),
    )
