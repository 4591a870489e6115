"""What a list of procurement notices promises."""

import pandas as pd
from great_expectations import expectations as gxe

from expectations.suite import LATEST_DAY, Suite

# The Procurement Act 2023, and with it the notices UK1 to UK17, came into force on this day.
IN_FORCE_ON = pd.Timestamp("2025-02-24")

# Open Contracting Data Standard 1.1: the publisher's registered prefix, then its own identifier.
OCID = r"^ocds-[a-z0-9]{6}-.+$"

# Contract details, contract payment (s.70), performance, change and termination: each is of a contract there
# already is. UK17, payments compliance (s.69), is one for the whole authority.
OF_A_CONTRACT = ("UK7", "UK8", "UK9", "UK10", "UK11")


def worked_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with what its promises are about: only the Act's own notices are of its time."""
    if {"notice_type", "published_on"} <= set(frame.columns):
        of_the_act = frame["published_on"].where(frame["notice_type"].notna())
        frame = frame.assign(published_on_by_the_act=of_the_act)
    return with_contract(frame)


def with_contract(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``has_agreement_if_of_one``: a notice of a contract says of which."""
    if not {"notice_type", "reference"} <= set(frame.columns):
        return frame
    of_one = frame["notice_type"].isin(OF_A_CONTRACT)
    return frame.assign(has_agreement_if_of_one=frame["reference"].notna() | ~of_one)


SUITE = Suite(
    feed="notices",
    worked_out=worked_out,
    row_expectations=(
        gxe.ExpectColumnValuesToMatchRegex(
            column="ocid",
            regex=OCID,
            severity="warning",
            notes="The notice's own number, such as 012345-2025, or the prefix such as ocds-h6vhtk- left off.",
            meta={"name": "ocid_malformed"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="published_on",
            severity="warning",
            notes="Drafted and not yet sent; until it has a day, no time limit can be shown to be met.",
            meta={"name": "published_day_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="published_on_by_the_act",
            min_value=IN_FORCE_ON,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a notice under the regulations of 2015 given a number of the 2023 Act.",
            meta={"name": "published_day_implausible", "column": "published_on"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="has_agreement_if_of_one",
            value_set=[True],
            severity="warning",
            notes="Exported from the portal, which does not know our references; it counts for no agreement.",
            meta={"name": "agreement_missing", "column": "reference"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="Day and month swapped, or two lots' periods run together; the days are kept as announced.",
            meta={"name": "announced_end_before_start"},
        ),
    ),
)
