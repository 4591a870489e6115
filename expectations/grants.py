"""What a list of grants promises. Grants are loaded as agreements, and have promises of their own."""

from great_expectations import expectations as gxe

from expectations.suite import (
    DAYS_IN_A_YEAR,
    EARLIEST_DAY,
    LATEST_DAY,
    Suite,
    with_term_days,
)
from models.personal_details import PERSONAL_DETAILS

# £100m, in pence. Trafford's 555 grants of 2013 to 2024 come to £1.3m in all.
LARGEST_PENCE = 100_000_000_00
LONGEST_TERM_YEARS = 20

SUITE = Suite(
    feed="grants",
    worked_out=with_term_days,
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="reference",
            severity="critical",
            notes="A blank line inside the file, or a grant published before it had its identifier.",
            meta={"name": "reference_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="title",
            severity="warning",
            notes="The application form had no title; 360Giving asks for one all the same.",
            meta={"name": "title_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_name",
            severity="warning",
            notes="A grant to one person, whose name the funder took out.",
            meta={"name": "recipient_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="awarded_on",
            severity="warning",
            notes="Offered and not yet accepted, so the day of the award is still to come.",
            meta={"name": "award_day_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="awarded_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "award_day_implausible"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped in one of the planned days is the usual cause.",
            meta={"name": "ends_before_it_starts"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="term_days",
            max_value=LONGEST_TERM_YEARS * DAYS_IN_A_YEAR,
            severity="warning",
            notes="A slip in the year of one of the planned days.",
            meta={"name": "term_too_long", "column": "ends_on"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="value_pence",
            severity="warning",
            notes="Applied for and not yet decided: the amount asked for is in another column.",
            meta={"name": "value_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_pence",
            min_value=0,
            severity="critical",
            notes="A grant paid back, entered as a grant of its own.",
            meta={"name": "value_below_zero"},
        ),
        gxe.ExpectColumnValuesToNotBeInSet(
            column="value_pence",
            value_set=[0],
            severity="warning",
            notes="Refused or withdrawn, and left in the list of awards.",
            meta={"name": "value_is_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value_pence",
            max_value=LARGEST_PENCE,
            strict_max=True,
            severity="warning",
            notes="Pence given as pounds, or a whole programme entered as one grant.",
            meta={"name": "value_too_large"},
        ),
        gxe.ExpectColumnValuesToNotMatchRegex(
            column="title",
            regex=PERSONAL_DETAILS,
            severity="critical",
            notes="One person's circumstances given as the title; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "title_about_a_person", "withhold": True},
        ),
    ),
)
