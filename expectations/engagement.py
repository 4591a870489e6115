"""What a list of engagement with providers and communities promises."""

from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite
from models.personal_details import PERSONAL_DETAILS

SUITE = Suite(
    feed="engagement",
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="held_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "held_day_implausible"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="kind",
            severity="warning",
            notes="A diary entry copied without its heading; two events of one day cannot be told apart.",
            meta={"name": "kind_missing"},
        ),
        gxe.ExpectColumnValuesToNotMatchRegex(
            column="outcome",
            regex=PERSONAL_DETAILS,
            severity="critical",
            notes="One person's circumstances told at a meeting and minuted; "
            "the text is not shown, nor stored with the row; it is still in the file as received.",
            meta={"name": "outcome_about_a_person", "withhold": True},
        ),
    ),
)
