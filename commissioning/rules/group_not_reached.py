"""A group of people uses the service far less often than it is in need of it."""

from datetime import date
from functools import partial

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.needs.reach import reach
from commissioning.profile_tables import Suppression
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.need import PLACE, need_of, observed_by
from commissioning.rules.result import notice_on_asked, results, worded
from commissioning.rules.thresholds import Thresholds
from commissioning.small_numbers.published import rounded

SENTENCES = {
    "flagged": (
        "{group} is {need_share} of those in need and {users} of its {all_users} users of groups in "
        "need{rounding}: a reach of {reach_ratio} ({reach_lower} to {reach_upper}); groups reached less "
        "than {limit} of their share: {groups}."
    ),
    "small": (
        "{group} is {need_share} of those in need and fewer than {too_few} of its users, so its reach "
        "is not told; groups reached less than {limit} of their share: {groups}."
    ),
    "none": (
        "{group} is {need_share} of those in need and none of its users; groups reached less than "
        "{limit} of their share: {groups}."
    ),
    "hidden": (
        "{group} is {need_share} of those in need and clearly less of its users; how many is not told, "
        "because another group has fewer than {too_few}; groups reached less than {limit} of their "
        "share: {groups}."
    ),
    "few": (
        "{group} is clearly less of its users than of those in need; by how much is not told, because "
        "fewer than {too_few} are in need in one of the groups counted; groups reached less than {limit} of "
        "their share: {groups}."
    ),
    "clear": "No group in need is reached clearly less often than its share of the need.",
    "unknown": "Whether it reaches every group cannot be told: {missing}.",
}


def group_not_reached(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement.

    The reach of a group is its share of the users, in the latest period returned by ``on``, over its
    share of the people in need, as the indicator that ``need_indicators`` names for the category
    counts them; users of other groups, or of none stated, are in neither share. ``flagged`` when a group's is below ``reach_ratio`` and the upper 95% limit of it
    below 1; ``unknown`` when users were never loaded, an input is empty or fewer than ``reach_need``
    of a group are in need, and none is flagged; ``clear`` otherwise. ``act_by`` is the notice date.
    Basis and worked cases: docs/rules/group_not_reached.md.
    """
    agreements = asked(register, on)
    ids = agreements["agreement_id"]
    place = need_of(agreements, register, thresholds)
    users = users_by_group(register, on)
    groups = groups_reached(users, need_by_group(register, on), place.assign(agreement_id=ids))
    is_small = groups["need"] < thresholds.reach_need
    is_missed = (groups["ratio"] < thresholds.reach_ratio) & (groups["upper"] < 1) & ~is_small
    missed = groups[is_missed].sort_values("ratio", kind="stable")
    worst = looked_up(ids, missed.drop_duplicates("agreement_id").set_index("agreement_id"))

    unloaded = never_loaded(register, "users", agreements)
    has_users = ids.isin(users["agreement_id"])
    lacks = {
        "users_by_group": ~has_users,
        "service_category": agreements["service_category"].isna(),
        "need_indicator": place["indicator"].isna() & agreements["service_category"].notna(),
        "need_by_group": has_users & place["indicator"].notna() & ~ids.isin(groups["agreement_id"]),
        "users_of_group": ids.isin(groups.loc[groups["ratio"].isna(), "agreement_id"]),
        "reach_need": ids.isin(groups.loc[is_small, "agreement_id"]),
    }
    return results(
        agreements,
        rule="group_not_reached",
        on=on,
        flagged=worst["ratio"].notna() & ~unloaded,
        unknown=unloaded | pd.DataFrame(lacks).any(axis=1),
        severity="high",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "group": worst["group"],
            **told_of_reach(worst, register.suppression),
            "limit": f"{thresholds.reach_ratio:g}",
            "groups": looked_up(ids, missed.groupby("agreement_id").size()).astype("Int64"),
        },
        missing={
            "users": unloaded,
            **{name: mask & ~unloaded for name, mask in lacks.items()},
        },
        extra_row_ids=pd.concat([users, groups])[["agreement_id", "row_id"]],
    )


def told_of_reach(worst: pd.DataFrame, rule: Suppression) -> dict[str, pd.Series | str]:
    """Return what a sentence tells of the worst reached group, and its wording.

    A reach tells how many users there are to within a person. So it is told, as counted, only where no
    group of the agreement has a small number, and nothing can be taken from anything to make one. Where
    the indicator counts a few people in need, no share of those in need is told either.
    """
    wording = wording_of(worst, rule)
    is_told = wording == "flagged"
    base = rule.round_to if rule.apply else 1
    users, all_users = (
        worst[name].where(is_told).astype("Int64").map(partial(rounded, base=base), "ignore")
        for name in ("users", "all_users")
    )
    ratio, lower, upper = (worst[name].where(is_told) for name in ("ratio", "lower", "upper"))
    return {
        "wording": wording,
        "need_share": worded((worst["need"] / worst["all_need"]).where(wording != "few"), "{:.1%}"),
        "users": users.astype("Int64"),
        "all_users": all_users.astype("Int64"),
        "rounding": f" (counts rounded to {base})" if base > 1 else "",
        "too_few": str(rule.hide_up_to + 1),
        "reach_ratio": worded(ratio, "{:.2f}"),
        "reach_lower": worded(lower, "{:.2f}"),
        "reach_upper": worded(upper, "{:.2f}"),
    }


def wording_of(worst: pd.DataFrame, rule: Suppression) -> pd.Series:
    """Return which sentence is made: by whether those in need, the group's users or another's are a small number."""
    wording = pd.Series("flagged", index=worst.index, dtype="str")
    if not rule.apply:
        return wording
    is_hidden = worst["users"].between(1, rule.hide_up_to)
    gives_away = rule.secondary & worst["smallest"].between(1, rule.hide_up_to)
    return (
        wording.mask(gives_away, "hidden")
        .mask(gives_away & worst["users"].eq(0), "none")
        .mask(is_hidden, "small")
        .mask(worst["fewest_need"].round().between(1, rule.hide_up_to), "few")
    )


def groups_reached(users: pd.DataFrame, need: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the reach of each group in need, for each agreement that has users and a need by group."""
    by_group = users.groupby(["agreement_id", "key"])["users"].sum(min_count=1)
    served = places[places["agreement_id"].isin(users["agreement_id"])]
    groups = served.merge(need, on=PLACE).join(by_group, on=["agreement_id", "key"])
    smallest = by_group[by_group > 0].groupby("agreement_id").min().rename("smallest")
    groups = groups.join(smallest, on="agreement_id").assign(
        all_users=groups.groupby("agreement_id")["users"].transform("sum")
    )
    return groups.assign(
        **reach(groups["users"], groups["all_users"], groups["need"], groups["all_need"])
    )


def users_by_group(register: Register, on: date) -> pd.DataFrame:
    """Return each agreement's users by group in the latest period that was over by that day."""
    users = register.users
    period_on = users["ends_on"].fillna(users["starts_on"])
    told = users.assign(period_on=period_on, key=folded_once(users["group"]))
    told = told[told["key"].notna() & (period_on <= pd.Timestamp(on))]
    latest = told.groupby("agreement_id")["period_on"].transform("max")
    return told[told["period_on"] == latest]


def need_by_group(register: Register, on: date) -> pd.DataFrame:
    """Return the people in need by group, as last observed by that day for each indicator and area.

    ``fewest_need`` is the smallest count of the indicator, wherever it is; those of nobody aside.

    They are the count; where there is neither a count nor a denominator the value is itself a count.
    """
    observed = observed_by(register, on)
    of_groups = observed[observed["group"].notna()]
    latest = of_groups.groupby(PLACE)["period_on"].transform("max")
    last = of_groups[of_groups["period_on"] == latest]
    need = last["count"].fillna(last["value"].where(last["denominator"].isna()))
    counted = last.assign(need=need, key=folded_once(last["group"])).dropna(subset="need")
    by_group = counted.groupby([*PLACE, "key"]).agg(
        need=("need", "sum"), group=("group", "first"), row_id=("row_id", "first")
    )
    groups = by_group.reset_index()
    some = groups["need"].where(groups["need"].round() > 0)
    return groups.assign(
        all_need=groups.groupby(PLACE)["need"].transform("sum"),
        fewest_need=some.groupby(groups["indicator"]).transform("min"),
    )
