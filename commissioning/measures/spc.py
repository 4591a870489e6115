"""Statistical process control: whether a series says something new, or only varies as it always has.

An XmR chart: the mean, and limits of 2.66 mean moving ranges about it, as the NHS draws them in "Making
Data Count". What is outside the limits, goes one way seven points running, stays on one side of the mean
for seven, or comes near a limit twice in three has a special cause; the rest is common cause, noise.

Points are neighbours as they follow one another in time, whatever the calendar has between them. A point
without a value has no special cause and ends what came before it: no trend, no run and no two in three is
told across it, because nobody knows what it would have been. It is in no mean, and both moving ranges at it
are missing.
"""

from collections.abc import Sequence
from math import fsum
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from commissioning.errors import RequestError

LIMIT = 2.66  # three standard deviations, of which one is a moving range over 1.128
NEAR_LIMIT = 2 * (LIMIT / 3)
SCREEN = 3.267  # a moving range so many times the mean range is not one of the process
FEWEST_FIXED = 12
LONG = 13  # the limits of fewer points are for the time being
IN_A_ROW, NEIGHBOURS, CLOSE_OF_THEM = 7, 3, 2

COMMON = "common_cause"
IMPROVEMENT, CONCERN = "special_cause_improvement", "special_cause_concern"
HIGH, LOW = "special_cause_neutral_high", "special_cause_neutral_low"
PASSES, FAILS, HIT_OR_MISS = "consistent_pass", "consistent_fail", "inconsistent"

# As the NHS-R package that made the reference tables writes them.
NO_CAUSE = "Common Cause"
CAUSES = {
    "outside": ("Above UCL", "Below LCL"),
    "trend": ("7 Point Trend (Increasing)", "7 Point Trend (Decreasing)"),
    "two_in_three": ("2 in 3 Above CL", "2 in 3 Below CL"),
    "run": ("7 Points Above CL", "7 Points Below CL"),
}
LIMITS = ["lower_limit", "lower_near_limit", "upper_near_limit", "upper_limit"]
BETTER = {"higher": 1, "lower": -1}

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Sides = npt.NDArray[np.int64]
Each = TypeVar("Each", bound=np.generic)


def control_chart(
    points: pd.DataFrame,
    by: Sequence[str],
    *,
    rebases: pd.DataFrame | None = None,
    fix_after_n_points: int | None = None,
    screen_outliers: bool = True,
) -> pd.DataFrame:
    """Return the points of many series in order of time, each with its limits and what it tells.

    ``points`` has the columns of ``by``, which name a series, and ``on``, ``value`` and ``direction``
    (``higher`` or ``lower``, whichever is better, missing where neither is). ``rebases`` has those of
    ``by`` and ``on``: a day of the series on which a new ``rebase_group`` begins, with a mean and limits
    of its own; another day does nothing. The limits are those of a group's first
    ``fix_after_n_points``, or of all; ``screen_outliers`` leaves out of them, once, the moving ranges
    that are no part of the process. Raises RequestError for a day twice, and fewer than 12 to fix after.
    """
    if fix_after_n_points is not None and fix_after_n_points < FEWEST_FIXED:
        raise RequestError(
            f"limits cannot be fixed after {fix_after_n_points} points; give {FEWEST_FIXED} or more, "
            "or leave it out to take all."
        )
    keys = list(by)
    ordered = points.sort_values([*keys, "on"], kind="stable", ignore_index=True)
    refuse_days_twice(ordered, keys)
    chart = ordered.assign(rebase_group=rebase_groups(ordered, keys, rebases))
    group = chart.groupby([*keys, "rebase_group"], sort=False).ngroup()
    limits = with_limits(chart["value"], group, fix_after_n_points, screen_outliers)
    chart = chart.join(limits)
    return chart.assign(**told(chart, group.to_numpy().astype(np.int64)))


def refuse_days_twice(ordered: pd.DataFrame, keys: list[str]) -> None:
    """Raise RequestError where a series has two points of one day, naming the first."""
    again = ordered.duplicated([*keys, "on"])
    if again.any():
        first = ordered[again].iloc[0]
        named = ", ".join(str(first[key]) for key in keys)
        raise RequestError(
            f"{named} has two values on {pd.Timestamp(first['on']):%Y-%m-%d}; keep the one that counts."
        )


def rebase_groups(
    ordered: pd.DataFrame, keys: list[str], rebases: pd.DataFrame | None
) -> pd.Series:
    """Return the number of each point's group within its series: 0 up to its first rebase."""
    if rebases is None or rebases.empty:
        return pd.Series(0, ordered.index)
    days = rebases[[*keys, "on"]].drop_duplicates().assign(begins=True)
    begins = ordered[[*keys, "on"]].merge(days, on=[*keys, "on"], how="left")["begins"].eq(True)
    return begins.astype("int64").groupby([ordered[key] for key in keys]).cumsum()


def with_limits(
    value: pd.Series, group: pd.Series, fix_after_n_points: int | None, screen_outliers: bool
) -> pd.DataFrame:
    """Return ``mean``, ``mean_moving_range`` and the four limits of each point's group."""
    place = group.groupby(group).cumcount()
    is_counted = place < (len(group) if fix_after_n_points is None else fix_after_n_points)
    ranges = value.groupby(group).diff().abs().where(is_counted)
    mean_range = means(ranges, group)
    if screen_outliers:
        mean_range = means(ranges.where(ranges < SCREEN * mean_range), group)
    mean = means(value.where(is_counted), group)
    return pd.DataFrame(
        {
            "mean": mean,
            "mean_moving_range": mean_range,
            "lower_limit": mean - LIMIT * mean_range,
            "lower_near_limit": mean - NEAR_LIMIT * mean_range,
            "upper_near_limit": mean + NEAR_LIMIT * mean_range,
            "upper_limit": mean + LIMIT * mean_range,
        }
    )


def means(values: pd.Series, group: pd.Series) -> pd.Series:
    """Return the mean of each row's group, missing values left out, as near as a float comes to it."""
    known = values.dropna()
    by_group = {number: mean(rows.tolist()) for number, rows in known.groupby(group[known.index])}
    return group.map(by_group).astype("float64")


def mean(numbers: list[float]) -> float:
    """Return the mean, so exactly that equal numbers have themselves for it."""
    near = fsum(numbers) / len(numbers)
    return near + fsum(number - near for number in numbers) / len(numbers)


def told(chart: pd.DataFrame, group: Sides) -> dict[str, pd.Series]:
    """Return what each point tells, by the first of the four rules that applies to it."""
    value = chart["value"].to_numpy("float64")
    outside = beyond(value, chart, "lower_limit", "upper_limit")
    near = np.where(outside, 0, beyond(value, chart, "lower_near_limit", "upper_near_limit"))
    above_mean = beyond(value, chart, "mean", "mean")
    sides = {
        "outside": outside,
        "trend": trends(value, group),
        "two_in_three": twos_in_three(above_mean, near != 0, group),
        "run": runs(above_mean, group),
    }
    names = [(side == way) for side in sides.values() for way in (1, -1)]
    causes = [cause for both in CAUSES.values() for cause in both]
    cause = np.select(names, causes, NO_CAUSE)
    side = np.select([each != 0 for each in sides.values()], list(sides.values()), 0)
    has_value = chart["value"].notna()
    has_limits = has_value & chart["upper_limit"].notna()
    size = pd.Series(group).groupby(group).transform("size")
    return {
        "relative_to_mean": pd.Series(above_mean, chart.index, dtype="Int64").where(has_value),
        "is_outside_limits": pd.Series(outside != 0, chart.index, dtype="boolean").where(
            has_limits
        ),
        "is_close_to_limits": pd.Series(near != 0, chart.index, dtype="boolean").where(has_limits),
        "special_cause_type": pd.Series(cause, chart.index, dtype="str"),
        "is_special_cause": pd.Series(side != 0, chart.index),
        "point_type": point_types(side, chart["direction"]),
        "is_short_group": pd.Series((size < LONG).to_numpy(), chart.index),
    }


def beyond(value: Numbers, chart: pd.DataFrame, lower: str, upper: str) -> Sides:
    """Return 1 where a value is above the upper column, -1 below the lower, and 0 otherwise."""
    return (value > chart[upper].to_numpy()).astype("int64") - (value < chart[lower].to_numpy())


def trends(value: Numbers, group: Sides) -> Sides:
    """Return which points rise or fall with six others; one of both goes with those after it."""
    steps = np.sign(np.diff(value, prepend=np.nan))
    starts = [ways(steps == way, IN_A_ROW - 1, 1) for way in (1, -1)]
    side = np.where(starts[0], 1, 0) - np.where(starts[1], 1, 0)
    side = np.where(within_group(group, IN_A_ROW), side, 0)
    found = np.zeros(len(value), "int64")
    for back in range(min(IN_A_ROW, len(value)) - 1, -1, -1):
        start = side[: len(side) - back]
        found[back:] = np.where(start != 0, start, found[back:])
    return found


def runs(above_mean: Sides, group: Sides) -> Sides:
    """Return which points are on one side of the mean with six neighbours."""
    inside = within_group(group, IN_A_ROW)
    up, down = (covered(ways(above_mean == way, IN_A_ROW) & inside, IN_A_ROW) for way in (1, -1))
    return up.astype("int64") - down


def twos_in_three(above_mean: Sides, is_close: Marks, group: Sides) -> Sides:
    """Return which points are close to a limit, with another, of three neighbours on that side."""
    inside = within_group(group, NEIGHBOURS)
    close_of_three = sum(ahead(is_close.astype("int64"), steps) for steps in range(NEIGHBOURS))
    found = np.zeros(len(group), "int64")
    for way in (1, -1):
        starts = ways(above_mean == way, NEIGHBOURS) & (close_of_three >= CLOSE_OF_THEM) & inside
        found += way * (covered(starts, NEIGHBOURS) & is_close)
    return found


def ways(marks: Marks, length: int, after: int = 0) -> Marks:
    """Tell from which points on, or ``after`` them, so many are all marked."""
    every = np.ones(len(marks), bool)
    for steps in range(after, after + length):
        every &= ahead(marks, steps)
    return every


def ahead(values: npt.NDArray[Each], steps: int) -> npt.NDArray[Each]:
    """Return the value so many points ahead of each, nought or False past the end."""
    shifted = np.zeros_like(values)
    if steps < len(values):
        shifted[: len(values) - steps] = values[steps:]
    return shifted


def covered(starts: Marks, length: int) -> Marks:
    """Tell which points lie in a window of that length that begins at one of ``starts``."""
    found = np.zeros_like(starts)
    for steps in range(min(length, len(starts))):
        found[steps:] |= starts[: len(starts) - steps]
    return found


def within_group(group: Sides, length: int) -> Marks:
    """Tell from which points on so many are of one group."""
    is_within: Marks = ahead(group + 1, length - 1) == group + 1
    return is_within


def point_types(side: Sides, direction: pd.Series) -> pd.Series:
    """Return what a special cause on that side means, where the direction says which way is better."""
    better = direction.map(BETTER).astype("float64").fillna(0).to_numpy()
    types = np.select(
        [side == 0, (better == 0) & (side > 0), better == 0, side == better],
        [COMMON, HIGH, LOW, IMPROVEMENT],
        CONCERN,
    )
    return pd.Series(types, direction.index, dtype="str")


def summary(chart: pd.DataFrame, by: Sequence[str], targets: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each series and group: its limits, counts of points, variation and assurance.

    ``targets`` has the columns of ``by`` and ``target``. ``variation_type`` is the type of the group's
    last point. ``assurance_type`` says of the series whether its last group's limits are all on the good
    side of the target or all on the other; it is missing without a target or a direction.
    """
    keys = list(by)
    of_group = [*keys, "rebase_group"]
    last = chart.drop_duplicates(of_group, keep="last")
    types = {name: chart["point_type"] == name for name in (COMMON, IMPROVEMENT, CONCERN)}
    counts = chart[of_group].assign(n=1, **types).groupby(of_group, sort=False).sum()
    found = last[[*of_group, "direction", "mean", *LIMITS, "point_type", "is_short_group"]]
    found = found.merge(counts, on=of_group).merge(targets, on=keys, how="left")
    is_now = ~found.duplicated(keys, keep="last")
    types_now = assurance_types(found).where(is_now)
    found = found.rename(columns={"point_type": "variation_type"})
    return found.assign(assurance_type=types_now)


def assurance_types(groups: pd.DataFrame) -> pd.Series:
    """Return whether each group's limits pass the target, fail it, or hold it between them."""
    better = groups["direction"].map(BETTER).astype("float64")
    side = (groups["target"] > groups["upper_limit"]).astype("int64") - (
        groups["target"] < groups["lower_limit"]
    )
    types = np.select([side == 0, side == better], [HIT_OR_MISS, FAILS], PASSES)
    is_told = groups["target"].notna() & better.notna()
    return pd.Series(types, groups.index, dtype="str").where(is_told)
