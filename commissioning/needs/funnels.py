"""Which areas lie further from the average than chance would put them, and the funnel that shows it.

The inner lines hold 95% of areas that differ from the average by chance alone, the outer ones 99.8%.
Source: Office for Health Improvement and Disparities, funnel plots for proportions, ratios and rates;
Spiegelhalter, 2005, Statistics in Medicine 24, 1185-1202.
"""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from commissioning.errors import RequestError
from commissioning.needs.inputs import as_numbers, refuse, refuse_below_zero
from commissioning.needs.intervals import deviate, exact_poisson
from commissioning.needs.proportions import checked_shares
from commissioning.needs.standardised import FEWEST_EVENTS

# The two pairs of lines, by how many standard errors they are from the average, in round figures.
CONFIDENCE = {"2s": 0.95, "3s": 0.998}
POINTS = 100


def proportion_significance(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Return for each area whether its share is high or low against that of all together.

    ``High (0.001)`` and ``Low (0.001)`` are beyond the outer lines, ``High (0.025)`` and ``Low
    (0.025)`` beyond the inner ones, and ``Not significant`` is between them. Missing where either
    number is. Refused as by a proportion.
    """
    rows = checked_shares("proportion funnel", numerator, denominator)
    average = of_all(rows["numerator"], rows["denominator"])
    off = rows["numerator"] / rows["denominator"] - average
    error = np.sqrt(average * (1 - average) / rows["denominator"])
    beyond = {line: deviate(part) * error for line, part in CONFIDENCE.items()}
    is_high = {line: off > limit for line, limit in beyond.items()}
    is_low = {line: off < -limit for line, limit in beyond.items()}
    return significance(is_high, is_low).where(rows.notna().all(axis=1))


def ratio_significance(observed: pd.Series, expected: pd.Series) -> pd.Series:
    """Return the same words for events observed against those expected.

    They are told by the exact interval of the events observed.     Missing where either is. Refused: a negative count, and nought or fewer expected.
    """
    rows = as_numbers("ratio funnel", observed=observed, expected=expected)
    refuse_below_zero("ratio funnel", rows, "observed")
    is_none = rows["expected"] <= 0
    refuse("ratio funnel", rows, is_none, "the expected is not above nought", "leave it empty")
    is_high, is_low = {}, {}
    for line, part in CONFIDENCE.items():
        lower, upper = exact_poisson(rows["observed"], part)
        is_high[line], is_low[line] = rows["expected"] < lower, rows["expected"] > upper
    return significance(is_high, is_low).where(rows.notna().all(axis=1))


def rate_significance(
    points: pd.DataFrame, *, multiplier: float, is_standardised: bool
) -> pd.Series:
    """Return the same words for the rate of each area against that of all together.

    ``points`` is as ``rate_points`` takes it. A directly standardised rate of fewer than 10 events is
    not told, and the text says so.
    """
    rows = rate_points(points, multiplier=multiplier, is_standardised=is_standardised, years=1)
    events = as_numbers("rate funnel", events=points["events"])["events"]
    denominator = rows["denominator"]
    average = of_all(events, denominator)
    words = ratio_significance(events, (average * denominator).where(denominator > 0))
    if is_standardised:
        few = f"Not applicable for events less than {FEWEST_EVENTS} for dsrs"
        words = words.where(~(events < FEWEST_EVENTS), few)
    return words


def significance(
    is_high: dict[str, "pd.Series[bool]"], is_low: dict[str, "pd.Series[bool]"]
) -> pd.Series:
    """Return the words for what is beyond each line; the outer one is asked first."""
    asked = {
        "High (0.001)": is_high["3s"],
        "Low (0.001)": is_low["3s"],
        "High (0.025)": is_high["2s"],
        "Low (0.025)": is_low["2s"],
    }
    words = np.select([each.to_numpy() for each in asked.values()], list(asked), "Not significant")
    return pd.Series(words, index=is_high["3s"].index, dtype="str")


def rate_points(
    points: pd.DataFrame, *, multiplier: float, is_standardised: bool, years: float = 1
) -> pd.DataFrame:
    """Return where each area is drawn: ``rate`` and ``denominator``, the people of one year.

    ``points`` has ``events`` and ``rate``, per ``multiplier``, over so many ``years``, and for crude
    rates of no events the ``population``. The denominator is that which gives the rate, and for a crude
    rate of no events the population. A directly standardised rate of fewer than 10 events is not drawn.
    """
    given = {"events": points["events"], "rate": points["rate"]}
    rows = as_numbers("rate funnel", **given)
    refuse_below_zero("rate funnel", rows, "events", "rate")
    denominator = multiplier * rows["events"] / rows["rate"].where(rows["rate"] > 0)
    rate = rows["rate"]
    if is_standardised:
        is_few = rows["events"] < FEWEST_EVENTS
        rate, denominator = rate.where(~is_few), denominator.where(~is_few)
    elif "population" in points:
        population = as_numbers("rate funnel", population=points["population"])["population"]
        denominator = denominator.where(rows["events"] != 0, population)
    return pd.DataFrame({"rate": rate, "denominator": denominator / years})


def proportion_limits(
    numerator: pd.Series, denominator: pd.Series, *, multiplier: float = 100
) -> pd.DataFrame:
    """Return the lines of the funnel: ``axis`` (people), ``baseline`` and four limits at each of 100 points.

    The limits are the shares whose Wilson interval just reaches the average. They are cut at 0 and at
    100, whatever the multiplier.
    """
    rows = checked_shares("proportion funnel", numerator, denominator)
    average = of_all(rows["numerator"], rows["denominator"])
    start, end = axis_ends(rows["denominator"])
    axis = axis_points(start, end)
    error = np.sqrt(average * (1 - average) / axis)
    found = pd.DataFrame({"axis": axis, "baseline": average * multiplier})
    for line, part in CONFIDENCE.items():
        spread = deviate(part) * error
        found[f"lower_{line}"] = ((average - spread) * multiplier).clip(0, 100)
        found[f"upper_{line}"] = ((average + spread) * multiplier).clip(0, 100)
    return found


def ratio_limits(
    observed: pd.Series, expected: pd.Series, *, as_count: bool = False
) -> pd.DataFrame:
    """Return the lines of the funnel of a ratio: ``axis`` (events observed) and four limits at 100 points.

    The limits are times 100 where all is as expected, or the part more or less than expected where
    ``as_count``. Beside each is the number of ``expected`` events that it stands for, by the exact
    interval of Poisson.
    """
    rows = as_numbers("ratio funnel", observed=observed, expected=expected)
    average = of_all(rows["observed"], rows["expected"])
    start, end = axis_ends(rows["expected"])
    counts = pd.Series(range(math.ceil(end * average) + 1), dtype="float64")
    # The last count is the first that is not low where as many are expected as at the end of the axis.
    most = int((exact_poisson(counts, CONFIDENCE["2s"])[1] < end * average).sum())
    axis = axis_points(math.floor(start * average), most)
    ends = expected_at(axis)
    found = pd.DataFrame({"axis": axis})
    for line, events in ends.items():
        ratio = axis / events
        found[line] = ratio - 1 if as_count else ratio * 100
        found[f"{line}_expected"] = events
    return found


def rate_limits(
    points: pd.DataFrame, *, multiplier: float, is_standardised: bool, years: float = 1
) -> pd.DataFrame:
    """Return the lines of the funnel of a rate: ``axis`` (events), ``baseline`` and four limits at 100 points.

    Beside each limit is the ``population`` of one year that it stands for. ``points`` is as
    ``rate_points`` takes it.
    """
    drawn = rate_points(points, multiplier=multiplier, is_standardised=is_standardised, years=years)
    events = as_numbers("rate funnel", events=points["events"])["events"]
    denominator = drawn["denominator"]
    average = of_all(events, denominator) / years
    start, end = axis_ends(denominator)
    axis = axis_points(math.floor(start * years * average), math.ceil(end * years * average))
    ends = expected_at(axis)
    found = pd.DataFrame({"axis": axis, "baseline": average * multiplier})
    for line, expected in ends.items():
        found[line] = axis / expected * average * multiplier
        found[f"{line}_population"] = expected / average / years
    return found


def expected_at(axis: pd.Series) -> dict[str, pd.Series]:
    """Return for each line how many events are expected where the count on the axis just reaches it."""
    ends = {}
    for line, part in CONFIDENCE.items():
        # Where many were expected the count is low: the upper end of the interval is the lower line.
        ends[f"upper_{line}"], ends[f"lower_{line}"] = exact_poisson(axis, part)
    return ends


def axis_ends(denominators: pd.Series) -> tuple[float, float]:
    """Return where the axis starts and ends: a twentieth beyond the denominators, in two figures.

    It starts at 0 where the largest is more than twice the smallest.
    """
    smallest, largest = denominators.min(), denominators.max()
    if not largest > 0:
        raise RequestError(
            "funnel: no area has both of its numbers, so there is nothing to draw; give one that has."
        )
    start = 0.0 if largest > 2 * smallest else two_figures(smallest * 0.95, math.floor)
    return start, two_figures(largest * 1.05, math.ceil)


def two_figures(number: float, rounded: Callable[[float], int]) -> float:
    """Return a number rounded to two significant figures."""
    size = 10.0 ** (math.floor(math.log10(number)) - 1)
    return rounded(number / size) * size


def axis_points(start: float, end: float) -> pd.Series:
    """Return 100 whole numbers from start to end, each a like part above the last and at least 1 above it."""
    points = [max(round(start), 1)]
    for left in range(POINTS - 1, 0, -1):
        last = points[-1]
        points.append(last + max(round((end / last) ** (1 / left) * last) - last, 1))
    return pd.Series(points, dtype="int64")


def of_all(part: pd.Series, whole: pd.Series) -> float:
    """Return the part of all areas together that have both numbers; missing where none has."""
    both = part.notna() & whole.notna()
    total = float(whole[both].sum())
    return float(part[both].sum()) / total if total else math.nan
