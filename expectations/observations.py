"""What a table of observations promises."""

from great_expectations import expectations as gxe

from expectations.suite import AREA_CODE, Suite, with_listed_area

# Larger than the United Kingdom's yearly output in pounds, about 3e12; only an overflow is beyond it.
LARGEST_VALUE = 1e15

SUITE = Suite(
    feed="observations",
    worked_out=with_listed_area,
    row_expectations=(
        gxe.ExpectColumnValuesToNotBeNull(
            column="indicator",
            severity="critical",
            notes="A heading spread over several rows, filled only on the first.",
            meta={"name": "indicator_missing"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="area_code",
            severity="critical",
            notes="A total for 'unknown' or 'other' areas, which has no code.",
            meta={"name": "area_code_missing"},
        ),
        gxe.ExpectColumnValuesToMatchRegex(
            column="area_code",
            regex=rf"^{AREA_CODE}$",
            severity="critical",
            notes="A digit dropped by a spreadsheet, an old code, or the code of a practice or a trust.",
            meta={"name": "area_code_malformed"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="listed_area_code",
            severity="warning",
            notes="A digit mistyped, or a code newer than the list that we hold.",
            meta={"name": "area_code_unknown", "column": "area_code"},
        ),
        gxe.ExpectColumnValuesToNotBeNull(
            column="starts_on",
            severity="warning",
            notes="The period was in the file's name or title, and not in its rows.",
            meta={"name": "period_missing"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="ends_on",
            column_B="starts_on",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="Day and month swapped, or a financial year read as a calendar year.",
            meta={"name": "ends_before_it_starts"},
        ),
        gxe.ExpectColumnValuesToBeInSet(
            column="sex",
            value_set=["Persons", "Females", "Males"],
            severity="warning",
            notes="The publisher's own word, such as Female or All, which joins to no population.",
            meta={"name": "sex_not_known"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="value",
            min_value=-LARGEST_VALUE,
            max_value=LARGEST_VALUE,
            severity="critical",
            notes="A division by nought in the publisher's spreadsheet, or two cells run together.",
            meta={"name": "value_implausible"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="value",
            column_B="lower",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="The columns of limits swapped or shifted, or a value rounded more than its limits.",
            meta={"name": "lower_limit_above_value", "column": "lower"},
        ),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="upper",
            column_B="value",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            severity="critical",
            notes="The columns of limits swapped or shifted, or a value rounded more than its limits.",
            meta={"name": "upper_limit_below_value"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="count",
            min_value=0,
            severity="warning",
            notes="A code for a suppressed number, such as -1 or -9, left in the column.",
            meta={"name": "count_below_zero"},
        ),
        gxe.ExpectColumnValuesToBeBetween(
            column="denominator",
            min_value=0,
            severity="critical",
            notes="A code for a suppressed number, such as -1 or -9, left in the column.",
            meta={"name": "denominator_below_zero"},
        ),
    ),
)
