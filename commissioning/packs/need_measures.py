"""Each indicator's values area by area: of one group of people, in one unit, with an interval where one can be told."""

import numpy as np
import pandas as pd

from commissioning.areas.levels import level_of
from commissioning.needs.proportions import proportions
from commissioning.needs.rates import rates
from commissioning.packs.tables import score

MEASURE = ["indicator", "sex", "age", "group"]
PERIOD = ["starts_on", "ends_on"]
# An edition in the name, such as imd_2025_average_score, is an index's: it has no people to count.
OF_AN_INDEX = r"_(?:19|20)\d\d_"
ALL_AGES = ("all ages", "all")
EVERYONE = ("", "persons", "all ages", "all", "all people", "total")
PER_CENT = 100
THOUSAND = 1_000  # and more is read without decimals
# A published value and count over denominator are one figure where they differ by rounding only.
ROUNDING = 0.06
TITLES = {
    "mid_year_population": "Population",
    "share_by_disability": "Residents",
    "children_looked_after_per_10000": "Children looked after at 31 March",
    "children_starting_to_be_looked_after_per_10000": "Children starting to be looked after",
    "children_ceasing_to_be_looked_after_per_10000": "Children ceasing to be looked after",
}


def measured(observations: pd.DataFrame) -> pd.DataFrame:
    """Return every observation but those of an index, the latest edition of each, with its interval.

    Columns: ``MEASURE``, area_code, area_name, level, ``PERIOD``, value, lower, upper, count, denominator,
    per, mark, source, edition_on. ``per`` is 100 for per cent, 1,000 and more for a rate, and missing where
    the value is in a unit of its own. A published interval is kept; else Wilson's is given to a share and
    Byar's, or the exact one, to a rate, unless the value is not count over denominator but, say, age-standardised.
    A value that is marked, as suppressed is, is never worked out. A count by age has the count of all ages as its denominator.
    """
    rows = _latest(observations)
    rows = _with_total_as_denominator(rows)
    rows = rows.assign(per=_per(rows))
    worked = _worked(rows)
    percents = np.where(rows["per"] == 1, PER_CENT, 1)
    published = {name: rows[name] * percents for name in ("value", "lower", "upper")}
    has_limits = published["lower"].notna() & published["upper"].notna()
    crude = worked["value"]
    is_crude = (published["value"] - crude).abs() <= ROUNDING * crude.clip(lower=1)
    is_left_out = published["value"].isna() & (rows["mark"] == "")
    limits = worked[["lower", "upper"]].where(is_crude | is_left_out)
    return rows.assign(
        per=rows["per"].replace(1, PER_CENT),
        value=published["value"].fillna(crude.where(is_left_out)),
        lower=published["lower"].where(has_limits, limits["lower"]),
        upper=published["upper"].where(has_limits, limits["upper"]),
    )


def _worked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return value, lower and upper of every row with a count and a denominator, missing for the others."""
    known = rows[rows["per"].notna() & rows["count"].ge(0) & rows["denominator"].gt(0)]
    is_share = known["per"].isin([1, PER_CENT]) & (known["count"] <= known["denominator"])
    shares, others = known[is_share], known[~is_share]
    parts = [proportions(shares["count"], shares["denominator"], multiplier=PER_CENT)]
    for per in sorted(others["per"].unique().tolist()):
        part = others[others["per"] == per]
        parts.append(rates(part["count"], part["denominator"], multiplier=per))
    return pd.concat(parts).reindex(rows.index)


def _latest(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the latest edition of each value, with its level and what it leaves out written as empty."""
    rows = observations.reset_index(drop=True)
    for name in ("sex", "age", "group", "mark"):
        given = rows[name] if name in rows else pd.Series(index=rows.index, dtype="str")
        rows[name] = given.fillna("").astype("str")
    rows = rows[~rows["indicator"].str.contains(OF_AN_INDEX)]
    days = {day: pd.to_datetime(rows[day]) for day in (*PERIOD, "edition_on")}
    numbers = ("value", "lower", "upper", "count", "denominator")
    rows = rows.assign(
        **days,
        **{name: pd.to_numeric(rows[name]).astype("float64") for name in numbers},
        level=level_of(rows["area_code"]).fillna(""),
        area_name=rows["area_name"].fillna("").astype("str"),
    )
    order = ["edition_on", "source", *MEASURE, "area_code", *PERIOD]
    rows = rows.sort_values(order, na_position="first")
    return rows.drop_duplicates([*MEASURE, "area_code", *PERIOD], keep="last", ignore_index=True)


def _with_total_as_denominator(rows: pd.DataFrame) -> pd.DataFrame:
    """Return counts by age as shares of the count of all ages of the same people, area and period."""
    same = ["indicator", "sex", "group", "area_code", *PERIOD]
    is_count = rows["value"].isna() | (rows["value"] == rows["count"])
    is_alone = is_count & rows["denominator"].isna() & rows["count"].notna()
    is_total = is_alone & rows["age"].str.lower().isin(ALL_AGES)
    totals = rows[is_total].set_index(same)["count"].rename("total")
    total = rows.join(totals[~totals.index.duplicated()], on=same)["total"]
    is_part = is_alone & ~is_total & total.gt(0)
    return rows.assign(
        denominator=rows["denominator"].mask(is_part, total),
        value=rows["value"].mask(is_part),
    )


def _per(rows: pd.DataFrame) -> pd.Series:
    """Return per how many each measure is given, told by its values, counts and denominators together."""
    ratio = rows["count"] / rows["denominator"].where(rows["denominator"] > 0)
    times = (rows["value"] / ratio.where(ratio > 0)).where(rows["value"] > 0)
    power = 10 ** np.log10(times).round()
    is_near = (times / power - 1).abs() <= ROUNDING
    told = _commonest(rows.assign(power=power.where(is_near)))
    has_value = rows["value"].notna().groupby([rows[name] for name in MEASURE]).transform("any")
    unsaid = ~has_value & ratio.notna() & (rows["count"] <= rows["denominator"])
    per: pd.Series = told.fillna(pd.Series(np.where(unsaid, PER_CENT, np.nan), index=rows.index))
    return per


def _commonest(rows: pd.DataFrame) -> pd.Series:
    """Return the power that most rows of each measure tell, missing where two are told as often."""
    times = rows.groupby([*MEASURE, "power"]).size().rename("times").reset_index()
    most = times[times["times"] == times.groupby(MEASURE)["times"].transform("max")]
    one = most.drop_duplicates(MEASURE, keep=False).set_index(MEASURE)["power"].rename("told")
    told: pd.Series = rows.join(one, on=MEASURE)["told"]
    return told


def of_everyone(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it is of people of any sex and group, or of an indicator that has only groups."""
    is_whole = rows["sex"].str.lower().isin(EVERYONE) & rows["group"].str.lower().isin(EVERYONE)
    has_whole = is_whole.groupby(rows["indicator"]).transform("any")
    return is_whole | ~has_whole


def title_of(row: pd.Series, given: str) -> str:
    """Return what a measure is called: its indicator, by the title it is ``given`` if any, and of whom it tells."""
    name = str(row["indicator"])
    plain = name.partition("_per_")[0].replace("_", " ").capitalize()
    title = given or TITLES.get(name, plain)
    age = "" if row["age"].lower() in EVERYONE else f"aged {row['age']}"
    parts = ("sex",) if given else ("group", "sex")
    who = [row[part] for part in parts if row[part].lower() not in EVERYONE]
    return ", ".join([title, *([age] if age else []), *who])


def unit(own: str, per: float) -> str:
    """Return a measure's unit as its subtitle says it; ``own`` is the one that its values are said to be in."""
    if pd.isna(per):
        return own or "in the indicator's own unit"
    return "per cent" if per == PER_CENT else f"per {per:,.0f}"


def figure(value: float, per: float) -> str:
    """Return a value as it is read: a per cent and a rate to one decimal; missing is empty."""
    if pd.isna(value):
        return ""
    if per == PER_CENT:
        return f"{value:.1f}%"
    if pd.isna(per):
        return f"{value:,.0f}" if abs(value) >= THOUSAND else score(value)
    return f"{value:,.1f}"


def interval(lower: float, upper: float, per: float) -> str:
    """Return an interval as it is read, empty where there is none."""
    return "" if pd.isna(lower) else f"{figure(lower, per)} to {figure(upper, per)}"
