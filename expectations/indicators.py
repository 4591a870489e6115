"""What the definitions of indicators promise."""

from great_expectations import expectations as gxe

from expectations.suite import Suite

SUITE = Suite(
    feed="indicators",
    row_expectations=(
        gxe.ExpectColumnValuesToMatchRegex(
            column="indicator",
            regex=r"^[a-z0-9_+.-]+$",
            severity="warning",
            notes="The indicator's title in place of its name: no observation is kept under it.",
            meta={"name": "indicator_name_malformed"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="definition",
            severity="warning",
            notes="An indicator listed before it was described, or a column shifted.",
            meta={"name": "definition_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="polarity",
            severity="warning",
            notes="The publisher's word for which way is good was left out, or is a new one.",
            meta={"name": "polarity_missing"},
        ),
    ),
)
