"""What a list of decisions promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite
from models.personal_details import PERSONAL_DETAILS

# To let an agreement lapse takes no decision of anyone's; every other outcome does.
AUTHORISED = ("recommission", "extend", "vary", "decommission", "insource")
WITHOUT_SUCCESSOR = ("extend", "decommission", "let_lapse")


def with_consistency(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with yes-or-no columns, on each outcome's authority and its successor."""
    judged = {}
    if {"outcome", "authority_reference"} <= set(frame.columns):
        needs_authority = frame["outcome"].isin(AUTHORISED)
        judged["has_authority_if_needed"] = frame["authority_reference"].notna() | ~needs_authority
    if {"reference", "outcome", "successor_reference"} <= set(frame.columns):
        successor = frame["successor_reference"]
        has_none = frame["outcome"].isin(WITHOUT_SUCCESSOR)
        judged["has_successor_if_it_may"] = ~(has_none & successor.notna())
        judged["is_followed_by_another"] = ~(successor == frame["reference"])
    return frame.assign(**judged)


SUITE = Suite(
    feed="decisions",
    worked_out=with_consistency,
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="decided_on",
            severity="warning",
            notes="Agreed at a meeting whose minutes are not yet out; it counts from the beginning until then.",
            meta={"name": "decision_day_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="decided_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "decision_day_implausible"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_authority_if_needed",
            value_set=[True],
            severity="warning",
            notes="Decided by an officer and never entered in the record of decisions, or its number not copied.",
            meta={"name": "authority_missing", "column": "authority_reference"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_successor_if_it_may",
            value_set=[True],
            severity="warning",
            notes="The outcome was changed after a successor was named, or the wrong outcome was picked.",
            meta={"name": "successor_against_outcome", "column": "successor_reference"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="is_followed_by_another",
            value_set=[True],
            severity="warning",
            notes="The agreement's own reference was copied into the column of the one that follows it.",
            meta={"name": "own_successor", "column": "successor_reference"},
        ),
        gxe.ExpectColumnValuesToNotMatchRegex(
            column="reason",
            regex=PERSONAL_DETAILS,
            severity="critical",
            notes="One person's placement given as the reason; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "reason_about_a_person", "withhold": True},
        ),
    ),
)
