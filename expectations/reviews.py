"""What a list of reviews promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

ASKED = ["users_asked", "communities_asked", "providers_asked"]


def with_asked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``says_who_was_asked``: whether any that the file has was answered."""
    asked = [column for column in ASKED if column in frame]
    if not asked:
        return frame
    return frame.assign(says_who_was_asked=frame[asked].notna().any(axis="columns"))


SUITE = Suite(
    feed="reviews",
    worked_out=with_asked,
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="reviewed_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or the day of the next review in place of the last.",
            meta={"name": "review_day_implausible"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="says_who_was_asked",
            value_set=[True],
            severity="warning",
            notes="The day was entered and the form behind it was not; nobody is taken to have been asked or not.",
            meta={"name": "who_was_asked_missing", "column": "users_asked"},
        ),
    ),
)
