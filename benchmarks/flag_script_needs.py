"""Rules about need and volume as an analyst would write them in pandas: a status and nothing else."""

import pandas as pd

from benchmarks.flag_register import AREA, NEED
from benchmarks.flag_script import TODAY, YEAR_ENDS, YEAR_STARTS, live, plain, status
from commissioning.needs.change import lower_change_percent
from commissioning.needs.reach import reach
from commissioning.register import Register


def places_of(asked: pd.DataFrame) -> pd.DataFrame:
    """Return the indicator of each agreement's category, and the area to read it in."""
    indicators = {plain(pd.Series([name]))[0]: each for name, each in NEED.need_indicators.items()}
    areas = asked["area_codes"].str.strip()
    return pd.DataFrame(
        {
            "agreement_id": asked["agreement_id"],
            "indicator": plain(asked["service_category"]).map(indicators),
            "area_code": areas.mask(areas.isna() | areas.str.contains(";").fillna(True), AREA),
        }
    )


def volumes(register: Register, starts_on: pd.Timestamp, ends_on: pd.Timestamp) -> pd.DataFrame:
    """Return the volume of each count of activity in a year, empty where days of it are not told."""
    counts = register.measures[register.measures["kind"] == "how_much"]
    returns = register.returns
    within = returns[
        (returns["starts_on"] >= starts_on)
        & (returns["ends_on"] <= ends_on)
        & ~(returns["received_on"] > TODAY)
    ]
    within = within.assign(days=(within["ends_on"] - within["starts_on"]).dt.days + 1)
    told = within.groupby(["agreement_id", "measure"]).agg(
        volume=("value", lambda values: values.sum(skipna=False))
        if within["value"].isna().any()
        else ("value", "sum"),
        first_on=("starts_on", "min"),
        last_on=("ends_on", "max"),
        days=("days", "sum"),
    )
    found = counts[["agreement_id", "measure", "unit"]].join(told, on=["agreement_id", "measure"])
    terms = register.agreements[["agreement_id", "starts_on", "ends_on"]]
    found = found.merge(terms, on="agreement_id", how="left")
    first = found["starts_on"].where(found["starts_on"] > starts_on, starts_on)
    last = found["ends_on"].where(found["ends_on"] < ends_on, ends_on)
    first, last = first.mask(first > last, starts_on), last.mask(first > last, ends_on)
    is_whole = (found["first_on"] <= first) & (found["last_on"] >= last)
    is_whole &= found["days"] == (found["last_on"] - found["first_on"]).dt.days + 1
    return found.assign(
        volume=found["volume"].where(is_whole), is_part=(first > starts_on) | (last < ends_on)
    )


def need_volume_divergence(register: Register) -> pd.Series:
    """Need has grown and volume has not."""
    asked = live(register)
    place = places_of(asked)
    observed = register.observations[register.observations["ends_on"] <= TODAY]
    observed = observed[observed["group"].isna()].sort_values("ends_on")
    where = ["indicator", "area_code"]
    latest = observed.drop_duplicates(where, keep="last")
    latest = latest.assign(before_on=latest["ends_on"] - pd.DateOffset(years=3))
    pairs = latest.merge(
        observed,
        left_on=[*where, "before_on"],
        right_on=[*where, "ends_on"],
        suffixes=("", "_before"),
    )
    value, before = pairs["value"], pairs["value_before"]
    limits = lower_change_percent(value, pairs["lower"], before, pairs["upper_before"])
    pairs = pairs.assign(change=100 * (value / before - 1), least=limits)
    need = place.merge(pairs[[*where, "change", "least"]], on=where, how="left")
    need = need.set_axis(asked.index)

    now = volumes(register, YEAR_STARTS, YEAR_ENDS)
    years_ago = pd.DateOffset(years=3)
    then = volumes(register, YEAR_STARTS - years_ago, YEAR_ENDS - years_ago)
    both = now.merge(then, on=["agreement_id", "measure"], suffixes=("", "_before"))
    both = both[~both["is_part"] & ~both["is_part_before"] & (both["volume_before"] > 0)]
    grown = (100 * (both["volume"] / both["volume_before"] - 1)).groupby(both["agreement_id"]).max()
    volume = asked["agreement_id"].map(grown)
    lacks = need[["indicator", "change", "least"]].isna().any(axis=1) | volume.isna()
    flagged = ((need["change"] - volume).round(9) >= 10) & (need["least"] > volume)
    return status(asked["reference"], flagged, lacks)


def group_not_reached(register: Register) -> pd.Series:
    """A group uses the service less than its share of the need."""
    asked = live(register)
    ids, place = asked["agreement_id"], places_of(asked)
    told = register.users[register.users["group"].notna() & (register.users["ends_on"] <= TODAY)]
    told = told[told["ends_on"] == told.groupby("agreement_id")["ends_on"].transform("max")]
    told = told.assign(key=plain(told["group"]))
    users = told.groupby(["agreement_id", "key"])["users"].sum(min_count=1)
    where = ["indicator", "area_code"]
    observed = register.observations[register.observations["ends_on"] <= TODAY]
    need = observed[observed["group"].notna()]
    need = need[need["ends_on"] == need.groupby(where)["ends_on"].transform("max")]
    need = need.assign(key=plain(need["group"])).groupby([*where, "key"])["count"].sum()
    need = need.rename("need").reset_index()
    need["all_need"] = need.groupby(where)["need"].transform("sum")
    groups = place[place["agreement_id"].isin(told["agreement_id"])].merge(need, on=where)
    groups = groups.join(users, on=["agreement_id", "key"])
    groups["all_users"] = groups.groupby("agreement_id")["users"].transform("sum")
    found = reach(*(groups[name] for name in ("users", "all_users", "need", "all_need")))
    is_small = groups["need"] < 30
    is_missed = (found["ratio"] < 0.8) & (found["upper"] < 1) & ~is_small
    missed, untold = (
        groups.loc[mask, "agreement_id"] for mask in (is_missed, found["ratio"].isna() | is_small)
    )
    lacks = place["indicator"].isna() | ~ids.isin(groups["agreement_id"]) | ids.isin(untold)
    return status(asked["reference"], ids.isin(missed), lacks)


def unit_cost_outlier(register: Register) -> pd.Series:
    """A unit costs far more than under agreements of its kind."""
    asked, payments = live(register), register.payments
    in_year = (payments["paid_on"] >= YEAR_STARTS) & (payments["paid_on"] <= YEAR_ENDS)
    of_year = (payments["financial_year"] == "2025/26") | (
        payments["financial_year"].isna() & (in_year | payments["paid_on"].isna())
    )
    spend = payments[of_year & (payments["basis"] == "outturn")]
    spend = spend.groupby("agreement_id")["amount_pence"].sum()
    counted = volumes(register, YEAR_STARTS, YEAR_ENDS)
    volume = counted.groupby(["agreement_id", "unit"])["volume"].sum(min_count=1).reset_index()
    categories = register.agreements.set_index("agreement_id")["service_category"]
    costs = volume.assign(category=plain(volume["agreement_id"].map(categories)))
    pence = costs["agreement_id"].map(spend).astype("float64")
    costs["unit_cost"] = pence / costs["volume"].where(costs["volume"] > 0)
    costs = costs.dropna(subset=["category", "unit", "unit_cost"])
    peers = costs.groupby(["category", "unit"])["unit_cost"]
    first, third = peers.quantile(0.25), peers.quantile(0.75)
    fences = pd.DataFrame({"fence": third + 1.5 * (third - first), "peers": peers.size()})
    costs = costs.join(fences[fences["peers"] >= 8], on=["category", "unit"]).dropna(subset="fence")
    dear = costs.loc[costs["unit_cost"].round(6) > costs["fence"].round(6), "agreement_id"]
    ids = asked["agreement_id"]
    return status(asked["reference"], ids.isin(dear), ~ids.isin(costs["agreement_id"]))
