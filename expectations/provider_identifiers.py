"""What a list of numbers of one body promises."""

from great_expectations import expectations as gxe

from expectations.suite import Suite

SUITE = Suite(
    feed="provider_identifiers",
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="provider_org_id",
            severity="critical",
            notes="The number was left out, or is not one of its register's.",
            meta={"name": "org_id_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="other_org_id",
            severity="critical",
            notes="The body has no second number; then it needs no row here.",
            meta={"name": "other_org_id_missing"},
        ),
    ),
)
