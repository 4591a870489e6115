"""What a list of measures promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import Suite


def with_direction(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with two yes-or-no columns, on each target and the way it is to be met.

    ``has_direction_if_target``: without one, no value can be told to be on target.
    ``is_target_no_worse``: the target lies the way that is better from the baseline, or at it.
    """
    if not {"target", "direction"} <= set(frame.columns):
        return frame
    target, direction = frame["target"], frame["direction"]
    judged = {"has_direction_if_target": direction.notna() | target.isna()}
    if "baseline" in frame:
        fell, rose = target < frame["baseline"], target > frame["baseline"]
        is_worse = ((direction == "higher") & fell) | ((direction == "lower") & rose)
        judged["is_target_no_worse"] = ~is_worse
    return frame.assign(**judged)


SUITE = Suite(
    feed="measures",
    worked_out=with_direction,
    row_expectations=(
        # Critical, because with a tolerance of the whole target or more, no fall is ever shown as red.
        gxe.ExpectColumnValuesToBeBetween(
            column="tolerance",
            min_value=0,
            max_value=1,
            strict_max=True,
            severity="critical",
            notes="A percentage typed where a fraction is asked: 10 for 0.10.",
            meta={"name": "tolerance_not_a_fraction"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_direction_if_target",
            value_set=[True],
            severity="warning",
            notes="Everyone knew which way was better; until it is recorded, no value can be called on target.",
            meta={"name": "target_without_direction", "column": "direction"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_target_no_worse",
            value_set=[True],
            severity="warning",
            notes="Higher and lower swapped, baseline and target swapped, or a fall that was planned for.",
            meta={"name": "target_worse_than_baseline", "column": "target"},
        ),
    ),
)
