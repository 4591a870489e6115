"""What a register of mergers promises."""

from great_expectations import expectations as gxe

from expectations.suite import EARLIEST_DAY, LATEST_DAY, Suite

SUITE = Suite(
    feed="provider_mergers",
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_org_id",
            severity="warning",
            notes="The body that gave was not registered, or its number stands in its name; the merger "
            "is kept and cannot be followed.",
            meta={"name": "transferor_not_numbered"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="transferee_org_id",
            severity="warning",
            notes="The body that received is not a registered charity; the merger cannot be followed.",
            meta={"name": "transferee_not_numbered"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="registered_on",
            severity="warning",
            notes="Not registered yet; it is followed from the day it is.",
            meta={"name": "registration_day_missing"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="registered_on",
            min_value=EARLIEST_DAY,
            max_value=LATEST_DAY,
            severity="warning",
            notes="A slip in the year, or a spreadsheet's day 0 in 1900.",
            meta={"name": "registration_day_implausible"},
        ),
    ),
)
