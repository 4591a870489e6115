"""What a list of monitoring returns promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

# What values are written per: each itself, per hundred and so on.
PER = (1, 100, 1_000, 10_000, 100_000)
# A value is believed to half of its last decimal, and a hair, which a ratio in binary may be over it.
HALF = 0.5001


def worked_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with yes-or-no columns, on each return's value and on the day it came."""
    judged = {}
    if {"value", "received_on"} <= set(frame.columns):
        has_value, has_come = frame["value"].notna(), frame["received_on"].notna()
        has_parts = pd.Series(False, index=frame.index)
        if {"numerator", "denominator"} <= set(frame.columns):
            has_parts = frame["numerator"].notna() & frame["denominator"].notna()
        judged["has_day_if_value"] = has_come | ~has_value
        judged["has_value_if_come"] = has_value | has_parts | ~has_come
    if {"numerator", "denominator"} <= set(frame.columns):
        value = frame.get("value", pd.Series(index=frame.index, dtype="float64"))
        agreed = agrees(value, frame["numerator"], frame["denominator"])
        is_above = frame["numerator"] > frame["denominator"]
        judged["value_agrees"] = agreed
        judged["is_part_or_average"] = ~is_above | (agreed & value.notna())
    return frame.assign(**judged)


def agrees(value: pd.Series, numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Tell whether the value is the ratio, or the ratio per hundred and so on, as rounded to its own decimals.

    Yes where it cannot be told. Nought is nought alone, and a share is no whole number unless it is written so
    to within a twentieth.
    """
    ratio = numerator / denominator.where(denominator > 0)
    agreed = value.isna() | ratio.isna()
    decimals = decimals_of(value)
    for per in PER:
        of_a_share = decimals.clip(lower=1).where(ratio.abs() < 1, decimals)
        last = 10.0 ** -(of_a_share if per == 1 else decimals)
        agreed |= (value - per * ratio).abs() <= HALF * last
    return agreed & ((value != 0) | ratio.isna() | (ratio == 0))


def decimals_of(value: pd.Series) -> pd.Series:
    """Return how many decimals each value is written with, a nought at the end not counted."""
    written = value.map(lambda number: f"{number:.10f}".rstrip("0"), na_action="ignore")
    after_the_point = written.astype("str").str.extract(r"\.(\d*)$", expand=False)
    return after_the_point.str.len().fillna(0).astype("float64")


SUITE = Suite(
    feed="returns",
    worked_out=worked_out,
    row_expectations=(
        # A file may leave the column out, and then no return can be told from the next.
        gxe.ExpectColumnValuesToNotBeNull(
            column="starts_on",
            severity="critical",
            notes="The period was in the file's name or title, and not in its rows.",
            meta={"name": "period_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="starts_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, such as 2202 for 2022.",
            meta={"name": "start_implausible"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped, or last quarter's return overtyped and one day left as it was.",
            meta={"name": "ends_before_it_starts"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="due_on",
            column_B="ends_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="The day due was copied from the return before, or is that of a forecast.",
            meta={"name": "due_before_period_ended"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="received_on",
            column_B="ends_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="A forecast sent as a return, or the day was copied from the return before.",
            meta={"name": "received_before_period_ended"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="received_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a placeholder for 'not yet received'.",
            meta={"name": "received_day_implausible"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_day_if_value",
            value_set=[True],
            severity="warning",
            notes="The value was typed in and the day it came was not; the return will be called late.",
            meta={"name": "value_without_day_received", "column": "received_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_value_if_come",
            value_set=[True],
            severity="warning",
            notes="The form was sent back empty, or the value is in its covering note.",
            meta={"name": "received_without_value", "column": "value"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="numerator",
            min_value=0,
            severity="warning",
            notes="A code for a suppressed number, such as -1 or -9, left in the column.",
            meta={"name": "numerator_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="denominator",
            min_value=0,
            severity="critical",
            notes="A code for a suppressed number, such as -1 or -9, left in the column.",
            meta={"name": "denominator_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_part_or_average",
            value_set=[True],
            severity="warning",
            notes="The two columns swapped, or counts of two periods; an average agrees with its value.",
            meta={"name": "numerator_above_denominator", "column": "numerator"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="value_agrees",
            value_set=[True],
            severity="warning",
            notes="The value was carried over from the last return, or is a year's beside a quarter's counts.",
            meta={"name": "value_disagrees_with_its_parts", "column": "value"},
        ),
    ),
)
