"""One provider, or a few, take most of what is spent on a kind of service: there is little to turn to."""

from datetime import date

import pandas as pd

from commissioning.folded_names import folded_once
from commissioning.register import Register, asked, looked_up, never_loaded
from commissioning.rules.answers import Answers
from commissioning.rules.result import notice_on, results, worded
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
        act_by=notice_on(agreements, thresholds),
        facts={
            "wording": pd.Series("flagged_area", agreements.index, dtype="str").mask(
                own["area"] == WHOLE, "flagged"
            ),
            "service_category": category,
            "area": own["area"],
            "provider": looked_up(own["top"], register.provider_names["called"]),
            "top_share": worded(own["top_share"], "{:.1%}"),
            "hhi": worded(own["hhi"], "{:,.0f}"),
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


def market_payments(register: Register, on: date) -> pd.DataFrame:
    """Return the year's payments by market: each in its category's, and in that of each area it is for.

    A payment's category is its own, or that of the agreement it names; its areas are that agreement's.
    """
    paid = payments_of_year(register, register.payments_by_provider, on)
    named = register.payments.drop_duplicates("row_id").set_index("row_id")["agreement_id"]
    own = register.agreements.set_index("agreement_id")[["service_category", "area_codes"]]
    # A number of 63 bits that may be missing: Int64 holds it, and floats would not.
    ids = looked_up(paid["row_id"], named.astype("Int64"))
    of_agreement = looked_up(ids, own)
    paid = paid.assign(
        key=register.provider_keys["payments_by_provider"].reindex(paid.index),
        category=folded_once(paid["service_category"].fillna(of_agreement["service_category"])),
        area=of_agreement["area_codes"],
    )[["key", *MARKET, "amount_pence", "row_id"]].dropna(subset="category")
    return pd.concat([paid.assign(area=WHOLE), by_area(paid)], ignore_index=True)


def by_area(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows once for each area in ``area``, which holds several with ; between them."""
    places, areas = apart(rows["area"])
    return rows.take(places).assign(area=areas.array)


def concentration(paid: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Return by market its Herfindahl index, its largest provider, and whether it is concentrated.

    ``may_be`` says that it would be, if whoever is not named were that provider. A provider that paid
    back as much as it was paid has no share.
    """
    sums = paid.groupby([*MARKET, "key"], dropna=False)["amount_pence"].sum().astype("float64")
    shares = sums[sums > 0].rename("pence").reset_index()
    named = shares[shares["key"].notna()].sort_values("pence", kind="stable", ascending=False)
    total = shares.groupby(MARKET)["pence"].sum()
    squares = named.assign(pence=named["pence"] ** 2).groupby(MARKET)["pence"].sum()
    tops = named.drop_duplicates(MARKET).set_index(MARKET)
    markets = pd.DataFrame({"total": total, "squares": squares.reindex(total.index, fill_value=0)})
    top = tops["pence"].reindex(total.index, fill_value=0)
    unnamed = total - named.groupby(MARKET)["pence"].sum().reindex(total.index, fill_value=0)
    highest = markets["squares"] - top**2 + (top + unnamed) ** 2

    def is_above(of_squares: pd.Series, of_top: pd.Series) -> pd.Series:
        index = (10_000 * of_squares / total**2).round(6)
        return (index > thresholds.hhi) | (of_top / total > thresholds.provider_share)

    is_concentrated = is_above(markets["squares"], top)
    return markets.assign(
        hhi=10_000 * markets["squares"] / total**2,
        top=tops["key"].reindex(total.index),
        top_share=top / total,
        is_concentrated=is_concentrated,
        may_be=~is_concentrated & is_above(highest, top + unnamed),
    )


def worst_markets(agreements: pd.DataFrame, markets: pd.DataFrame) -> pd.DataFrame:
    """Return for each agreement the market that says most of it: a concentrated one before any other."""
    own = pd.DataFrame(
        {"category": folded_once(agreements["service_category"]), "area": agreements["area_codes"]}
    )
    # Many agreements name the same category and areas: each combination is looked up once.
    place = own.groupby(MARKET, dropna=False, sort=False).ngroup()
    named = own.assign(place=place).drop_duplicates("place").dropna(subset="category")
    places = pd.concat([named.assign(area=WHOLE), by_area(named)])
    found = places.join(markets, on=MARKET, how="inner")
    found = found.assign(is_part=found["area"] != WHOLE).sort_values(
        ["is_concentrated", "may_be", "is_part", "hhi"],
        ascending=[False, False, True, False],
        kind="stable",
    )
    worst = found.drop_duplicates("place").set_index("place")
    return worst.reindex(place.to_numpy()).set_axis(agreements.index)


def largest_payments(
    paid: pd.DataFrame, agreements: pd.DataFrame, own: pd.DataFrame
) -> pd.DataFrame:
    """Return the largest payments to the provider that takes most of each agreement's market."""
    wanted = own[[*MARKET, "top"]].assign(agreement_id=agreements["agreement_id"])
    markets = wanted[[*MARKET, "top"]].drop_duplicates().rename(columns={"top": "key"})
    theirs = paid.merge(markets, on=[*MARKET, "key"])
    largest = theirs.sort_values("amount_pence", ascending=False, kind="stable")
    shown = largest.groupby([*MARKET, "key"]).head(PAYMENTS_SHOWN)
    pairs = wanted.merge(shown, left_on=[*MARKET, "top"], right_on=[*MARKET, "key"])
    return pairs[["agreement_id", "row_id"]]
