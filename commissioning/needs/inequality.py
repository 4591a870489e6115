"""How much a value differs from the most to the least deprived: the slope and relative index of inequality."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.errors import RequestError
from commissioning.needs.inputs import as_numbers, groups_of, refuse
from commissioning.needs.intervals import deviate, tail_beyond

NORMAL, RATE, PROPORTION = 0, 1, 2
DRAWS = 20_000
SEED = 2013
COLUMNS = ("sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper", "intercept")

Row: TypeAlias = npt.NDArray[np.float64]


def inequality(
    quantiles: pd.DataFrame,
    by: str | list[str],
    *,
    value_type: int = NORMAL,
    transform: bool = False,
    multiplier: float = 1,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return ``sii``, ``rii``, each with ``_lower`` and ``_upper``, and ``intercept`` for each group.

    ``quantiles`` has the columns ``by``, ``quantile``, ``population`` and ``value``, one row for each
    quantile in order from the most deprived, and either ``standard_error`` (value type 0 only) or the
    95% limits ``lower`` and ``upper``. The slope index is the difference between the ends of a line
    through the values at the middle of each quantile's share of the people, weighted by these; the
    relative index is the upper end over the lower. Both are turned round by a negative ``multiplier``,
    for values of which more is better. ``value_type`` is 0 for values with a normal error, such as life
    expectancy, 1 for rates and 2 for proportions (0 to 1), whose errors are normal on the log and on
    the logit scale; with ``transform`` the line is drawn there too. ``intercept`` is the lower end of
    the line, times the size of the multiplier with ``transform`` only. A missing value, limit or
    population makes the group's figures missing.

    The limits of type 0 are exact. Those of the others are simulated: 20,000 draws of numpy's PCG64
    generator from the seed 2013, the same for each group, so that the same quantiles always give the
    same limits.
    Source: Office for Health Improvement and Disparities, method of the slope index of inequality;
    Fieller, 1954, Journal of the Royal Statistical Society B 16, 175-185, for the ratio of type 0.
    """
    rows = checked_quantiles(quantiles, value_type, transform)
    groups = groups_of("inequality", quantiles, by)
    refuse_repeated(rows, groups.of_row)
    order = np.lexsort((rows["quantile"], groups.of_row))
    starts = np.searchsorted(groups.of_row[order], range(1, len(groups.index)))
    found = []
    for places in np.split(order, starts):
        group = rows.iloc[places]
        found.append(
            of_group(group, value_type, transform, multiplier, confidence)
            if len(group) > 1 and group.notna().all(axis=None)
            else dict.fromkeys(COLUMNS, np.nan)
        )
    return pd.DataFrame(found, index=groups.index, columns=[*COLUMNS])


def of_group(
    group: pd.DataFrame, value_type: int, transform: bool, multiplier: float, confidence: float
) -> dict[str, float]:
    """Return the figures of one group, its quantiles in order."""
    at_ends = line(group["population"].to_numpy())
    value, error = group["value"].to_numpy(), group["error"].to_numpy()
    drawn_on = value_type if transform else NORMAL
    ends = back(at_ends @ onto(value, drawn_on), drawn_on)
    found = {
        "sii": (ends[1] - ends[0]) * multiplier,
        "rii": ends[1] / ends[0] if multiplier > 0 else ends[0] / ends[1],
        "intercept": ends[0] * (abs(multiplier) if transform else 1),
    }
    if value_type == NORMAL:
        return found | normal_limits(at_ends, value, error, multiplier, confidence)
    pick = np.random.default_rng(SEED).standard_normal((len(value), DRAWS))
    draws = onto(value, value_type)[:, None] + error[:, None] * pick
    ends = back(at_ends @ (draws if transform else back(draws, value_type)), drawn_on)
    tail = tail_beyond(confidence)
    sii = np.quantile((ends[1] - ends[0]) * multiplier, [tail, 1 - tail])
    rii = np.quantile(ends[1] / ends[0] if multiplier > 0 else ends[0] / ends[1], [tail, 1 - tail])
    limits = ("sii_lower", "sii_upper", "rii_lower", "rii_upper")
    return found | dict(zip(limits, (*sii, *rii), strict=True))


def line(population: Row) -> Row:
    """Return what each quantile's value counts for in the two ends of the line, two rows of weights."""
    share = population / population.sum()
    middle = share.cumsum() - share / 2
    off = middle - (share * middle).sum()
    slope = share * off / (share * off**2).sum()
    start = share - slope * (share * middle).sum()
    return np.vstack([start, start + slope])


def normal_limits(
    at_ends: Row, value: Row, error: Row, multiplier: float, confidence: float
) -> dict[str, float]:
    """Return the exact limits where the values have normal errors.

    Those of the ratio are missing where the end it is divided by may be nought.
    """
    z = deviate(confidence)
    between = at_ends[1] - at_ends[0]
    spread = z * np.sqrt((between**2 * error**2).sum()) * abs(multiplier)
    sii = (between * value).sum() * multiplier
    below, above = (at_ends if multiplier > 0 else at_ends[::-1]) @ value
    upon, over = at_ends if multiplier > 0 else at_ends[::-1]
    square = below**2 - z**2 * (upon**2 * error**2).sum()
    product = below * above - z**2 * (upon * over * error**2).sum()
    rest = above**2 - z**2 * (over**2 * error**2).sum()
    root = np.sqrt(product**2 - square * rest) if square > 0 else np.nan
    return {
        "sii_lower": sii - spread,
        "sii_upper": sii + spread,
        "rii_lower": (product - root) / square,
        "rii_upper": (product + root) / square,
    }


def onto(value: Row, scale: int) -> Row:
    """Return values on the scale on which their errors are normal: as they are, their logs, or their logits."""
    if scale == RATE:
        return np.log(value)
    return np.log(value / (1 - value)) if scale == PROPORTION else value


def back(value: Row, scale: int) -> Row:
    """Return values from the scale on which their errors are normal."""
    if scale == RATE:
        return np.exp(value)
    return 1 / (1 + np.exp(-value)) if scale == PROPORTION else value


def checked_quantiles(quantiles: pd.DataFrame, value_type: int, transform: bool) -> pd.DataFrame:
    """Return quantile, population, value and its standard ``error`` on its scale, or refuse what has none."""
    name = "inequality"
    if value_type not in (NORMAL, RATE, PROPORTION) or (transform and value_type == NORMAL):
        raise RequestError(
            f"inequality: value type {value_type} with transform {transform} is not known; "
            "give 0, or 1 or 2 with or without a transform."
        )
    has_limits = {"lower", "upper"} <= set(quantiles.columns)
    if not has_limits and (value_type != NORMAL or "standard_error" not in quantiles):
        raise RequestError(
            "inequality: nothing says how far the values are certain; give lower and upper, "
            "or for value type 0 standard_error."
        )
    columns = ["quantile", "population", "value"]
    limits = ["lower", "upper"] if has_limits else ["standard_error"]
    rows = as_numbers(name, **{each: quantiles[each] for each in [*columns, *limits]})
    refuse(
        name,
        rows,
        rows["population"] <= 0,
        "the population is not above nought",
        "give the people of each quantile",
    )
    numbers = rows[["value", *limits]]
    if value_type != NORMAL:
        is_out = (numbers <= 0).any(axis=1)
        refuse(name, rows, is_out, "a value or limit is not above nought", "give value type 0")
    if value_type == PROPORTION:
        is_out = (numbers >= 1).any(axis=1)
        refuse(
            name,
            rows,
            is_out,
            "a value or limit is not below 1",
            "give proportions between 0 and 1",
        )
    if has_limits:
        lower, upper = (onto(rows[end].to_numpy(), value_type) for end in limits)
        rows["error"] = (upper - lower) / 2 / deviate(0.95)
    else:
        rows["error"] = rows["standard_error"]
    refuse(
        name,
        rows,
        rows["error"] < 0,
        "the limits are the wrong way round",
        "give the lower one first",
    )
    return rows[[*columns, "error"]]


def refuse_repeated(rows: pd.DataFrame, of_row: npt.NDArray[np.int64]) -> None:
    """Raise a RequestError where a group has a quantile twice."""
    is_again = pd.DataFrame({"group": of_row, "quantile": rows["quantile"]}).duplicated()
    refuse(
        "inequality",
        rows,
        is_again,
        "the quantile is given twice",
        "give each indicator a group of its own",
    )
