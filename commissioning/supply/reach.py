"""Which groups of people the services of each kind reach, area by area, and what evidence of it is missing."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.needs.reach import reach
from commissioning.register import Register, asked, looked_up
from commissioning.rules.by_department import Owned, of_each_department
from commissioning.rules.group_not_reached import need_by_group, users_by_group
from commissioning.rules.need import need_of
from commissioning.rules.several import apart
from commissioning.rules.thresholds import Thresholds
from commissioning.supply.missing import named_where

PLACE = ["category", "area_code"]
COLUMNS = (
    *("category", "service_category", "indicator", "area_code", "key", "group", "users"),
    *("all_users", "need", "all_need", "ratio", "lower", "upper"),
    *("reach_ratio", "is_shared", "status", "lacks", "is_partial", "missing"),
)
LISTED_FIRST = {"flagged": 0, "unknown": 1, "clear": 2}


def reached_by_department(
    register: Register, *, on: date, thresholds: Thresholds, own: Mapping[str, Thresholds]
) -> pd.DataFrame:
    """Return who is reached, as ``reached`` does, by the thresholds of the departments that buy each kind of service.

    One that departments of different thresholds buy is judged by the authority's, and ``is_shared``.
    """
    live = asked(register, on).dropna(subset="service_category")
    category = folded_once(live["service_category"])

    def replaced(found: pd.DataFrame, again: pd.DataFrame, owned: Owned) -> pd.DataFrame:
        is_own = live["agreement_id"].isin(owned.ids)
        theirs, others = set(category[is_own]), set(category[~is_own])
        is_shared = found["is_shared"] | found["category"].isin(theirs & others)
        is_replaced = found["category"].isin(theirs - others)
        by_their_own = again[again["category"].isin(theirs - others)]
        kept = found.assign(is_shared=is_shared)[~is_replaced]
        return pd.concat([kept, by_their_own], ignore_index=True)

    found = of_each_department(
        lambda each: reached(register, on=on, thresholds=each),
        register,
        thresholds=thresholds,
        own=own,
        replaced=replaced,
    )
    return in_order(found)


def reached(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one row for each service category of a live agreement, area and group of people.

    ``users`` are those of all its live agreements in the latest period each returned by ``on``; the
    authority's own area holds all of them, another those returned for it, or by an agreement for it
    alone. ``need`` is counted by the indicator of the category; ``all_users`` and ``all_need`` add the
    groups of which both are known. ``status`` is ``flagged`` where the reach is below ``reach_ratio`` and
    the whole of its interval below 1, ``unknown`` where it cannot be told, with what is ``missing``, and
    ``clear`` otherwise; a group in need without users recorded leaves the others of its place ``unknown``
    unless flagged. ``reach_ratio`` is the one that a row is judged by. A group is listed when it is in need, has users, or is one that an agreement says it
    serves; a category without any has one row and no group.
    The groups not reached come first, the least reached at the top, then those that cannot be told.
    """
    agreements = asked(register, on).dropna(subset="service_category")
    served = agreements.assign(
        category=folded_once(agreements["service_category"]),
        **need_of(agreements, register, thresholds).rename(columns={"area_code": "place"}),
    )
    categories = served.drop_duplicates("category").set_index("category")
    users = users_by_area(register, served, on)
    need = need_by_group(register, on)
    places = places_asked(register, served, users, need).assign(
        indicator=lambda rows: looked_up(rows["category"], categories["indicator"])
    )
    groups = groups_listed(register, served, places, users, need)
    counts = users.groupby([*PLACE, "key"])["users"].agg(["sum", "count", "size"])
    known = counts["sum"].where(counts["count"] == counts["size"]).rename("users")
    rows = groups.join(known, on=[*PLACE, "key"]).merge(
        need[["indicator", "area_code", "key", "need"]],
        how="left",
        on=["indicator", "area_code", "key"],
    )
    compared = rows[["users", "need"]].where(rows["users"].notna() & rows["need"].notna())
    in_place = compared.groupby([rows[name] for name in PLACE])
    rows = rows.assign(
        service_category=looked_up(rows["category"], categories["service_category"]),
        all_users=in_place["users"].transform("sum", min_count=1),
        all_need=in_place["need"].transform("sum", min_count=1),
    )
    return judged(rows.assign(**reach_of(rows)), thresholds)


def reach_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the reach of each group with its limits; missing where the group's need is not known."""
    users = rows["users"].where(rows["need"].notna())
    return reach(users, rows["all_users"], rows["need"], rows["all_need"])


def told_of_agreements(register: Register, *, on: date) -> pd.DataFrame:
    """Return ``exact`` and ``rest`` of the users by ``category`` and ``key`` of a group, in whole numbers.

    ``exact`` are those of agreements without a small number, whose own counts the rule may tell; ``rest``
    those of the others, of which it tells none. Missing where an agreement has no count of the group.
    """
    agreements = asked(register, on).dropna(subset="service_category").set_index("agreement_id")
    people = users_by_group(register, on)
    people = people[people["agreement_id"].isin(agreements.index)]
    by_group = people.groupby(["agreement_id", "key"])["users"].sum(min_count=1)
    is_small = by_group.between(1, register.suppression.hide_up_to).fillna(False)
    has_small = is_small.groupby(level="agreement_id").transform("any")
    rows = by_group.rename("users").reset_index().assign(is_rest=has_small.to_numpy(dtype=bool))
    rows["category"] = folded_once(looked_up(rows["agreement_id"], agreements["service_category"]))
    by = [rows["category"], rows["key"]]
    return pd.DataFrame(
        {
            name: rows["users"].where(chosen, 0).groupby(by).sum(min_count=1).astype("Int64")
            for name, chosen in (("exact", ~rows["is_rest"]), ("rest", rows["is_rest"]))
        }
    ).reset_index()


def users_by_area(register: Register, served: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the users by category, area and group: once in the authority's area, and once in their own."""
    people = users_by_group(register, on)
    own = served.set_index("agreement_id")[["category", "place"]]
    people = people[people["agreement_id"].isin(own.index)]
    own = looked_up(people["agreement_id"], own)
    area = people["area_code"].str.strip().fillna(own["place"])
    told = people[["key", "group", "users"]].assign(category=own["category"], area_code=area)
    elsewhere = told[told["area_code"] != register.area_code]
    return pd.concat([told.assign(area_code=register.area_code), elsewhere], ignore_index=True)


def places_asked(
    register: Register, served: pd.DataFrame, users: pd.DataFrame, need: pd.DataFrame
) -> pd.DataFrame:
    """Return the areas asked about in each category: the authority's, those with users, those served and counted."""
    rows, areas = apart(served["area_codes"])
    named = served[["category"]].take(rows).assign(area_code=areas.array)
    return pd.concat(
        [
            served[["category"]].assign(area_code=register.area_code),
            users[PLACE],
            named[named["area_code"].isin(need["area_code"])],
        ]
    ).drop_duplicates(ignore_index=True)


def groups_listed(
    register: Register,
    served: pd.DataFrame,
    places: pd.DataFrame,
    users: pd.DataFrame,
    need: pd.DataFrame,
) -> pd.DataFrame:
    """Return the groups of each place: in need, with users, or said to be served; one row where none is."""
    rows, named = apart(served["groups"])
    said = served[["category"]].take(rows).assign(group=named.array, area_code=register.area_code)
    said = said.assign(key=folded_once(said["group"]))
    columns = [*PLACE, "key", "group"]
    in_need = places.merge(need, on=["indicator", "area_code"])
    every = pd.concat([in_need[columns], users[columns], said[said["key"] != ""][columns]])
    every = every.drop_duplicates([*PLACE, "key"])
    return places.merge(every, how="left", on=PLACE)


def judged(rows: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Return the rows with their ``status`` and what is ``missing``, those not reached first."""
    in_place = rows.groupby(PLACE)
    has_need = in_place["need"].transform("count") > 0
    has_users = in_place["users"].transform("count") > 0
    is_uncounted = (rows["need"] > 0) & rows["users"].isna() & has_users
    is_partial = (
        is_uncounted.groupby([rows[name] for name in PLACE]).transform("any").astype("bool")
    )
    is_small = rows["need"] < thresholds.reach_need
    lacks = {
        "need_indicator": rows["indicator"].isna(),
        "need_by_group": rows["indicator"].notna() & ~has_need,
        "need_of_group": has_need & rows["need"].isna(),
        "users_by_group": ~has_users,
        "users_of_group": has_users & rows["users"].isna(),
        "all_users": rows["all_users"].eq(0).fillna(False),
        "reach_need": is_small,
    }
    ratio = thresholds.reach_ratio
    rows = rows.assign(
        lacks=named_where(lacks), is_partial=is_partial, reach_ratio=ratio, is_shared=False
    )
    return in_order(with_status(rows))[list(COLUMNS)]


def with_status(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the ``status`` of their reach, and as ``missing`` what they lack."""
    is_missed = (rows["ratio"] < rows["reach_ratio"]) & (rows["upper"] < 1)
    status = pd.Series("clear", rows.index, dtype="str").mask(is_missed, "flagged")
    is_partial = rows["is_partial"] & (rows["lacks"] == "") & ~is_missed
    missing = rows["lacks"].mask(is_partial, "users_of_others")
    return rows.assign(status=status.mask(missing != "", "unknown"), missing=missing)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with those not reached first, by nothing but what the rows tell."""
    order = rows["status"].map(LISTED_FIRST)
    share = rows["need"] / rows["all_need"]
    return (
        rows.assign(order=order, share=-share)
        .sort_values(
            ["order", "ratio", "share", "category", "area_code", "key"],
            kind="stable",
            ignore_index=True,
        )
        .drop(columns=["order", "share"])
    )
