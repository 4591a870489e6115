"""Whether people have a choice: how many providers there are of each kind of service, area by area."""

from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, asked
from commissioning.rules.several import apart
from commissioning.supply.missing import named_where

WHOLE = ""  # the category, wherever it is delivered
IN_HOUSE = "in house"  # a service that the authority delivers itself has a provider too
PLACE = ["category", "area_code"]
LISTED_FIRST = {"no_choice": 0, "unknown": 1, "choice": 2}


def choice(register: Register, *, on: date) -> pd.DataFrame:
    """Return one row for each service category and area that a live agreement names.

    ``providers`` counts the bodies of the agreements that have begun by ``on``, and the authority as
    one where it delivers itself. An agreement for the authority's own area counts in every area. The
    row without an area is the category wherever it is delivered. ``status`` is ``no_choice`` where there
    is one provider, ``choice`` where there are several, and ``unknown`` where an agreement that names no
    provider, or no area, may be another; ``missing`` says which.
    """
    agreements = asked(register, on)
    begun = agreements[
        ~(agreements["starts_on"] > pd.Timestamp(on)) & agreements["service_category"].notna()
    ]
    is_own = (begun["delivery_route"] == "in_house") | (begun["instrument"] == "in_house")
    offered = begun.assign(
        category=folded_once(begun["service_category"]),
        provider=begun["provider_key"].mask(is_own.fillna(False), IN_HOUSE),
    )[["category", "service_category", "area_codes", "provider"]]
    rows, areas = apart(offered["area_codes"])
    by_area = offered.take(rows).assign(area_code=areas.array)
    by_area = by_area[by_area["area_code"] != ""]
    everywhere = by_area[by_area["area_code"] == register.area_code]
    parts = by_area[by_area["area_code"] != register.area_code]
    spread = parts[PLACE].drop_duplicates().merge(everywhere.drop(columns="area_code"))
    whole = offered.assign(area_code=WHOLE)
    found = counted(pd.concat([whole, parts, spread, everywhere], ignore_index=True))
    return told(found, offered)


def counted(offers: pd.DataFrame) -> pd.DataFrame:
    """Return by category and area how many providers there are, and how many agreements name none."""
    groups = offers.groupby(PLACE)
    return pd.DataFrame(
        {
            "service_category": groups["service_category"].first(),
            "agreements": groups.size(),
            "providers": groups["provider"].nunique(),
            "unnamed": groups.size() - groups["provider"].count(),
        }
    ).reset_index()


def told(found: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with whether there is a choice; those without one come first."""
    placeless = offered[offered["area_codes"].isna()].groupby("category").size()
    may_be_there = (found["area_code"] != WHOLE) & found["category"].isin(placeless.index)
    is_open = found["providers"] < 2
    missing = named_where(
        {
            "provider_name": is_open & (found["unnamed"] > 0),
            "category_areas": is_open & may_be_there,
        }
    )
    status = pd.Series("choice", found.index, dtype="str").mask(is_open, "no_choice")
    told = found.assign(status=status.mask(missing != "", "unknown"), missing=missing)
    order = told["status"].map(LISTED_FIRST)
    ordered = told.assign(order=order).sort_values(["order", *PLACE], kind="stable")
    return ordered.drop(columns="order").reset_index(drop=True)
