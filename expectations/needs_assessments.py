"""What a list of needs assessments promises."""

from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

SUITE = Suite(
    feed="needs_assessments",
    row_expectations=(
        gxe.ExpectColumnValuesToBeBetween(
            column="completed_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a year alone typed into a cell that holds a day.",
            meta={"name": "completed_day_implausible"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="title",
            severity="warning",
            notes="The chapter of a joint assessment, listed by its subject; nobody can look it up without a title.",
            meta={"name": "title_missing"},
        ),
    ),
)
