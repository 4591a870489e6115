"""What a list of equality impact assessments promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

COMPLETED = ("completed_unpublished", "published")
# A screening finds that none is required, and has a day of its own and may find no risk.
NOT_RECORDED, NOT_REQUIRED = "not_recorded", "not_required"


def with_agreement_of_status(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with yes-or-no columns, on whether each day and the risk go with the status."""
    if "status" not in frame:
        return frame
    status = frame["status"]
    judged = {}
    if "completed_on" in frame:
        is_completed, has_day = status.isin(COMPLETED), frame["completed_on"].notna()
        judged["has_day_if_completed"] = ~is_completed | has_day
        judged["is_completed_if_day"] = is_completed | ~has_day | (status == NOT_REQUIRED)
    if "published_on" in frame:
        is_published, has_day = status == "published", frame["published_on"].notna()
        judged["has_day_if_published"] = ~is_published | has_day
        judged["is_published_if_day"] = is_published | ~has_day | (status == NOT_REQUIRED)
    if "risk" in frame:
        has_risk = frame["risk"].notna()
        found_one = has_risk & (frame["risk"] != "none")
        judged["is_assessed_if_risk"] = ~(
            (has_risk & (status == NOT_RECORDED)) | (found_one & (status == NOT_REQUIRED))
        )
    return frame.assign(**judged)


SUITE = Suite(
    feed="equality",
    worked_out=with_agreement_of_status,
    row_expectations=(
        # A warning: what is published for consultation is a draft, and is completed after it.
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="published_on",
            column_B="completed_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="A draft published for consultation, or day and month swapped in one of the two days.",
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
