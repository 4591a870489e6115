"""What a list of social value commitments promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import Suite
from models.personal_details import PERSONAL_DETAILS

# Ten times what was promised is another unit sooner than a success.
MOST_TIMES_DELIVERED = 10


def worked_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``times_delivered``, and with whether each amount has its unit and its promise."""
    nothing = pd.Series(index=frame.index, dtype="float64")
    committed, delivered = (frame.get(name, nothing) for name in ("committed", "delivered"))
    judged = {"times_delivered": delivered / committed.where(committed > 0)}
    if "unit" in frame:
        judged["has_unit_if_amount"] = frame["unit"].notna() | (committed.isna() & delivered.isna())
    if "committed" in frame:
        judged["has_promise_if_delivered"] = committed.notna() | delivered.isna()
    return frame.assign(**judged)


SUITE = Suite(
    feed="social_value",
    worked_out=worked_out,
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="committed",
            min_value=0,
            severity="critical",
            notes="A commitment withdrawn, entered as a negative one, or a code such as -1 for 'not known'.",
            meta={"name": "committed_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="delivered",
            min_value=0,
            severity="critical",
            notes="A correction of what was claimed before, or a code such as -1 for 'not known'.",
            meta={"name": "delivered_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="times_delivered",
            max_value=MOST_TIMES_DELIVERED,
            severity="warning",
            notes="Pounds delivered beside hours promised, or one contract given every contract's delivery.",
            meta={"name": "delivered_far_above_committed", "column": "delivered"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_promise_if_delivered",
            value_set=[True],
            severity="warning",
            notes="Delivered beyond the tender, or promised in words to which no number was put.",
            meta={"name": "delivered_without_commitment", "column": "committed"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_unit_if_amount",
            value_set=[True],
            severity="warning",
            notes="The unit was written into the commitment's text; amounts without one are never added.",
            meta={"name": "unit_missing", "column": "unit"},
        ),
        gxe.ExpectColumnValuesToNotMatchRegex(
            column="commitment",
            regex=PERSONAL_DETAILS,
            severity="critical",
            notes="One apprentice or trainee described by name and birth; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "commitment_about_a_person", "withhold": True},
        ),
    ),
)
