"""What a list of modifications promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import DAYS_IN_A_YEAR, EARLIEST_DAY, LATEST_DAY, Suite

# £1bn, in pence. The largest agreement in Salford's register of July 2022 is £269m.
LARGEST_PENCE = 1_000_000_000_00
LONGEST_CHANGE_YEARS = 20


def with_change(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``changes_something``: whether the value or the term is other than before."""
    changes = [name for name in ("value_change_pence", "term_change_days") if name in frame]
    if not changes:
        return frame
    return frame.assign(changes_something=(frame[changes].fillna(0) != 0).any(axis="columns"))


# A missing authority is no broken promise: whether a change was authorised is a rule's question.
SUITE = Suite(
    feed="modifications",
    worked_out=with_change,
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="decided_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "decision_day_implausible"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="changes_something",
            value_set=[True],
            severity="warning",
            notes="A change of the terms alone, or one whose value was still to be agreed; it counts as nothing.",
            meta={"name": "changes_neither_value_nor_term", "column": "value_change_pence"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_change_pence",
            min_value=-LARGEST_PENCE,
            max_value=LARGEST_PENCE,
            strict_min=True,
            strict_max=True,
            severity="warning",
            notes="Pence or thousands given as pounds, or the new total in place of the change.",
            meta={"name": "value_change_too_large"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="term_change_days",
            min_value=-LONGEST_CHANGE_YEARS * DAYS_IN_A_YEAR,
            max_value=LONGEST_CHANGE_YEARS * DAYS_IN_A_YEAR,
            severity="warning",
            notes="A spreadsheet's number for the new last day, such as 46112, in place of days added.",
            meta={"name": "term_change_too_long"},
        ),
    ),
)
