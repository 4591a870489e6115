"""What a list of equality impact assessments promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

COMPLETED = ("completed_unpublished", "published")
NEVER_BEGUN = ("not_recorded", "not_required")


def with_agreement_of_status(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with five yes-or-no columns, on whether days and risk go with the status."""
    if not {"status", "risk", "completed_on", "published_on"} <= set(frame.columns):
        return frame
    is_completed = frame["status"].isin(COMPLETED)
    is_published = frame["status"] == "published"
    has_completed_day, has_published_day = (
        frame["completed_on"].notna(),
        frame["published_on"].notna(),
    )
    return frame.assign(
        has_day_if_completed=~is_completed | has_completed_day,
        is_completed_if_day=is_completed | ~has_completed_day,
        has_day_if_published=~is_published | has_published_day,
        is_published_if_day=is_published | ~has_published_day,
        is_assessed_if_risk=~frame["status"].isin(NEVER_BEGUN) | frame["risk"].isna(),
    )


SUITE = Suite(
    feed="equality",
    worked_out=with_agreement_of_status,
    row_expectations=(
        # Critical, because a decision's lawfulness is read off the day of completion.
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="published_on",
            column_B="completed_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped in one of the two days, or the days of two versions mixed.",
            meta={"name": "published_before_completed"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_day_if_completed",
            value_set=[True],
            severity="warning",
            notes="The status was moved on and its day left blank; no decision can be shown to follow it.",
            meta={"name": "completed_without_day", "column": "completed_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_completed_if_day",
            value_set=[True],
            severity="warning",
            notes="The status was not moved on when it was completed, or the day is the one planned.",
            meta={"name": "completed_day_against_status", "column": "completed_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_day_if_published",
            value_set=[True],
            severity="warning",
            notes="Put on the website by another team, and its day never came back to the register.",
            meta={"name": "published_without_day", "column": "published_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_published_if_day",
            value_set=[True],
            severity="warning",
            notes="The status was not moved on when it was published, or the day is the one planned.",
            meta={"name": "published_day_against_status", "column": "published_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_assessed_if_risk",
            value_set=[True],
            severity="warning",
            notes="A risk carried over from a template or a screening, where no assessment was made.",
            meta={"name": "risk_without_assessment", "column": "risk"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="completed_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "completed_day_implausible"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="published_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a placeholder for 'to be published'.",
            meta={"name": "published_day_implausible"},
        ),
    ),
)
