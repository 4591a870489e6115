"""Whether a figure has been rising or falling over its last five years, by more than chance.

Source: Office for Health Improvement and Disparities, Public health technical guidance, Fingertips
trend markers, the test for a recent trend: a chi-squared test on the five most recent points at 99.8%,
and a direction that does not turn when any one of the five is left out.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from commissioning.needs.comparison import judged
from commissioning.needs.inputs import Groups, as_numbers, groups_of, refuse
from commissioning.needs.intervals import deviate
from commissioning.needs.proportions import checked_shares

POINTS = 5
# 9.5495: one degree of freedom, 99.8%.
LEAST_CHI_SQUARED = float(special.chdtri(1, 0.002))
WORDS = {"higher": "increasing", "lower": "decreasing", "similar": "no significant change"}

# One row for each group, one column for each of its last five years.
Table: TypeAlias = npt.NDArray[np.float64]


def value_trend(
    years: pd.DataFrame, by: str | list[str], *, better: str | None = None
) -> pd.DataFrame:
    """Return ``trend``, ``judgement``, ``chi_squared``, ``first_year`` and ``last_year`` for each group.

    ``years`` has the columns ``by``, ``year`` (a whole number), ``value`` and its 95% limits ``lower``
    and ``upper``, one row for each year of a group, in any order. ``trend`` is increasing, decreasing
    or no significant change; it is missing where the last five years do not follow one upon the other
    or any figure of theirs is. ``judgement`` is better or worse as ``better`` says (``higher``,
    ``lower``), and missing where it does not or nothing changed. The line is that of weighted least
    squares, each weight one over the squared standard error.
    """
    rows = as_numbers(
        "trend", **{each: years[each] for each in ("year", "value", "lower", "upper")}
    )
    is_turned = rows["lower"] > rows["upper"]
    refuse(
        "trend",
        rows,
        is_turned,
        "the lower limit is above the upper one",
        "give the lower one first",
    )
    groups = groups_of("trend", years, by)
    places = last_years(rows, groups)
    value = rows["value"].to_numpy()[places]
    error = (rows["upper"] - rows["lower"]).to_numpy()[places] / 2 / deviate(0.95)
    weight = np.full_like(error, np.nan)
    np.divide(1, error**2, out=weight, where=error > 0)
    slope, chi_squared = line(value, weight)
    is_steady = steady(value, weight, slope)
    return told(rows, groups, places, slope, chi_squared, is_steady, better)


def proportion_trend(
    years: pd.DataFrame, by: str | list[str], *, better: str | None = None
) -> pd.DataFrame:
    """Return the same of proportions, given by ``numerator`` and ``denominator`` and no limits.

    The test is that for a trend in proportions (Cochran and Armitage), and the direction that of the
    logits by least squares; half a person is added to either part in a series in which nobody or
    everybody is counted.
    """
    rows = checked_shares("trend", years["numerator"], years["denominator"])
    rows["year"] = as_numbers("trend", year=years["year"])["year"]
    groups = groups_of("trend", years, by)
    places = last_years(rows, groups)
    part, whole = (rows[each].to_numpy()[places] for each in ("numerator", "denominator"))
    share = part.sum(axis=1, keepdims=True) / whole.sum(axis=1, keepdims=True)
    spread = share * (1 - share)
    weight = np.full_like(whole, np.nan)
    np.divide(whole, spread, out=weight, where=spread > 0)
    chi_squared = line(part / whole, weight)[1]
    is_extreme = ((part == 0) | (part == whole)).any(axis=1, keepdims=True)
    added = np.where(is_extreme, 0.5, 0)
    logit = np.log((part + added) / (whole - part + added))
    alike = np.ones_like(logit)
    slope = line(logit, alike)[0]
    is_steady = steady(logit, alike, slope)
    return told(rows, groups, places, slope, chi_squared, is_steady, better)


def line(value: Table, weight: Table) -> tuple[Table, Table]:
    """Return the slope of each row's line for a year, and its chi-squared."""
    year = np.arange(POINTS)
    total = weight.sum(axis=1)
    off = year - (weight @ year / total)[:, None]
    squares = (weight * off**2).sum(axis=1)
    slope = (weight * off * value).sum(axis=1) / squares
    return slope, slope**2 * squares


def steady(value: Table, weight: Table, slope: Table) -> npt.NDArray[np.bool_]:
    """Return whether each row's line keeps its direction when any one point is left out."""
    is_steady: npt.NDArray[np.bool_] = slope != 0
    for point in range(POINTS):
        kept = weight.copy()
        kept[:, point] = 0
        is_steady &= np.sign(line(value, kept)[0]) == np.sign(slope)
    return is_steady


def last_years(rows: pd.DataFrame, groups: Groups) -> npt.NDArray[np.int64]:
    """Return where the last five years of each group stand, one row for each group that has five or more."""
    keys = pd.DataFrame({"group": groups.of_row, "year": rows["year"]}, index=rows.index)
    is_odd = rows["year"].isna() | (rows["year"] % 1 != 0)
    refuse(
        "trend",
        rows[["year"]],
        is_odd,
        "the year is not a whole number",
        "give the year in which each period starts",
    )
    refuse(
        "trend",
        rows[["year"]],
        keys.duplicated(),
        "the year is given twice",
        "give each series a group of its own",
    )
    order = np.lexsort((rows["year"], groups.of_row))
    sizes = groups.sizes().to_numpy()
    ends = sizes.cumsum()[sizes >= POINTS]
    places: npt.NDArray[np.int64] = order[ends[:, None] - np.arange(POINTS, 0, -1)]
    return places


def told(
    rows: pd.DataFrame,
    groups: Groups,
    places: npt.NDArray[np.int64],
    slope: Table,
    chi_squared: Table,
    is_steady: npt.NDArray[np.bool_],
    better: str | None,
) -> pd.DataFrame:
    """Return what is told of every group; those without five years in a row have nothing told."""
    year = rows["year"].to_numpy()[places]
    follows = (np.diff(year, axis=1) == 1).all(axis=1) & ~np.isnan(chi_squared)
    is_trend = (chi_squared > LEAST_CHI_SQUARED) & is_steady
    direction = np.where(is_trend, np.where(slope > 0, "higher", "lower"), "similar")
    five = pd.DataFrame(
        {
            "direction": pd.Series(direction, dtype="str"),
            "chi_squared": chi_squared,
            "first_year": year[:, 0].astype("int64"),
            "last_year": year[:, -1].astype("int64"),
        }
    ).set_axis(groups.index[groups.of_row[places[:, 0]]])
    found = five[follows].reindex(groups.index)
    judgement = judged(found["direction"], better)
    return pd.DataFrame(
        {
            "trend": found["direction"].map(WORDS).astype("str"),
            "judgement": judgement.where(judgement.isin(["better", "worse"])),
            "chi_squared": found["chi_squared"],
            "first_year": found["first_year"].astype("Int64"),
            "last_year": found["last_year"].astype("Int64"),
        }
    )
