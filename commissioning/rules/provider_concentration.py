"""One provider, or a few, take most of what is spent on a kind of service: there is little to turn to."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on_asked, results, worded
from commissioning.rules.several import apart
from commissioning.rules.spend import payments_of_year
from commissioning.rules.thresholds import Thresholds

MARKET = ["category", "area"]
WHOLE = ""  # the market of a category wherever it is delivered
PAYMENTS_SHOWN = 10

SENTENCES = {
    "flagged": (
        "Of what was paid for {service_category} in twelve months {top_share} went to {provider}; the "
        "Herfindahl index is {hhi}. More than {hhi_limit}, or more than {share_limit} to one, is "
        "flagged."
    ),
    "flagged_area": (
        "Of what was paid for {service_category} in {area} in twelve months {top_share} went to "
        "{provider}; the Herfindahl index is {hhi}. More than {hhi_limit}, or more than {share_limit} "
        "to one, is flagged."
    ),
    "clear": "What is paid for its service category is spread among enough providers.",
    "unknown": "How few providers its service category has cannot be told: {missing}.",
}


def provider_concentration(register: Register, *, on: date, thresholds: Thresholds) -> Answers:
    """Return one result for each live agreement, about the market of its service category.

    The market is what was paid (outturn) for the category in the 12 calendar months to ``on``, and
    that part of it paid under agreements that name one of its areas. ``flagged`` when the squared
    shares of providers in per cent add to more than ``hhi``, or one has more than ``provider_share``
    (0 to 1); ``unknown`` when payments were never loaded, the category is empty or nothing was paid
    for it, or when payments that name nobody decide; ``clear`` otherwise. ``act_by`` is the notice
    date. Basis and worked cases: docs/rules/provider_concentration.md.
    """
    agreements = asked(register, on)
    category = agreements["service_category"]
    paid = market_payments(register, on)
    own = worst_markets(agreements, concentration(paid, thresholds))
    unloaded = never_loaded(register, "payments", agreements)
    is_unpaid = own["hhi"].isna() & category.notna() & ~unloaded
    flagged = own["is_concentrated"].eq(True) & ~unloaded
    return results(
        agreements,
        rule="provider_concentration",
        on=on,
        flagged=flagged,
        unknown=unloaded | category.isna() | is_unpaid | own["may_be"].eq(True),
        severity="medium",
        act_by=notice_on_asked(register, on, thresholds),
        facts={
            "wording": pd.Series("flagged_area", agreements.index, dtype="str").mask(
                own["area"] == WHOLE, "flagged"
            ),
            "service_category": category,
            "area": own["area"],
            "provider": looked_up(own["top"], register.provider_names["called"]),
            "top_share": worded(own["top_share"].where(flagged), "{:.1%}"),
            "hhi": worded(own["hhi"].where(flagged), "{:,.0f}"),
            "hhi_limit": f"{thresholds.hhi:,g}",
            "share_limit": f"{thresholds.provider_share * 100:g}%",
        },
        missing={
            "payments": unloaded,
            "service_category": category.isna() & ~unloaded,
            "category_payments": is_unpaid,
            "payees": own["may_be"].eq(True),
        },
        extra_row_ids=largest_payments(paid, agreements[flagged], own[flagged]),
    )


@dataclass(frozen=True)
class Paid:
    """The year's payments by market: ``rows`` has one for each payment and market it is part of.

    They have ``market`` and ``key``, the places of the market among ``markets`` (category and area)
    and of the provider among ``keys`` (-1 where nobody is named), both in order; amount_pence and row_id.
    """

    rows: pd.DataFrame
    markets: pd.MultiIndex
    keys: pd.Index


def market_payments(register: Register, on: date) -> Paid:
    """Return the year's payments by market: each in its category's, and in that of each area it is for.

    A payment's category is its own, or that of the agreement it names; its areas are that agreement's.
    """
    days = ["paid_on", "financial_year"]
    columns = [*days, "service_category", "amount_pence", "row_id"]
    paid = payments_of_year(register, register.payments_by_provider[columns], on)
    under = payments_of_year(register, register.payments[[*days, "agreement_id", "row_id"]], on)
    under = under.drop_duplicates("row_id")
    # A number of 63 bits that may be missing: Int64 holds it, and floats would not.
    ids = looked_up(paid["row_id"], under.set_index("row_id")["agreement_id"].astype("Int64"))
    own = register.agreements.set_index("agreement_id")[["service_category", "area_codes"]]
    of_agreement = looked_up(ids, own)
    category = folded_once(paid["service_category"].fillna(of_agreement["service_category"]))
    key, keys = pd.factorize(
        register.provider_keys["payments_by_provider"].reindex(paid.index), sort=True
    )
    paid = paid[["amount_pence", "row_id"]].assign(
        key=key, category=category.astype("category"), area=of_agreement["area_codes"]
    )
    return in_markets(paid.dropna(subset="category"), keys)


def in_markets(paid: pd.DataFrame, keys: pd.Index) -> Paid:
    """Return payments that have a category and perhaps areas once for each market that they are part of."""
    places, area = apart(paid["area"])
    areas = pd.Index([WHOLE, *area.cat.categories], dtype="str")
    markets = pd.MultiIndex.from_product([paid["category"].cat.categories, areas], names=MARKET)
    rows = paid[["key", "amount_pence", "row_id"]]
    whole = paid["category"].cat.codes.astype("int64").to_numpy() * len(areas)
    market = np.concatenate([whole, whole[places] + area.cat.codes.to_numpy() + 1])
    every = np.concatenate([np.arange(len(paid)), places])
    return Paid(rows.take(every).assign(market=market).reset_index(drop=True), markets, keys)


def concentration(paid: Paid, thresholds: Thresholds) -> pd.DataFrame:
    """Return by market its Herfindahl index, its largest provider, and whether it is concentrated.

    ``may_be`` says that it would be, if whoever is not named were that provider. A provider that paid
    back as much as it was paid has no share.
    """
    sums = paid.rows.groupby(["market", "key"])["amount_pence"].sum().astype("float64")
    shares = sums[sums > 0].rename("pence").reset_index()
    named = shares[shares["key"] >= 0].sort_values("pence", kind="stable", ascending=False)
    total = shares.groupby("market")["pence"].sum()
    squares = named.assign(pence=named["pence"] ** 2).groupby("market")["pence"].sum()
    tops = named.drop_duplicates("market").set_index("market")
    markets = pd.DataFrame({"total": total, "squares": squares.reindex(total.index, fill_value=0)})
    top = tops["pence"].reindex(total.index, fill_value=0)
    unnamed = total - named.groupby("market")["pence"].sum().reindex(total.index, fill_value=0)
    highest = markets["squares"] - top**2 + (top + unnamed) ** 2

    def is_above(of_squares: pd.Series, of_top: pd.Series) -> pd.Series:
        index = (10_000 * of_squares / total**2).round(6)
        return (index > thresholds.hhi) | (of_top / total > thresholds.provider_share)

    is_concentrated = is_above(markets["squares"], top)
    named_top = pd.Series(paid.keys.take(tops["key"].to_numpy()), tops.index, dtype="str")
    found = markets.assign(
        hhi=10_000 * markets["squares"] / total**2,
        top=named_top.reindex(total.index),
        top_key=tops["key"].reindex(total.index, fill_value=-1),
        top_share=top / total,
        is_concentrated=is_concentrated,
        may_be=~is_concentrated & is_above(highest, top + unnamed),
    )
    market = found.index.to_numpy()
    return found.assign(market=market).set_axis(paid.markets.take(market))


def worst_markets(agreements: pd.DataFrame, markets: pd.DataFrame) -> pd.DataFrame:
    """Return for each agreement the market that says most of it: a concentrated one before any other."""
    own = pd.DataFrame(
        {"category": folded_once(agreements["service_category"]), "area": agreements["area_codes"]}
    )
    # Many agreements name the same category and areas: each combination is looked up once.
    place = own.groupby(MARKET, dropna=False, sort=False).ngroup()
    named = own.assign(place=place).drop_duplicates("place").dropna(subset="category")
    places, areas = apart(named["area"])
    of_areas = named.take(places).assign(area=areas.astype("str").array)
    found = pd.concat([named.assign(area=WHOLE), of_areas]).join(markets, on=MARKET, how="inner")
    found = found.assign(is_part=found["area"] != WHOLE).sort_values(
        ["is_concentrated", "may_be", "is_part", "hhi"],
        ascending=[False, False, True, False],
        kind="stable",
    )
    worst = found.drop_duplicates("place").set_index("place")
    return worst.reindex(place.to_numpy()).set_axis(agreements.index)


def largest_payments(paid: Paid, agreements: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return the largest payments to the provider that takes most of each agreement's market."""
    wanted = own[["market"]].assign(agreement_id=agreements["agreement_id"])
    top_key = np.full(len(paid.markets), -1)  # of the markets wanted; -1 of all others
    top_key[own["market"].astype("int64")] = own["top_key"]
    key = paid.rows["key"]
    theirs = paid.rows[(key >= 0) & (key == top_key[paid.rows["market"]])]
    largest = theirs.sort_values("amount_pence", ascending=False, kind="stable")
    shown = largest.groupby("market").head(PAYMENTS_SHOWN)
    return wanted.merge(shown, on="market")[["agreement_id", "row_id"]]
