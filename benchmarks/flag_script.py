"""Rules about agreements and money as an analyst would write them in pandas: a status and nothing else."""

import numpy as np
import pandas as pd

from benchmarks.drawn import ON
from commissioning.register import Register

TODAY = pd.Timestamp(ON)
YEAR_AGO = TODAY - pd.DateOffset(years=1)
CLOSED = ["ended", "terminated", "cancelled"]
YEAR_STARTS, YEAR_ENDS = pd.Timestamp(2025, 4, 1), pd.Timestamp(2026, 3, 31)


def status(
    reference: pd.Series, flagged: pd.Series, unknown: pd.Series, not_asked: pd.Series | None = None
) -> pd.Series:
    """Return each subject's status, by its reference."""
    masks, names = [flagged, unknown], ["flagged", "unknown"]
    if not_asked is not None:
        masks, names = [not_asked, *masks], ["not_applicable", *names]
    texts = np.select([mask.fillna(False).to_numpy(bool) for mask in masks], names, "clear")
    return pd.Series(texts, pd.Index(reference))


def live(register: Register) -> pd.DataFrame:
    """Return the agreements that are asked about."""
    listed = register.agreements
    return listed[~listed["status"].isin(CLOSED) & ~(listed["awarded_on"] > TODAY)]


def plain(texts: pd.Series) -> pd.Series:
    """Return texts in one case without spaces around them."""
    return texts.str.strip().str.casefold()


def exploded(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a row for each thing in a column that has several with ; between them."""
    told = frame.dropna(subset=column)
    return told.assign(**{column: told[column].str.split(";")}).explode(column, ignore_index=True)


def duplicate_service(register: Register) -> pd.Series:
    """Another agreement for the same people, place and days, and another specification."""
    asked = live(register)
    is_reversed = asked["ends_on"] < asked["starts_on"]
    inputs = ["service_category", "groups", "area_codes", "starts_on", "ends_on", "specification"]
    lacks = asked[inputs].isna().any(axis=1) | is_reversed
    cells = pd.DataFrame(
        {
            "id": asked["agreement_id"],
            "category": plain(asked["service_category"]),
            "groups": plain(asked["groups"]),
            "areas": plain(asked["area_codes"]),
            "specification": plain(asked["specification"]),
            "starts_on": asked["starts_on"].mask(is_reversed).fillna(pd.Timestamp(1900, 1, 1)),
            "ends_on": asked["ends_on"].mask(is_reversed).fillna(pd.Timestamp(2200, 12, 31)),
            "is_whole": ~lacks,
        }
    ).dropna(subset="category")
    cells = exploded(exploded(cells, "groups"), "areas")
    beside, perhaps = [], []
    for _category, rows in cells.groupby("category"):  # all at once would be too many pairs
        pairs = rows[rows["is_whole"]].merge(rows, on=["groups", "areas"], suffixes=("", "_other"))
        pairs = pairs[
            (pairs["id"] != pairs["id_other"])
            & (pairs["starts_on"] <= pairs["ends_on_other"])
            & (pairs["starts_on_other"] <= pairs["ends_on"])
            & ~(pairs["specification"] == pairs["specification_other"])
        ]
        beside.append(pairs.loc[pairs["is_whole_other"], "id"].drop_duplicates())
        perhaps.append(pairs.loc[~pairs["is_whole_other"], "id"].drop_duplicates())
    ids = asked["agreement_id"]
    is_beside, may_be = ids.isin(pd.concat(beside)), ids.isin(pd.concat(perhaps))
    return status(asked["reference"], is_beside, lacks | may_be)


def provider_concentration(register: Register) -> pd.Series:
    """One provider takes most of what is paid in a market."""
    sums = register.payments_by_provider
    year = sums[~(sums["paid_on"] > TODAY) & ~(sums["paid_on"] <= YEAR_AGO)]
    named = register.payments[["row_id", "agreement_id"]].drop_duplicates("row_id")
    own = register.agreements[["agreement_id", "area_codes"]]
    paid = year.merge(named, on="row_id", how="left").merge(own, on="agreement_id", how="left")
    paid = paid.assign(category=plain(paid["service_category"])).dropna(subset="category")
    markets = pd.concat([paid.assign(area_codes=""), exploded(paid, "area_codes")])
    market = ["category", "area_codes"]
    shares = markets.groupby([*market, "provider_key"], dropna=False)["amount_pence"].sum()
    shares = shares[shares > 0].astype("float64").rename("pence").reset_index()
    known = shares[shares["provider_key"].notna()]
    total = shares.groupby(market)["pence"].sum()
    top = known.groupby(market)["pence"].max().reindex(total.index, fill_value=0)
    squares = known.assign(pence=known["pence"] ** 2).groupby(market)["pence"].sum()
    squares = squares.reindex(total.index, fill_value=0)
    nameless = total - known.groupby(market)["pence"].sum().reindex(total.index, fill_value=0)
    most = squares - top**2 + (top + nameless) ** 2
    hhi, highest = ((10_000 * each / total**2).round(6) for each in (squares, most))
    found = pd.DataFrame({"is_over": (hhi > 2500) | (top / total > 0.5)})
    found["may_be"] = ~found["is_over"] & ((highest > 2500) | ((top + nameless) / total > 0.5))

    asked = live(register)
    own = asked[["agreement_id", "area_codes"]].assign(category=plain(asked["service_category"]))
    places = pd.concat([own.assign(area_codes=""), exploded(own, "area_codes")])
    told = (
        places.join(found, on=market, how="inner")
        .groupby("agreement_id")[["is_over", "may_be"]]
        .any()
    )
    mine = told.reindex(asked["agreement_id"]).set_axis(asked.index)
    return status(
        asked["reference"],
        mine["is_over"].eq(True),
        mine["is_over"].isna() | mine["may_be"].eq(True),
    )


def off_contract_spend(register: Register) -> pd.Series:
    """A provider is paid and no agreement with it is in force."""
    sums, listed = register.payments_by_provider, register.agreements
    year = sums[~(sums["paid_on"] > TODAY) & ~(sums["paid_on"] <= YEAR_AGO)]
    paid = year.groupby("provider_key")["amount_pence"].sum()
    keys = (
        pd.concat([year["provider_key"], live(register)["provider_key"]]).dropna().drop_duplicates()
    )
    is_made = ~(listed["awarded_on"] > TODAY) & ~(listed["status"] == "cancelled")
    may_be = is_made & ~(listed["starts_on"] > TODAY) & ~(listed["ends_on"] <= YEAR_AGO)
    is_sure = may_be & listed["starts_on"].notna() & listed["ends_on"].notna()
    held, perhaps = (listed.loc[mask, "provider_key"] for mask in (is_sure, may_be & ~is_sure))
    untold = (keys.map(paid) > 500_000) & ~keys.isin(held.dropna())
    is_perhaps = keys.isin(perhaps.dropna())
    return status("provider:" + keys, untold & ~is_perhaps, untold & is_perhaps)


def spend_over_profile(register: Register) -> pd.Series:
    """Money goes faster than time."""
    asked = live(register)
    ids, starts_on, ends_on = asked["agreement_id"], asked["starts_on"], asked["ends_on"]
    paid = register.payments[~(register.payments["paid_on"] > TODAY)]
    spend = ids.map(paid[paid["basis"] == "outturn"].groupby("agreement_id")["amount_pence"].sum())
    made = register.modifications[~(register.modifications["decided_on"] > TODAY)]
    lacks_change = made["value_change_pence"].isna() & made["term_change_days"].isna()
    change = ids.map(made.groupby("agreement_id")["value_change_pence"].sum()).fillna(0)
    value = (asked["value_pence"] + change).mask(ids.isin(made.loc[lacks_change, "agreement_id"]))
    days = (ends_on - starts_on).dt.days + 1
    days = days.where(days > 0)
    gone = (ends_on.where(ends_on < TODAY, TODAY) - starts_on).dt.days + 1
    has_started = ~(starts_on > TODAY)
    known = spend.notna() & value.notna() & days.notna() & gone.notna()
    spent = spend[known].astype("int64") * days[known].astype("int64") * 10  # in whole numbers
    allowed = value[known].astype("int64") * gone[known].astype("int64") * 11
    is_over = (spent > allowed).reindex(asked.index, fill_value=False)
    lacks = spend.isna() | value.isna() | days.isna()
    return status(asked["reference"], is_over & has_started, has_started & lacks)


def serial_annual(register: Register) -> pd.Series:
    """A charity is given a year at a time, again and again."""
    asked, listed = live(register), register.agreements
    awards = listed[~(listed["awarded_on"] > TODAY) & ~(listed["status"] == "cancelled")]
    extended = register.extensions[~(register.extensions["decided_on"] > TODAY)]
    extended = extended.sort_values(["decided_on", "new_ends_on", "previous_ends_on"])
    before = extended.drop_duplicates("agreement_id").set_index("agreement_id")["previous_ends_on"]
    ids = awards["agreement_id"]
    ends_on = awards["ends_on"].mask(ids.isin(before.index), ids.map(before))
    category = plain(awards["service_category"])
    is_said = category.notna().groupby(awards["provider_key"]).transform("any")
    year_later = awards["starts_on"] + pd.DateOffset(years=1)
    awards = awards[["agreement_id", "provider_key", "starts_on"]].assign(
        category=category.mask(is_said.eq(False), "none"),
        ends_on=ends_on,
        is_annual=year_later > ends_on,
        is_longer=year_later <= ends_on,
    )
    whom = ["provider_key", "category"]
    dated = awards.dropna(subset=[*whom, "starts_on"]).sort_values([*whom, "starts_on"])

    def running(is_annual: pd.Series) -> pd.Series:
        rows = dated.assign(is_annual=is_annual.loc[dated.index])
        goes_on = rows.groupby([*whom, "starts_on"])["is_annual"].transform("all")
        run = (~goes_on | ~rows.duplicated(whom)).cumsum()[goes_on]
        return rows.loc[goes_on, "starts_on"].groupby(run).transform("nunique")

    sure, most = running(awards["is_annual"]), running(~awards["is_longer"])
    undated = awards[awards["starts_on"].isna()].groupby(whom).size().rename("undated")
    most = most + dated.loc[most.index].join(undated, on=whom)["undated"].fillna(0)
    own = awards.reindex(asked.index)
    lacks = own[[*whom, "starts_on", "ends_on"]].isna().any(axis=1)
    may_be = (most >= 3).reindex(asked.index, fill_value=False)
    kind = asked["provider_type"]
    return status(
        asked["reference"],
        (sure >= 3).reindex(asked.index, fill_value=False) & kind.notna(),
        kind.isna() | (~own["is_longer"].eq(True) & (lacks | may_be)),
        kind.notna() & (kind != "third_sector"),
    )
