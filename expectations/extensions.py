"""What a list of extensions promises."""

from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

# A missing day of decision is no broken promise: unauthorised extension is a rule's question, answered "unknown".
SUITE = Suite(
    feed="extensions",
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="reference",
            severity="critical",
            notes="A blank line inside the export, or a second extension typed under the first.",
            meta={"name": "reference_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="new_ends_on",
            severity="critical",
            notes="Agreed in principle, with the new last day still to be settled.",
            meta={"name": "new_end_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="new_ends_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, such as 2202 for 2022.",
            meta={"name": "new_end_implausible"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="new_ends_on",
            column_B="previous_ends_on",
            or_equal=False,
            ignore_row_if="either_value_is_missing",
            severity="warning",
            notes="The two days swapped, or the register's end date was moved before it was exported.",
            meta={"name": "new_end_not_later"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="decided_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "decision_day_implausible"},
        ),
    ),
)
